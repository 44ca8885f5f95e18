/** `similar` through the real command line program, after searches with an encoder and with embeddings made elsewhere. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { encodeNpy } from '../../src/core/npy';
import { startTrainer } from '../../src/worker/client/client';
import { STRIPES_CLASSES, writeStripes, type StripesDataset } from '../fixtures/stripes';

const CLI = path.resolve(__dirname, '../../dist/cli.js');
const TRAINER = path.resolve(__dirname, '../../dist/trainer.js');
const SILENT = { log: () => undefined, onProgress: () => undefined };
const HORIZONTAL = 'horizontal/104-020.png';

interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('label-review similar', function () {
  this.timeout(120_000);
  let folder: string;
  let root: string;
  let dataset: StripesDataset;
  let images: readonly string[];

  const run = (args: readonly string[], cwd = folder) =>
    new Promise<Finished>((resolve) => {
      execFile(process.execPath, [CLI, ...args], { cwd }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      );
    });
  const scan = async (...args: readonly string[]) => {
    const quick = ['--preset', 'fast', '--epochs', '2', '--folds', '2', '--workers', '2'];
    const { code, stderr } = await run(['scan', root, '--json', ...quick, ...args]);
    assert.equal(code, 0, stderr);
  };
  const similar = (...args: readonly string[]) => run(['similar', root, ...args]);
  const rowsOf = ({ stdout }: Finished): Record<string, string>[] => parse(stdout, { columns: true });
  const trueClass = (image: string) => dataset.wrong.get(image) ?? image.split('/')[0]!;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-similar-'));
    root = path.join(folder, 'stripes');
    dataset = await writeStripes(root, { perClass: 60, wrongPerClass: 4, seed: 5 });
    images = (await readdir(root, { recursive: true }))
      .filter((name) => name.endsWith('.png'))
      .map((name) => name.replaceAll(path.sep, '/'))
      .sort();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('says what to do before a search, and after one without an encoder', async () => {
    const before = await similar(HORIZONTAL);
    assert.equal(before.code, 1);
    assert.match(before.stderr, /has not been searched yet/);
    await scan('--encoder', 'none');
    const without = await similar(HORIZONTAL);
    assert.equal(without.code, 1);
    assert.match(without.stderr, /`label-review scan ".*stripes" --preset fast --encoder lite0`/);
  });

  describe('after a search with the encoder', () => {
    before(() => scan('--encoder', 'lite0'));

    it('names the images that look alike, the most similar first', async () => {
      const found = await similar(HORIZONTAL, '--count', '10');
      assert.equal(found.code, 0, found.stderr);
      const rows = rowsOf(found);
      assert.deepEqual(Object.keys(rows[0]!), ['path', 'given_label', 'similarity', 'rank']);
      assert.deepEqual(
        rows.map(({ rank }) => rank),
        Array.from({ length: 10 }, (_, at) => `${at + 1}`),
      );
      const similarities = rows.map(({ similarity }) => Number(similarity));
      assert.deepEqual(
        similarities,
        similarities.toSorted((a, b) => b - a),
      );
      assert.ok(similarities.every((value) => value > 0 && value <= 1));
      for (const row of rows) {
        assert.equal(row.given_label, row.path!.split('/')[0]);
        assert.equal(trueClass(row.path!), 'horizontal');
        assert.notEqual(row.path, HORIZONTAL);
      }
      assert.match(found.stderr, /The 10 of 180 images most similar to horizontal\/104-020\.png/);
    });

    it('finds what was misfiled beside what it looks like', async () => {
      const rows = rowsOf(await similar(HORIZONTAL, '--count', '59'));
      const misfiled = [...dataset.wrong].filter(([, label]) => label === 'horizontal').map(([file]) => file);
      for (const file of misfiled) assert.ok(rows.some((row) => row.path === file));
    });

    it('compares with several images together, once each, without these', async () => {
      const group = [HORIZONTAL, 'vertical/118-020.png'];
      const found = await similar(...group, '--to', HORIZONTAL, '--json', '--count', '200');
      const json = JSON.parse(found.stdout) as { to: string[]; similar: { path: string; rank: number }[] };
      assert.deepEqual(json.to, group);
      assert.equal(json.similar.length, 178);
      assert.deepEqual(new Set([...group, ...json.similar.map((row) => row.path)]), new Set(images));
    });

    it('takes a path that the shell has completed, and writes a file', async () => {
      const relative = path.join('stripes', ...HORIZONTAL.split('/'));
      const completed = await run(['similar', 'stripes', relative, '--out', 'alike.csv']);
      assert.deepEqual([completed.code, completed.stdout], [0, ''], completed.stderr);
      const written = await readFile(path.join(folder, 'alike.csv'), 'utf8');
      assert.equal(written, (await similar(HORIZONTAL)).stdout);
    });

    it('names an image that is not there, and what is wrong with the command', async () => {
      const unknown = await similar('horizontal/none.png');
      assert.equal(unknown.code, 1);
      assert.match(unknown.stderr, /^label-review: horizontal\/none\.png is not one of the 180 images/);
      for (const args of [[], [HORIZONTAL, '--count', '0']]) assert.equal((await similar(...args)).code, 2);
    });

    it('is answered by the trainer as well', async () => {
      const trainer = await startTrainer({ trainerFile: TRAINER, ...SILENT });
      try {
        const search = { root, fallbackStore: folder, images: [HORIZONTAL], count: 10, thumbnails: true };
        const { asked, found } = await trainer.similar(search, new AbortController().signal);
        assert.deepEqual(
          asked.map(({ path: image }) => image),
          [HORIZONTAL],
        );
        assert.ok(Math.abs(asked[0]!.similarity - 1) < 1e-6);
        const rows = rowsOf(await similar(HORIZONTAL, '--count', '10'));
        assert.deepEqual(
          found.map(({ path: image }) => image),
          rows.map((row) => row.path),
        );
      } finally {
        await trainer.dispose();
      }
    });

    it('says when the cache has gone', async () => {
      const cache = path.join(root, '.label-review', 'cache');
      const files = (await readdir(cache)).filter((name) => name.startsWith('embeddings-'));
      assert.equal(files.length, 2);
      for (const name of files) await rm(path.join(cache, name));
      const gone = await similar(HORIZONTAL);
      assert.equal(gone.code, 1);
      assert.match(
        gone.stderr,
        /EfficientNet-Lite0 .* `label-review scan ".*" --preset fast --encoder "lite0"`/,
      );
    });
  });

  describe('after a search with embeddings made elsewhere', () => {
    const embeddings = () => path.join(folder, 'embeddings.npy');
    const write = (shift: number) => {
      const rows = images.map((image) =>
        STRIPES_CLASSES.map((name) => Number(name === trueClass(image)) + shift),
      );
      const shape = [images.length, STRIPES_CLASSES.length];
      return writeFile(embeddings(), encodeNpy(Float32Array.from(rows.flat()), shape));
    };
    before(async () => {
      await write(0);
      await scan('--encoder', embeddings());
    });

    it('reads their file again', async () => {
      const rows = rowsOf(await similar(HORIZONTAL, '--count', '60'));
      assert.deepEqual(
        rows.map(({ similarity }) => similarity),
        [...Array.from({ length: 59 }, () => '1.0000'), '0.0000'],
      );
      const alike = images.filter((image) => trueClass(image) === 'horizontal' && image !== HORIZONTAL);
      assert.deepEqual(
        rows.slice(0, 59).map((row) => row.path),
        alike,
      );
    });

    it('says when that file is another', async () => {
      await write(0.3);
      const changed = await similar(HORIZONTAL);
      assert.equal(changed.code, 1);
      assert.match(changed.stderr, /embeddings\.npy is gone or has changed since .*stripes was searched/);
    });
  });
});
