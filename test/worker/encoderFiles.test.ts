/** Embeddings made elsewhere, through the real command line program. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { encodeNpy } from '../../src/core/npy';
import { createRng } from '../../src/core/rng';
import { locateStore } from '../../src/store/location';
import { listRuns } from '../../src/store/runs';
import { STRIPES_CLASSES, writeStripes, type StripesDataset } from '../fixtures/stripes';

const CLI = path.resolve(__dirname, '../../dist/cli.js');
/** Not a multiple of what vectors hold. */
const WIDTH = 5;

describe('a search with embeddings made elsewhere', function () {
  this.timeout(120_000);
  let folder: string;
  let root: string;
  let dataset: StripesDataset;
  let images: readonly string[];
  let rows: readonly (readonly number[])[];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-npy-'));
    root = path.join(folder, 'stripes');
    dataset = await writeStripes(root, { perClass: 60, wrongPerClass: 4, seed: 9 });
    images = (await readdir(root, { recursive: true }))
      .filter((name) => name.endsWith('.png'))
      .map((name) => name.replaceAll(path.sep, '/'))
      .sort();
    const rng = createRng(3);
    const noise = () => 0.2 * (rng.next01() - 0.5);
    rows = images.map((image) => {
      const trueClass = dataset.wrong.get(image) ?? image.split('/')[0]!;
      const one = STRIPES_CLASSES.indexOf(trueClass as (typeof STRIPES_CLASSES)[number]);
      return Array.from({ length: WIDTH }, (_, at) => (at === one ? 1 : 0) + noise());
    });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const scan = (...args: readonly string[]) =>
    new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
      execFile(
        process.execPath,
        [CLI, 'scan', root, '--preset', 'fast', '--epochs', '2', ...args],
        (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  const embeddings = async (name: string, of: readonly (readonly number[])[]): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, encodeNpy(Float32Array.from(of.flat()), [of.length, WIDTH]));
    return file;
  };
  /** The paths of the most suspect images. */
  const firstOf = (text: string, count: number): string[] => {
    const table: Record<string, string>[] = parse(text, { columns: true });
    return table
      .slice(0, count)
      .map((row) => row.path!)
      .sort();
  };
  const newestRun = async () => {
    const [run] = await listRuns(await locateStore(root, path.join(folder, 'fallback')));
    return run!;
  };

  it('ranks the images by them, one row an image in the order of the sorted paths', async () => {
    const file = await embeddings('sorted.npy', rows);
    const { code, stdout, stderr } = await scan('--encoder', file);
    assert.equal(code, 0, stderr);
    assert.deepEqual(firstOf(stdout, dataset.wrong.size), [...dataset.wrong.keys()].sort());
    const { opinions } = await newestRun();
    const { id, ...encoder } = opinions!.encoder!;
    assert.match(id, /^npy-[\da-f]{16}$/);
    assert.deepEqual(encoder, { name: file, title: 'sorted.npy', size: 0, width: WIDTH });
    assert.ok(opinions!.formed.some(({ by, agreement }) => by === 'encoder' && agreement > 0.8));
  });

  it('goes by a table of paths, leaves out images without a row, and goes on by it when it is trained again', async () => {
    const left = images[0]!;
    const named = images.map((image, at) => ({ image, row: rows[at]! })).slice(1);
    named.reverse();
    const file = await embeddings(
      'some.npy',
      named.map(({ row }) => row),
    );
    const order = path.join(folder, 'order.csv');
    await writeFile(order, `path\n${named.map(({ image }) => image).join('\n')}\n`);
    const { code, stdout, stderr } = await scan('--encoder', file, '--encoder-order', order);
    assert.equal(code, 0, stderr);
    const wrong = [...dataset.wrong.keys()].filter((image) => image !== left).sort();
    assert.deepEqual(firstOf(stdout, wrong.length), wrong);
    assert.ok(stderr.includes(`1 image has no row in ${file}`), stderr);
    const first = await newestRun();
    assert.deepEqual(
      first.unreadable.map((each) => each.path),
      [left],
    );

    const again = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, [CLI, 'scan', root, '--retrain'], (error, out, err) =>
        error === null ? resolve(out) : reject(new Error(err)),
      );
    });
    assert.deepEqual(firstOf(again, wrong.length), wrong);
    const { id, opinions } = await newestRun();
    assert.notEqual(id, first.id);
    assert.deepEqual(opinions!.encoder, first.opinions!.encoder);
  });

  it('points out rows that look shuffled', async () => {
    const order = Int32Array.from(rows.keys());
    createRng(1).shuffle(order);
    const shuffled = Array.from(order, (at) => rows[at]!);
    const { code, stderr } = await scan('--encoder', await embeddings('shuffled.npy', shuffled));
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /What the embeddings tell agrees with the labels hardly more often than by chance.*sorted paths/,
    );
  });

  it('says what does not fit', async () => {
    const short = await scan('--encoder', await embeddings('short.npy', rows.slice(3)));
    assert.equal(short.code, 1);
    assert.match(short.stderr, /short\.npy has 177 rows, and there are 180 of the labelled images/);
    const none = await scan('--encoder', path.join(folder, 'none.npy'));
    assert.equal(none.code, 1);
    assert.match(none.stderr, /none\.npy/);
    const onnx = path.join(folder, 'no-model.onnx');
    await writeFile(onnx, 'no model');
    const model = await scan('--encoder', onnx);
    assert.equal(model.code, 1);
    assert.match(model.stderr, /no-model\.onnx is not an ONNX model/);
  });
});
