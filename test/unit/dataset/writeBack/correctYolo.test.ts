import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import { encodeBmp } from '../../../../src/core/dataset/pixels/encodeBmp';
import { runSteps } from '../../../../src/core/steps';
import type { Correction } from '../../../../src/core/writeBack/correction';
import { discover } from '../../../../src/dataset/discover';
import { planCorrections } from '../../../../src/dataset/writeBack/planCorrections';
import { applyEdits } from '../../../../src/files/changes/byteEdits';
import { readTree, writeFiles } from '../../../fixtures/reviewedDataset';
import { temporaryFolder } from '../../temporaryFolder';

const relabel = (givenLabel: string, label: string): Correction => ({
  givenLabel,
  decision: { action: 'relabel', label },
});
const exclude = (givenLabel: string): Correction => ({ givenLabel, decision: { action: 'exclude' } });

describe('correcting YOLO', () => {
  const root = temporaryFolder();
  const pixels = Buffer.alloc(3 * 40 * 40);
  const picture = Buffer.from(encodeBmp(pixels, { width: 40, height: 40, channels: 3 }));
  const LABELS = '0 0.5 0.5 0.25 0.25\r\n1 0.25 0.5 0.25 0.25\r\n 0  .5 .25 0.25 0.25';

  /** The files that change, as they are to be. */
  async function correct(
    files: Readonly<Record<string, string>>,
    corrections: Readonly<Record<string, Correction>>,
  ): Promise<Readonly<Record<string, string>>> {
    await writeFiles(root(), { 'images/train/a.bmp': picture, 'images/train/b.bmp': picture, ...files });
    const before = await readTree(root());
    const signal = new AbortController().signal;
    const now = await runSteps(discover({ root: root(), signal }));
    for (const [box, { givenLabel }] of Object.entries(corrections))
      assert.equal(now.classes[now.labels[now.paths.indexOf(box)]!], givenLabel);
    const request = {
      now,
      corrections: new Map(Object.entries(corrections)),
      bounds: { root: root() },
      signal,
    };
    const { changes, leftOut } = await planCorrections(request);
    assert.deepEqual(leftOut, []);
    const made: Record<string, string> = {};
    for (const change of changes) {
      assert.ok(change.kind === 'rewrite');
      const bytes = applyEdits(await readFile(change.file), change.edits);
      made[path.relative(root(), change.file).replaceAll(path.sep, '/')] = bytes.toString();
    }
    assert.deepEqual(await readTree(root()), before);
    return made;
  }

  it('leaves out what is decided in two ways about one line of two pictures', async () => {
    await writeFiles(root(), {
      'images/train/a.bmp': picture,
      'images/train/a.dib': picture,
      'data.yaml': yaml('names: [cat, dog]'),
      ...labels(LABELS),
    });
    const signal = new AbortController().signal;
    const now = await runSteps(discover({ root: root(), signal }));
    const corrections = new Map([
      ['images/train/a.dib#1', relabel('cat', 'dog')],
      ['images/train/a.bmp#1', exclude('cat')],
      ['images/train/a.dib#2', exclude('dog')],
      ['images/train/a.bmp#2', exclude('dog')],
    ]);
    const { leftOut, changes } = await planCorrections({
      now,
      corrections,
      bounds: { root: root() },
      signal,
    });
    assert.deepEqual(
      leftOut.map((one) => one.path),
      ['images/train/a.bmp#1'],
    );
    assert.deepEqual(
      changes.map((change) => change.kind === 'rewrite' && path.basename(change.file)),
      ['a.txt'],
    );
  });

  const yaml = (names: string) =>
    `# mine\ntrain: images/train\nval: images/train\nnc: 2 # classes\n${names}\n# end\n`;
  const labels = (text: string) => ({ 'labels/train/a.txt': text });

  it('changes the first number of a line and takes lines out, and leaves every other byte', async () => {
    const files = { ...labels(LABELS), 'data.yaml': yaml('names: [cat, dog]') };
    assert.deepEqual(
      await correct(files, {
        'images/train/a.bmp#2': exclude('dog'),
        'images/train/a.bmp#3': relabel('cat', 'dog'),
      }),
      { 'labels/train/a.txt': '0 0.5 0.5 0.25 0.25\r\n 1  .5 .25 0.25 0.25' },
    );
    assert.deepEqual(
      await correct(files, {
        'images/train/a.bmp#2': exclude('dog'),
        'images/train/a.bmp#3': exclude('cat'),
      }),
      { 'labels/train/a.txt': '0 0.5 0.5 0.25 0.25' },
    );
    const all = { 'images/train/a.bmp#1': exclude('cat'), 'images/train/a.bmp#2': exclude('dog') };
    assert.deepEqual(await correct(files, { ...all, 'images/train/a.bmp#3': exclude('cat') }), {
      'labels/train/a.txt': '',
    });
    const withEnd = { ...files, ...labels(`${LABELS}\n`) };
    assert.deepEqual(await correct(withEnd, { 'images/train/a.bmp#3': exclude('cat') }), {
      'labels/train/a.txt': '0 0.5 0.5 0.25 0.25\r\n1 0.25 0.5 0.25 0.25\r\n',
    });
  });

  for (const [form, names, wanted] of [
    ['a list in brackets', 'names: [cat, "dog]"]', 'names: [cat, "dog]", "no \\"way\\""]'],
    [
      'a list in brackets over lines',
      "names: [\n  'cat',\n  'dog]',\n]",
      'names: [\n  \'cat\',\n  \'dog]\', "no \\"way\\""\n]',
    ],
    ['lines', 'names:\n- cat\n- dog]', 'names:\n- cat\n- dog]\n- "no \\"way\\""'],
    [
      'numbered lines',
      'names:\n  0: cat\n  # a comment\n  1: dog]',
      'names:\n  0: cat\n  # a comment\n  1: dog]\n  2: "no \\"way\\""',
    ],
    ['numbers in braces', "names: {0: 'cat', 1: 'dog]'}", "names: {0: 'cat', 1: 'dog]', 2: 'no \"way\"'}"],
  ] as const)
    it(`puts a new class into names that are ${form}`, async () => {
      const made = await correct(
        { ...labels(LABELS), 'data.yaml': yaml(names) },
        { 'images/train/a.bmp#2': relabel('dog]', 'no "way"') },
      );
      assert.equal(made['labels/train/a.txt'], LABELS.replace('\r\n1', '\r\n2'));
      const changed = made['data.yaml'] ?? '';
      assert.deepEqual(Object.values((load(changed, { schema: CORE_SCHEMA }) as { names: object }).names), [
        'cat',
        'dog]',
        'no "way"',
      ]);
      if (!names.endsWith(',\n]')) assert.equal(changed, yaml(wanted).replace('nc: 2', 'nc: 3'));
    });

  it('puts a new class behind names with apostrophes, and counts numbers as PyYAML quotes them', async () => {
    const decisions = { 'images/train/a.bmp#1': relabel('cat', 'new') };
    const plain = `"nc": !!int "2"\nnames: [cat, dog's,\n  ]\n`;
    const made = await correct({ ...labels(LABELS), 'data.yaml': plain }, decisions);
    assert.equal(made['data.yaml'], `"nc": !!int "3"\nnames: [cat, dog's, "new"\n  ]\n`);
    const quoted = `'names':\n  !!int '0': 'cat'\n  !!int '1': 'dog'\n`;
    const other = await correct({ ...labels(LABELS), 'data.yaml': quoted }, decisions);
    assert.equal(other['data.yaml'], `${quoted}  2: new\n`);
  });

  it('adds no class where the number of classes would not be true any more', async () => {
    const files = { ...labels(LABELS), 'data.yaml': 'nc: 0x2\nnames: [cat, dog]\n' };
    const decisions = { 'images/train/a.bmp#1': relabel('cat', 'new') };
    await assert.rejects(correct(files, decisions), { code: 'cannot-write-back' });
  });

  it('puts a new class into a list of one a line', async () => {
    const files = { ...labels(LABELS), 'classes.txt': 'cat\r\ndog\r\n' };
    const made = await correct(files, { 'images/train/a.bmp#1': relabel('cat', 'Bär') });
    assert.equal(made['classes.txt'], 'cat\r\ndog\r\nBär\r\n');
    assert.equal(made['labels/train/a.txt'], LABELS.replace(/^0/u, '2'));
  });
});
