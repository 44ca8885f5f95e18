/** Predictions made elsewhere, through the real command line program and the real trainer process. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { mapFaults } from '../../src/core/dataset/imageChecks';
import { encodeNpy } from '../../src/core/npy';
import type { Progress } from '../../src/core/run/progress';
import { openEvidence } from '../../src/store/evidence';
import { locateStore } from '../../src/store/location';
import { listRuns } from '../../src/store/runs';
import { startTrainer } from '../../src/worker/client/client';
import type { AnalyzeRequest } from '../../src/core/run/analyzeRequest';
import { STRIPES_CLASSES, writeStripes, type StripesDataset } from '../fixtures/stripes';
import { predictionsCsv, stripesPredictions } from '../fixtures/stripesPredictions';

const DIST = path.resolve(__dirname, '../../dist');

interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const score = (...args: readonly string[]): Promise<Finished> =>
  new Promise((resolve) => {
    execFile(process.execPath, [path.join(DIST, 'cli.js'), 'score', ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });

describe('a run from predictions', () => {
  let folder: string;
  let root: string;
  let dataset: StripesDataset;
  let images: readonly string[];
  let rows: readonly (readonly number[])[];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-score-'));
    root = path.join(folder, 'stripes');
    dataset = await writeStripes(root, { perClass: 20, wrongPerClass: 2, seed: 9 });
    images = (await readdir(root, { recursive: true }))
      .filter((name) => name.endsWith('.png'))
      .map((name) => name.replaceAll(path.sep, '/'))
      .sort();
    rows = stripesPredictions(images, dataset.wrong);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const written = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(path.join(folder, name), content);
    return path.join(folder, name);
  };
  const npy = () => written('p.npy', encodeNpy(Float32Array.from(rows.flat()), [images.length, 3]));
  const flaggedIn = (text: string): Map<string | undefined, string | undefined> => {
    const table: Record<string, string>[] = parse(text, { columns: true });
    const suspects = table.filter((row) => row.is_label_issue === 'true');
    return new Map(suspects.map((row) => [row.path, row.predicted_label]));
  };

  it('finds the wrong labels on the command line, by path or by order, and keeps a run', async () => {
    const byOrder = await score('--images', root, '--pred-probs', await npy());
    assert.equal(byOrder.code, 0, byOrder.stderr);
    assert.deepEqual(flaggedIn(byOrder.stdout), new Map([...dataset.wrong].sort()));

    const reversed = predictionsCsv([...images].reverse(), [...rows].reverse());
    const out = path.join(folder, 'suspects.csv');
    const file = await written('p.csv', reversed);
    const byPath = await score('--images', root, '--pred-probs', file, '--json', '--out', out);
    assert.equal(byPath.code, 0, byPath.stderr);
    assert.equal(await readFile(out, 'utf8'), byOrder.stdout);
    const { seconds, peakRssMb, ...summary } = JSON.parse(byPath.stdout) as Record<string, unknown>; // Checked below.
    assert.ok(seconds !== undefined && peakRssMb !== undefined);
    assert.deepEqual(summary, {
      images: 60,
      classes: 3,
      notPredicted: 0,
      suspects: 6,
      duplicates: { groups: 0, images: 0 },
      contradictions: { groups: 0, images: 0 },
      leaks: { groups: 0, images: 0 },
      faults: mapFaults(() => 0),
      filterBy: 'calibrated',
      matchedBy: 'path-column',
    });
    assert.equal((await readdir(path.join(root, '.label-review', 'runs'))).length, 2);
    // The images are small enough to be shown as they are.
    const store = await readdir(path.join(root, '.label-review'), { recursive: true });
    assert.deepEqual(
      store.filter((name) => name.endsWith('.webp')),
      [],
    );
  });

  it('leaves the state of a search that was interrupted where it is', async () => {
    const state = path.join(root, '.label-review', 'cache', 'checkpoints', 'fold-0.bin');
    await mkdir(path.dirname(state), { recursive: true });
    await writeFile(state, 'of a search');
    const { code, stderr } = await score('--images', root, '--pred-probs', await npy());
    assert.equal(code, 0, stderr);
    assert.equal(await readFile(state, 'utf8'), 'of a search');
  });

  it('finds copies with different labels as a search does, and judges what cannot be read by its predictions', async () => {
    const copied = path.join(folder, 'copied');
    await cp(root, copied, { recursive: true, filter: (file) => !file.includes('.label-review') });
    const [first] = images;
    const other = STRIPES_CLASSES.find((name) => !first!.startsWith(name))!;
    const [copy, broken] = [`${other}/copy.png`, `${other}/broken.png`];
    await cp(path.join(copied, first!), path.join(copied, copy));
    await writeFile(path.join(copied, broken), 'no image');
    const row = rows[0]!;
    const file = await written('copied.csv', predictionsCsv([...images, copy, broken], [...rows, row, row]));
    const { code, stdout, stderr } = await score('--images', copied, '--pred-probs', file);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /One picture is there in several copies \(2 images\): 1 with different labels/);
    assert.ok(
      stderr.includes(`This image cannot be read; only its predictions were looked at: ${broken}.`),
      stderr,
    );
    const table: Record<string, string>[] = parse(stdout, { columns: true });
    assert.equal(table.length, images.length + 2);
    assert.equal(table[0]!.path, copy);
    assert.ok(flaggedIn(stdout).has(broken));
    const location = await locateStore(copied, path.join(folder, 'fallback'));
    const evidence = await openEvidence(location, (await listRuns(location))[0]!.id);
    for (const label of STRIPES_CLASSES) {
      const typical = evidence!.typical(label);
      assert.ok(typical.length > 0 && typical.every((image) => image.path.startsWith(label)), label);
    }
  });

  it('warns when rows look shuffled, and names images without a row', async () => {
    const shifted = [...images.slice(25), ...images.slice(0, 25)];
    const file = await written('shifted.csv', predictionsCsv(shifted.slice(1), rows.slice(1)));
    const { code, stderr } = await score('--images', root, '--pred-probs', file, '--json');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Warning: The predictions agree with the labels hardly more often than by chance/);
    assert.match(stderr, /Warning: 1 image has no row in/);
    assert.ok(stderr.includes(`Not predicted: ${shifted[0]!} (no row in ${file})`), stderr);
  });

  it('fails in one sentence, and refuses flags that do not go together', async () => {
    const short = await written('short.npy', encodeNpy(Float32Array.of(0, 0, 1), [1, 3]));
    const failed = await score('--images', root, '--pred-probs', short);
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /short\.npy has 1 row, and there are 60 of the labelled images/);
    const absent = await score('--labels', path.join(folder, 'absent.csv'), '--pred-probs', short);
    assert.equal(absent.code, 1);
    assert.match(absent.stderr, /^label-review: There is no label file .*absent\.csv; check the path/);
    const common = ['--pred-probs', short];
    for (const [args, message] of [
      [['--images', root], /needs --pred-probs/],
      [['--images', root, '--rank-by', 'self_confidence', ...common], /--rank-by does not go with --images/],
      [['--labels', 'l.csv', '--order', 'o.csv', ...common], /--order goes with --images FOLDER only/],
    ] as const) {
      const refused = await score(...args);
      assert.equal(refused.code, 2, refused.stderr);
      assert.match(refused.stderr, message);
    }
  });

  it('refuses exchanged columns, and rows that are about other images than the labels', async () => {
    const turned = rows.map(([first, second, third]) => [second!, first!, third!]);
    const matrix = encodeNpy(Float32Array.from(turned.flat()), [images.length, 3]);
    const labels = images.map((image) => [image, image.split('/')[0]!]);
    const table = ['path,label', ...labels.map((row) => row.join(','))].join('\n');
    const exchanged = ['--pred-probs', await written('turned.npy', matrix)];
    const labelled = ['--labels', await written('labels.csv', table)];
    for (const form of [labelled, ['--images', root]]) {
      const refused = await score(...form, ...exchanged);
      assert.equal(refused.code, 1, refused.stderr);
      assert.match(refused.stderr, /columns or rows are not in the order that was assumed/);
    }
    const [first, second, third] = STRIPES_CLASSES;
    const named = await score(...labelled, ...exchanged, '--classes', [second, first, third].join());
    assert.equal(named.code, 0, named.stderr);
    assert.doesNotMatch(named.stderr, /Warning/);
    const reversed = await written('r.csv', predictionsCsv([...images].reverse(), [...rows].reverse()));
    const others = await score(...labelled, '--pred-probs', reversed);
    assert.match(
      others.stderr,
      /r\.csv, line 2 is about .*, but line 2 of .*labels\.csv is about .*same order/,
    );
  });

  describe('in the trainer process', () => {
    const params = (predictions: AnalyzeRequest['predictions']): AnalyzeRequest => ({
      root,
      predictions,
      fallbackStore: path.join(folder, 'fallback'),
      options: { preset: 'balanced', encoder: 'auto', seed: 1, backend: 'auto' },
      filterBy: 'calibrated',
    });
    const withTrainer = async <T>(
      work: (trainer: Awaited<ReturnType<typeof startTrainer>>) => Promise<T>,
      onProgress: (progress: Progress) => void = () => undefined,
    ): Promise<T> => {
      const trainerFile = path.join(DIST, 'trainer.js');
      const trainer = await startTrainer({ trainerFile, log: () => undefined, onProgress });
      try {
        return await work(trainer);
      } finally {
        await trainer.dispose();
      }
    };

    it('reports progress and leaves an ordinary run', async () => {
      const phases: string[] = [];
      const file = await npy();
      const { signal } = new AbortController();
      const result = await withTrainer(
        (trainer) => trainer.analyze(params({ file }), signal),
        ({ phase }) => phases.push(phase),
      );
      assert.equal(result.status, 'done');
      assert.deepEqual([...new Set(phases)], ['discover', 'predictions', 'decode', 'detect', 'thumbnails']);
      const runFile = path.join(result.storeFolder, 'runs', result.runId, 'run.json');
      const run = JSON.parse(await readFile(runFile, 'utf8')) as Record<string, unknown>; // Checked below.
      assert.deepEqual(run.predictions, { file, matchedBy: 'sorted-paths' });
      assert.ok(!('plan' in run) && !('backend' in run));
    });

    it('passes errors on as data, refuses malformed requests, and cancels', async () => {
      const { signal } = new AbortController();
      const absent = path.join(folder, 'absent.npy');
      await withTrainer(async (trainer) => {
        await assert.rejects(trainer.analyze(params({ file: absent }), signal), {
          name: 'AppError',
          code: 'bad-predictions',
          message: `There is no predictions file ${absent}; check the path.`,
        });
        const malformed = params(JSON.parse('{"file": 1}') as { file: string }); // A wrong shape on purpose.
        await assert.rejects(trainer.analyze(malformed, signal), { code: 'bad-usage' });
      });
      const file = await npy();
      const cancelled = await withTrainer((trainer) => {
        const abort = new AbortController();
        const run = trainer.analyze(params({ file }), abort.signal);
        abort.abort();
        return run;
      });
      assert.deepEqual(cancelled, { status: 'cancelled' });
    });
  });
});
