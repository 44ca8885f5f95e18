import assert from 'node:assert/strict';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DatasetIndex } from '../../src/core/dataset/dataset';
import { writeFiles } from '../fixtures/reviewedDataset';
import { temporaryFolder } from '../unit/temporaryFolder';
import { correct, exportAs, labelsOf, readNow, review, SIZE, writePictures } from './review';
import { peer } from './startPeer';

interface DataYaml {
  readonly names: readonly string[] | Readonly<Record<string, string>>;
  readonly nc?: number;
}

/** What YAML would take for something else, or end a text at, unless it is quoted. */
const NAMES = [
  ...[
    'a: b',
    'no',
    '1.0',
    '~',
    '- x',
    '#1',
    'it’s',
    "it's",
    'say "so"',
    'back\\slash',
    'dog, big',
    'ends:',
    'Bär',
  ],
  ...[
    '日本',
    '🐈',
    '0x1F',
    '2026-01-02',
    '[x]',
    '{y}',
    '&z',
    '*w',
    '%v',
    '@u',
    '`t`',
    '!s',
    '|',
    '>',
    '?',
    'null',
  ],
];
const NEW = 'new: \'one\' # "1"';

describe('PyYAML', () => {
  const ask = peer('yaml_peer');
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'boxes');
  const read = async (file: string) => ((await ask('read', { files: [file] })) as [DataYaml])[0];
  const namesOf = ({ names }: DataYaml) => Object.values(names);

  async function writeBoxes(): Promise<void> {
    await writePictures(root(), ['images/a.bmp']);
    const lines = NAMES.map((_, id) => `${id} ${(id + 1) / SIZE.width} 0.5 0.01 0.5\n`);
    await writeFiles(root(), { 'labels/a.txt': lines.join('') });
  }

  /** By the middles of the boxes, whatever their order. */
  const labelsByX = (index: DatasetIndex, labels: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      index.paths.flatMap((image, i) => {
        const { x = 0, width = 0 } = index.places?.[i]?.box ?? {};
        const label = labels[image];
        return label === undefined ? [] : [[Math.round(x + width / 2), label]];
      }),
    );

  it('writes names of classes that are read, and reads them when a new one has come behind', async () => {
    const forms = (await ask('write', { folder: folder(), names: NAMES })) as string[];
    assert.equal(forms.length, 6);
    for (const form of forms) {
      await writeBoxes();
      const file = path.join(root(), 'data.yaml');
      await copyFile(path.join(folder(), form, 'data.yaml'), file);
      const now = await readNow(root());
      assert.deepEqual(
        labelsByX(now, labelsOf(now)),
        Object.fromEntries(NAMES.map((name, id) => [id + 1, name])),
        form,
      );
      // A limit: all of it in one pair of braces.
      if (form === 'flow') await assert.rejects(correct(root(), NEW), { code: 'cannot-write-back' });
      else {
        await correct(root(), NEW);
        const after = await read(file);
        assert.deepEqual(namesOf(after), [...NAMES, NEW], form);
        assert.equal(after.nc, NAMES.length + 1);
      }
      await rm(root(), { recursive: true });
    }
  });

  it('reads the names of an export', async () => {
    await writeBoxes();
    await writeFiles(root(), { 'classes.txt': NAMES.map((name) => `${name}\n`).join('') });
    const { now, meant } = await review(root(), NEW);
    const out = path.join(folder(), 'out');
    await mkdir(out);
    await exportAs(root(), 'yolo', '--out', out);
    assert.deepEqual(
      new Set(namesOf(await read(path.join(out, 'data.yaml')))),
      new Set(Object.values(meant)),
    );
    const again = await readNow(out);
    assert.deepEqual(labelsByX(again, labelsOf(again)), labelsByX(now, meant));
  });
});
