import assert from 'node:assert/strict';
import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { createRng } from '../../../../src/core/rng';
import { writeFiles } from '../../../fixtures/reviewedDataset';
import { temporaryFolder } from '../../temporaryFolder';
import { FORMAT_FIXTURES, readDataset } from '../formats/readDataset';
import { correctDataset, type NewLabels } from './correctDataset';

const EXPORT = 'project-1-at-2024-05-02-10-00-00000000.json';

interface Result {
  readonly id?: string;
  readonly type: string;
  readonly from_name?: string;
  readonly value?: Readonly<Record<string, unknown>>;
}

describe('correcting exports of Label Studio', () => {
  const root = temporaryFolder();
  const images = Object.fromEntries(
    ['a', 'b', 'c', 'd', 'y', 'z'].map((name) => [`images/${name}.png`, name]),
  );

  const choices = (label: string, control = 'choice'): Result => ({
    type: 'choices',
    from_name: control,
    value: { choices: [label] },
  });
  const box = (id: string, label: string): Result & { readonly value: object } => ({
    id,
    type: 'rectanglelabels',
    from_name: 'label',
    value: { x: 1, y: 2.5, width: 10, height: 10, rotation: 0, rectanglelabels: [label] },
    ...{ original_width: 100, original_height: 100 },
  });
  const task = (id: number, name: string, ...annotations: object[]) => ({
    id,
    annotations,
    predictions: [{ result: [choices('cat')] }],
    data: { image: `/data/upload/1/${name}.png` },
  });
  const done = (result: readonly object[], more: object = {}) => ({ id: 1, result, ...more });

  /** Two classes, whatever becomes of the others. */
  const OTHERS = {
    boxes: JSON.stringify([task(8, 'y', done([box('1', 'ant')])), task(9, 'z', done([box('2', 'bee')]))]),
    choices: JSON.stringify([task(8, 'y', done([choices('ant')])), task(9, 'z', done([choices('bee')]))]),
  };

  /** The only file that changes, as it would be. */
  async function correct(text: string, newLabels: NewLabels) {
    const kind = Object.keys(newLabels).some((name) => name.includes('#')) ? 'boxes' : 'choices';
    await writeFiles(root(), { ...images, 'export.json': text, 'others.json': OTHERS[kind] });
    const { made, leftOut } = await correctDataset(root(), newLabels);
    assert.deepEqual(leftOut, {});
    return (made['export.json'] ?? Buffer.from(text)).toString();
  }

  it('changes choices of whole images in what counts, or takes the answers out', async () => {
    const text = (a: string, b: string, c: string) =>
      `\ufeff[\r\n {"id": 1, "annotations":[{"result":[{"type":"choices","from_name":"choice","value":{"choices":[ "${a}" ]}, "meta":1.0e0}]}],` +
      `"predictions":[{"result":[{"type":"choices","value":{"choices":["cat"]}}]}],"data":{"image":"/data/upload/1/a.png"}},\r\n` +
      ` {"id": 2, "annotations":[{"was_cancelled":true,"result":[{"type":"choices","from_name":"choice","value":{"choices":["cat"]}}]},` +
      `{"result":[{"type":"choices","from_name":"choice","value":{"choices":["cow"]}}]},` +
      `{"ground_truth":true,"result":[{"type":"choices","from_name":"choice","value":{"choices":["${b}"]}}]}],"data":{"image":"/data/upload/1/b.png"}},\r\n` +
      ` {"id": 3, "annotations":[{"result":[{"type":"textarea","from_name":"t","value":{"text":["cat"]}}${c}]}],"data":{"image":"/data/upload/1/c.png"}}\r\n]\r\n`;
    const cat = ',{"type":"choices","from_name":"choice","value":{"choices":["cat"]}}';
    const corrected = await correct(text('cat', 'dog', cat), {
      'images/a.png': 'a "new" Bär',
      'images/b.png': 'cat',
      'images/c.png': undefined,
    });
    assert.equal(corrected, text('a \\"new\\" B\\u00e4r', 'cat', ''));
  });

  it('takes every answer of an excluded image out, so that none comes to count', async () => {
    const tasks = (...results: readonly (readonly object[])[]) =>
      JSON.stringify([
        task(1, 'a', done(results[0]!), done(results[1]!, { ground_truth: true })),
        task(2, 'b', done(results[2]!)),
      ]);
    const corrected = await correct(tasks([choices('cat')], [choices('dog')], [choices('cow')]), {
      'images/a.png': undefined,
    });
    assert.equal(corrected, tasks([], [], [choices('cow')]));
    await writeFiles(root(), { 'export.json': corrected });
    const { labelOf } = await readDataset(root());
    assert.deepEqual(Object.keys(labelOf), ['images/b.png', 'images/y.png', 'images/z.png']);
  });

  it('takes out what is said of an excluded box', async () => {
    const said = { id: 'x1', type: 'textarea', value: { text: ['blurred'] } };
    const relation = { type: 'relation', from_id: 'x2', to_id: 'x1' };
    const { value, ...part } = box('x3', '');
    const area = { ...value, rectanglelabels: undefined };
    const drawn = { ...part, type: 'rectangle', value: area };
    const named = (label: string) => ({ ...part, type: 'labels', value: { ...area, labels: [label] } });
    const export1 = (...results: object[]) => JSON.stringify([task(1, 'a', done(results))], null, '\t');
    const corrected = await correct(
      export1(box('x1', 'ant'), said, box('x2', 'ant'), relation, drawn, named('bee')),
      { 'images/a.png#x1': undefined, 'images/a.png#x3': 'wasp' },
    );
    assert.equal(corrected, export1(box('x2', 'ant'), drawn, named('wasp')));
  });

  it('corrects what its own converter has written as JSON-MIN', async () => {
    const min = await readFile(path.join(FORMAT_FIXTURES, 'label-studio-min.json'), 'utf8');
    await cp(path.join(FORMAT_FIXTURES, 'label-studio'), root(), { recursive: true });
    await rm(path.join(root(), EXPORT));
    await writeFiles(root(), { 'min.json': min });
    const { labelOf } = await readDataset(root(), 'label-studio');
    const [first, second] = Object.keys(labelOf).filter((name) => name.startsWith('upload'));
    const newLabels = { [first!]: 'wasp', [second!]: undefined };
    const { made, leftOut } = await correctDataset(root(), newLabels, 'label-studio');
    assert.deepEqual(leftOut, {});
    assert.deepEqual(Object.keys(made), ['min.json']);
    await writeFiles(root(), made);
    assert.deepEqual((await readDataset(root(), 'label-studio')).labelOf, {
      ...Object.fromEntries(Object.entries(labelOf).filter(([name]) => name !== second)),
      [first!]: 'wasp',
    });
  });

  it('corrects choices in JSON-MIN, alone or in a list', async () => {
    const rows = (a: object, b: object, c: object) =>
      JSON.stringify([
        { image: '/data/upload/1/a.png', id: 1, annotation_id: 1, note: 'cat', ...a },
        { image: '/data/upload/1/b.png', id: 2, annotation_id: 2, ...b, lead_time: 1.5 },
        { image: '/data/upload/1/c.png', id: 3, annotation_id: 3, ...c },
      ]);
    const corrected = await correct(
      rows({ choice: 'cat' }, { choice: { choices: ['dog'] } }, { choice: 'dog' }),
      { 'images/a.png': 'dog', 'images/b.png': 'cat', 'images/c.png': undefined },
    );
    assert.equal(corrected, rows({ choice: 'dog' }, { choice: { choices: ['cat'] } }, {}));
  });

  it('changes the export that counts for an image', async () => {
    const exported = (label: string) => JSON.stringify([task(1, 'a', done([choices(label)]))]);
    await writeFiles(root(), {
      ...images,
      '1.json': exported('cat'),
      '2.json': exported('dog'),
      '0.json': OTHERS.choices,
    });
    const { made } = await correctDataset(root(), { 'images/a.png': 'cow' });
    assert.deepEqual(Object.keys(made), ['2.json']);
    assert.equal(made['2.json']!.toString(), exported('cow'));
  });

  it('is what changing the parsed export gives, however it is written', async () => {
    const rng = createRng(11);
    const names = ['a', 'b', 'c', 'd'];
    for (let round = 0; round < 16; round++) {
      const isAscii = rng.nextInt(2) === 1;
      const labelOf = names.map(() => ['ant', 'Käfer', '蜂'][rng.nextInt(3)]!);
      const newLabelOf = labelOf.map((label) => [label, 'Ökö "q" 🐞', undefined][rng.nextInt(3)]);
      const write = (labels: readonly (string | undefined)[]) => {
        const tasks = names.map((name, index) => {
          const results = ['x', 'y'].flatMap((id, place) => {
            const label = labels[(index + place) % names.length];
            return label === undefined ? [] : [box(`${id}${index}`, label)];
          });
          return task(index, name, done(results, { note: 'Größe 🐝' }));
        });
        // What is no task is passed over.
        const list = round % 2 === 0 ? tasks : [null, ...tasks.slice(0, 2), 7, ...tasks.slice(2)];
        const text = JSON.stringify(list, null, [0, 1, '\t'][round % 3]);
        return isAscii ? toAscii(text) : text;
      };
      const newLabels: Record<string, string | undefined> = {};
      for (const [index, name] of names.entries())
        for (const [place, id] of ['x', 'y'].entries()) {
          const at = (index + place) % names.length;
          if (newLabelOf[at] !== labelOf[at]) newLabels[`images/${name}.png#${id}${index}`] = newLabelOf[at];
        }
      const corrected = await correct(write(labelOf), newLabels);
      // What is left of an empty list is the blanks that were in it.
      assert.equal(corrected.replaceAll(/\[\s+\]/gu, '[]'), write(newLabelOf), `round ${round}`);
    }
  });
});

const toAscii = (text: string): string =>
  text.replaceAll(/[^\0-\x7f]/gu, (letter) =>
    letter
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
