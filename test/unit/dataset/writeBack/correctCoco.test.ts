import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createRng } from '../../../../src/core/rng';
import { runSteps } from '../../../../src/core/steps';
import type { Correction } from '../../../../src/core/writeBack/correction';
import { encodeBmp } from '../../../../src/core/dataset/pixels/encodeBmp';
import { discover } from '../../../../src/dataset/discover';
import { planCorrections } from '../../../../src/dataset/writeBack/planCorrections';
import { applyEdits } from '../../../../src/files/changes/byteEdits';
import { writeFiles } from '../../../fixtures/reviewedDataset';
import { temporaryFolder } from '../../temporaryFolder';

interface Coco {
  readonly info?: unknown;
  readonly images: readonly { readonly id: number | string; readonly file_name: string }[];
  readonly annotations: readonly {
    readonly id: number;
    readonly image_id: number | string;
    readonly category_id: number | string;
    readonly bbox?: readonly number[];
  }[];
  readonly categories: readonly {
    readonly id: number | string;
    readonly name: string;
    readonly supercategory?: string;
  }[];
}

describe('correcting COCO', () => {
  const root = temporaryFolder();
  const file = () => path.join(root(), 'annotations.json');
  const relabel = (givenLabel: string, label: string): Correction => ({
    givenLabel,
    decision: { action: 'relabel', label },
  });
  const exclude = (givenLabel: string): Correction => ({ givenLabel, decision: { action: 'exclude' } });

  async function correct(text: string, corrections: Readonly<Record<string, Correction>>): Promise<string> {
    await writeFiles(root(), { 'annotations.json': text });
    const signal = new AbortController().signal;
    const now = await runSteps(discover({ root: root(), signal }));
    const request = {
      now,
      corrections: new Map(Object.entries(corrections)),
      bounds: { root: root() },
      signal,
    };
    const { changes, leftOut } = await planCorrections(request);
    assert.deepEqual(leftOut, []);
    const [change] = changes;
    const bytes = await readFile(file());
    return change?.kind === 'rewrite' ? applyEdits(bytes, change.edits).toString() : text;
  }

  beforeEach(() => {
    const pixels = Buffer.alloc(3 * 40 * 40);
    const picture = Buffer.from(encodeBmp(pixels, { width: 40, height: 40, channels: 3 }));
    return writeFiles(root(), { 'images/a.bmp': picture, 'images/b.bmp': picture });
  });

  const boxes = (count: number): Coco => ({
    info: { 'what "this" is': 'annotations: [{"id": 1}]' },
    images: [
      { id: 7, file_name: 'a.bmp' },
      { id: 8, file_name: 'b.bmp' },
    ],
    annotations: Array.from({ length: count }, (_, i) => ({
      id: 100 + i,
      image_id: 7 + (i % 2),
      category_id: [1, 5][(i >> 1) % 2]!,
      bbox: [i, i, 10, 10],
      segmentation: [[1, 2.5, 3]],
    })),
    categories: [
      { supercategory: 'animal', id: 1, name: 'cat' },
      { supercategory: 'animal', id: 5, name: 'dog' },
    ],
  });

  it('changes the class, takes out what is excluded with its comma, and adds a new class', async () => {
    const text = `{
  "images": [{"id": 7, "file_name": "a.bmp"}, {"id": 8, "file_name": "b.bmp"}],
  "annotations": [
    {"id": 1, "image_id": 7, "category_id": 1, "bbox": [0, 0, 5, 5]},
    {"id": 2, "image_id": 7, "category_id": 5, "bbox": [1, 0, 5, 5]},
    {"id": 3, "image_id": 8, "category_id": 1, "bbox": [2, 0, 5, 5], "score": 1.0e0}
  ],
  "categories": [
    {"id": 1, "name": "cat", "supercategory": "animal"},
    {"id": 5, "name": "dog", "supercategory": "animal"}
  ]
}
`;
    const corrected = await correct(text, {
      'images/a.bmp#1': relabel('cat', 'Bär'),
      'images/a.bmp#2': relabel('dog', 'cat'),
      'images/b.bmp#3': exclude('cat'),
    });
    assert.equal(
      corrected,
      `{
  "images": [{"id": 7, "file_name": "a.bmp"}, {"id": 8, "file_name": "b.bmp"}],
  "annotations": [
    {"id": 1, "image_id": 7, "category_id": 6, "bbox": [0, 0, 5, 5]},
    {"id": 2, "image_id": 7, "category_id": 1, "bbox": [1, 0, 5, 5]}
  ],
  "categories": [
    {"id": 1, "name": "cat", "supercategory": "animal"},
    {"id": 5, "name": "dog", "supercategory": "animal"},
    {"id": 6, "name": "B\\u00e4r", "supercategory": "none"}
  ]
}
`,
    );
  });

  it('is what changing the parsed file gives, however it is written', async () => {
    const rng = createRng(3);
    for (let round = 0; round < 12; round++) {
      const coco = boxes(2 + rng.nextInt(8));
      const corrections: Record<string, Correction> = {};
      const nameOf = (id: number | string) => (id === 1 ? 'cat' : 'dog');
      for (const { id, image_id, category_id } of coco.annotations) {
        const image = `images/${image_id === 7 ? 'a' : 'b'}.bmp#${id}`;
        const given = nameOf(category_id);
        const choice = rng.nextInt(4);
        if (choice === 1) corrections[image] = exclude(given);
        if (choice === 2) corrections[image] = relabel(given, given === 'cat' ? 'dog' : 'cat');
        if (choice === 3) corrections[image] = relabel(given, 'a "new" one');
      }
      const labels = new Set(coco.annotations.map(({ category_id }) => category_id));
      if (labels.size < 2) continue;
      const indent = [0, 2, '\t'][rng.nextInt(3)];
      const text = `${rng.nextInt(2) === 1 ? ' ' : ''}${JSON.stringify(coco, null, indent)}`;
      const corrected = await correct(text, corrections);
      const hasNew = Object.values(corrections).some(
        ({ decision }) => decision.action === 'relabel' && decision.label === 'a "new" one',
      );
      const wanted = {
        ...coco,
        annotations: coco.annotations.flatMap((annotation) => {
          const image = `images/${annotation.image_id === 7 ? 'a' : 'b'}.bmp#${annotation.id}`;
          const decision = corrections[image]?.decision;
          if (decision === undefined) return [annotation];
          if (decision.action === 'exclude') return [];
          return [{ ...annotation, category_id: { cat: 1, dog: 5 }[decision.label] ?? 6 }];
        }),
        categories: [
          ...coco.categories,
          ...(hasNew ? [{ supercategory: 'none', id: 6, name: 'a "new" one' }] : []),
        ],
      };
      assert.deepEqual(JSON.parse(corrected), wanted, `round ${round}`);
      if (wanted.annotations.length > 0)
        assert.equal(corrected.trimStart(), JSON.stringify(wanted, null, indent), `round ${round}`);
    }
  });

  it('takes whole images out of the list, too, and keeps ids that are texts', async () => {
    const coco: Coco = {
      images: [
        { id: 'x', file_name: 'a.bmp' },
        { id: 'y', file_name: 'b.bmp' },
      ],
      annotations: [
        { id: 1, image_id: 'x', category_id: '1' },
        { id: 2, image_id: 'y', category_id: '2' },
      ],
      categories: [
        { id: '1', name: 'cat' },
        { id: '2', name: 'dog' },
      ],
    };
    const corrected = await correct(JSON.stringify(coco), {
      'images/a.bmp': exclude('cat'),
      'images/b.bmp': relabel('dog', 'cow'),
    });
    assert.deepEqual(JSON.parse(corrected), {
      images: [coco.images[1]],
      annotations: [{ id: 2, image_id: 'y', category_id: '3' }],
      categories: [...coco.categories, { id: '3', name: 'cow' }],
    });
  });
});
