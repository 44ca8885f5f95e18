import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { PixelSource } from '../../../../src/core/dataset/dataset';
import type { LabelsRequest } from '../../../../src/core/run/analyzeRequest';
import { runSteps } from '../../../../src/core/steps';
import { discover } from '../../../../src/dataset/discover';
import { matchEmbeddings } from '../../../../src/dataset/embeddings/matchEmbeddings';
import { npyMatrix } from '../predictions/npyBytes';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';

const ROWS = [
  [3, 4, 0],
  [-1, 2, 2],
  [0, 0, 0.5],
];

describe('matching embeddings to images', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    for (const image of ['cat/1.png', 'cat/2.png', 'dog/1.png']) await folder.write(image, '');
  });
  afterEach(() => folder.remove());

  interface Options {
    readonly order?: string;
    readonly labels?: LabelsRequest;
    readonly type?: '<f4' | '<f8' | '<f2';
  }

  async function match(rows: readonly (readonly number[])[], { order, labels, type = '<f4' }: Options = {}) {
    const index = await runSteps(discover({ root: folder.root, labels, signal }));
    const file = await folder.write('.embeddings.npy', npyMatrix(rows, { type }));
    const orderFile = order === undefined ? undefined : await folder.write('.order.csv', order);
    return runSteps(matchEmbeddings(index, { file, orderFile }, signal));
  }

  const rejects = (matching: Promise<unknown>, message: RegExp) =>
    assert.rejects(matching, { code: 'bad-predictions', message });
  const bytesOf = ({ store }: PixelSource) => (store.kind === 'memory' ? [...store.data] : assert.fail());
  /** By its own formula: unit length, then the root of each number over 8 times its usual size. */
  const companded = (row: readonly number[]) => {
    const length = Math.hypot(...row);
    return row.map(
      (value) =>
        128 +
        Math.sign(value) *
          Math.round(127 * Math.sqrt(Math.min((Math.abs(value / length) * Math.sqrt(3)) / 8, 1))),
    );
  };

  it('goes by the sorted paths, each row scaled to length 1 and in 8 bits', async () => {
    const { rows, images, matchedBy, unmatchedRows } = await match(ROWS);
    assert.deepEqual([rows.count, rows.height, rows.width, rows.channels], [3, 1, 3, 1]);
    assert.deepEqual(bytesOf(rows), ROWS.flatMap(companded));
    assert.deepEqual([...images], [0, 1, 2]);
    assert.deepEqual([matchedBy, unmatchedRows], ['sorted-paths', 0]);
  });

  it('reads numbers of 16, 32 and 64 bits', async () => {
    const positive = ROWS.map((row) => row.map((value) => Math.abs(value) / 4));
    for (const type of ['<f2', '<f4', '<f8'] as const)
      assert.deepEqual(bytesOf((await match(positive, { type })).rows), positive.flatMap(companded));
  });

  it('goes by an order file, and leaves out rows and images without a partner', async () => {
    const order = 'path\ndog/1.png\nbird/9.png\ncat/1.png\n';
    const { rows, images, matchedBy, unmatchedRows } = await match(ROWS, { order });
    assert.deepEqual([...images], [0, 2]);
    assert.deepEqual(bytesOf(rows), [ROWS[2]!, ROWS[0]!].flatMap(companded));
    assert.deepEqual([matchedBy, unmatchedRows], ['order-file', 1]);
  });

  it('goes by the rows of the labels where they are a table', async () => {
    const file = await folder.write('labels.csv', 'path,label\ndog/1.png,a\ncat/2.png,b\ncat/1.png,a\n');
    const { rows, matchedBy } = await match(ROWS, { labels: { file } });
    assert.equal(matchedBy, 'labels-file');
    assert.deepEqual(bytesOf(rows), [ROWS[2]!, ROWS[1]!, ROWS[0]!].flatMap(companded));
  });

  it('has a fingerprint of the rows and of whose they are', async () => {
    const order = (paths: readonly string[]) => ({ order: `path\n${paths.join('\n')}\n` });
    const first = await match(ROWS);
    assert.equal((await match(ROWS)).fingerprint, first.fingerprint);
    assert.equal(
      (await match(ROWS.map((row) => row.map((value) => value * 4)))).fingerprint,
      first.fingerprint,
    );
    const others = [
      await match(ROWS.toReversed()),
      await match(ROWS.slice(0, 2), order(['cat/1.png', 'cat/2.png'])),
      await match(ROWS.slice(0, 2), order(['cat/1.png', 'dog/1.png'])),
    ].map(({ fingerprint }) => fingerprint);
    assert.equal(new Set([first.fingerprint, ...others]).size, 4);
  });

  it('names what is wrong, with the file and the row', async () => {
    await rejects(
      match(ROWS.slice(1)),
      /embeddings\.npy has 2 rows, and there are 3 of the labelled images.*--encoder-order/,
    );
    await rejects(
      match([[1], [2], [3]]),
      /has shape \(3, 1\); give one row per image, of two numbers at least/,
    );
    await rejects(
      match([
        [1, 2],
        [Number.NaN, 1],
        [1, 2],
      ]),
      /embeddings\.npy, row 1 \(counted from 0\): number 0 .* is not finite/,
    );
    await rejects(
      match([
        [1, 2],
        [1, 2],
        [1, Infinity],
      ]),
      /row 2 \(counted from 0\): number 1 /,
    );
    await rejects(
      match(ROWS, { order: 'path\ncat/1.png\ncat/1.png\ndog/1.png\n' }),
      /row 1 .*: cat\/1\.png has a row already/,
    );
    await rejects(
      match(ROWS, { order: 'path\na.png\nb.png\nc.png\n' }),
      /No row of .*embeddings\.npy names an image/,
    );
    await rejects(match(ROWS, { order: 'path\ncat/1.png\n' }), /has 3 rows, and there is 1 of the rows of/);
    const index = await runSteps(discover({ root: folder.root, signal }));
    const missing = path.join(folder.root, 'none.npy');
    await rm(missing, { force: true });
    await rejects(runSteps(matchEmbeddings(index, { file: missing }, signal)), /none\.npy/);
  });

  it('stops when it is cancelled', async () => {
    const index = await runSteps(discover({ root: folder.root, signal }));
    const file = await folder.write('.embeddings.npy', npyMatrix(ROWS, { type: '<f4' }));
    await assert.rejects(runSteps(matchEmbeddings(index, { file }, AbortSignal.abort())), {
      name: 'AbortError',
    });
  });
});
