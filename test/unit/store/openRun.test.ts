import assert from 'node:assert/strict';
import { cp, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mapFaults } from '../../../src/core/dataset/imageChecks';
import { RESULT_COLUMNS } from '../../../src/core/names';
import { encodeNpy } from '../../../src/core/npy';
import { resultRows, type RunResults } from '../../../src/core/run/resultColumns';
import { resultCells } from '../../../src/core/run/resultRows';
import type { RunSummary } from '../../../src/core/run/run';
import { imageIndex } from '../../../src/core/spaces';
import { csvChunks } from '../../../src/files/csvFile';
import { writeChecks } from '../../../src/store/imageChecks';
import { writeModels } from '../../../src/store/models';
import { writeNetworkPredictions } from '../../../src/store/networkPredictions';
import { createRunOpener, openRun } from '../../../src/store/openRun';
import { readRun, writeRun } from '../../../src/store/runs';
import { sampleColumns, sampleResults, sampleRun } from '../review/sampleRun';
import { temporaryFolder } from '../temporaryFolder';

const FIXTURE = path.resolve(__dirname, '../../fixtures/run-0.1.0');

/** The table of `scan --out`. */
const tableOf = (results: RunResults) =>
  [...csvChunks(RESULT_COLUMNS, Array.from(resultRows(results), resultCells))].join('');

/** Of images 0 to 3, in the order of their paths, 1 is the suspect; two names are hard to keep. */
const ROWS = sampleResults(
  ['b/\n"2",\u2028ü.png', 'cat', 'dog'],
  ['a/1.png', 'cat', 'cat'],
  ['d/\ud800.png', 'dog', 'dog'],
  ['c/3.png', 'dog', 'dog'],
);

describe('an open run', () => {
  const folder = temporaryFolder();
  const location = () => ({ root: folder(), folder: folder(), isFallback: false });
  const summary = sampleRun(ROWS);
  const runFile = (name: string) => path.join(folder(), 'runs', summary.id, name);
  const columnFile = (name: string) => runFile(path.join('columns', name));
  const predProbs = Float32Array.from({ length: ROWS.length * 3 }, (_, i) => i / 16);

  beforeEach(() => writeRun(location(), { summary, results: sampleColumns(ROWS), predProbs }));

  it('has what was written, in the order of the paths', async () => {
    const run = openRun(location(), summary);
    assert.deepEqual(await run.results(), sampleColumns(ROWS));
    assert.deepEqual([...resultRows(await run.results())], ROWS);
    assert.deepEqual([...(await run.predictions(imageIndex(2)))], [6 / 16, 7 / 16, 8 / 16]);
    assert.equal(await run.models(), undefined);
    assert.equal(await run.evidence(), null);
  });

  it('gives a review the suspects and what the checks have found, and what to expect of the others', async () => {
    await writeChecks(location(), summary.id, {
      groups: [],
      faults: { ...mapFaults(() => new Int32Array()), blurry: Int32Array.of(2) },
      paths: sampleColumns(ROWS).paths,
    });
    const { rows, otherErrors } = await openRun(location(), summary).shown();
    assert.deepEqual(rows, [ROWS[0], ROWS[3]]);
    assert.equal(otherErrors, 3 / 4 + 2 / 4);
  });

  it('keeps which images show none of the classes, where that is known, and gives them to a review', async () => {
    const offTopic = { scores: Float64Array.of(0.1, 0.2, 0.75, 0), flags: Uint8Array.of(0, 0, 1, 0) };
    const results = { ...sampleColumns(ROWS), offTopic };
    await writeRun(location(), { summary, results, predProbs });
    const run = openRun(location(), summary);
    assert.deepEqual(await run.results(), results);
    const { rows } = await run.shown();
    assert.deepEqual(
      rows.map(({ image, offTopic: found }) => [image, found]),
      [
        [1, { score: 0.2, isFlagged: false }],
        [2, { score: 0.75, isFlagged: true }],
      ],
    );
    await rm(columnFile('off_topic.npy'));
    assert.equal((await openRun(location(), summary).columns()).offTopic, undefined);
  });

  it('keeps the content hashes of the files, and gives the images as decisions are about them', async () => {
    const contentHashes = Uint32Array.from({ length: 16 }, (_, i) => (i < 12 ? 2 ** 32 - 1 - i : 0));
    const unreadable = [{ path: 'z.png', givenLabel: 'cat', reason: 'cut short' }];
    const results = { ...sampleColumns(ROWS), contentHashes };
    await writeRun(location(), { summary: { ...summary, unreadable }, results, predProbs });
    const run = openRun(location(), { ...summary, unreadable });
    assert.deepEqual(await run.results(), results);
    const images: unknown[] = [];
    await run.eachImage(({ path: image, ...about }) => images.push([image, about]));
    assert.deepEqual(images, [
      ['a/1.png', { givenLabel: 'cat', contentHash: 'fffffffffffffffefffffffdfffffffc' }],
      [ROWS[0]!.path, { givenLabel: 'cat', contentHash: 'fffffffbfffffffafffffff9fffffff8' }],
      ['c/3.png', { givenLabel: 'dog', contentHash: 'fffffff7fffffff6fffffff5fffffff4' }],
      [ROWS[2]!.path, { givenLabel: 'dog', contentHash: undefined }],
      ['z.png', { givenLabel: 'cat' }],
    ]);
    assert.equal((await run.shown()).rows[0]?.contentHash, 'fffffffbfffffffafffffff9fffffff8');
    await writeFile(columnFile('content_hash.npy'), encodeNpy(new Int32Array(12), [12]));
    await assert.rejects(openRun(location(), summary).columns(), { code: 'run-damaged' });
  });

  it('is one for all who ask, is read once, and is tried again after a failure', async () => {
    const open = createRunOpener(location());
    const run = open(summary);
    assert.equal(open({ ...summary }), run);
    const ranks = await readFile(columnFile('rank.npy'));
    await rm(columnFile('rank.npy'));
    await assert.rejects(run.columns(), { code: 'run-damaged', message: /rank\.npy: it is missing/ });
    await writeFile(columnFile('rank.npy'), ranks);
    const [columns, shown] = [await run.columns(), await run.shown()];
    await rm(runFile('columns'), { recursive: true });
    assert.equal(await run.columns(), columns);
    assert.equal(await run.shown(), shown);
  });

  it('is read by versions that know fewer columns, and by those that know more', async () => {
    // Of a version that is yet to come.
    await writeFile(columnFile('kind.npy'), encodeNpy(new Int32Array(4), [4]));
    await writeFile(columnFile('box.parquet'), 'whatever');
    assert.deepEqual(await openRun(location(), summary).results(), sampleColumns(ROWS));

    // The fold is a column that not every run has.
    const models = { models: [Float32Array.of(1), Float32Array.of(2)], foldOf: Int32Array.of(1, 0, 1, 0) };
    await writeModels(location(), summary.id, models);
    assert.deepEqual(await openRun(location(), summary).models(), models);
    await rm(columnFile('fold.npy'));
    assert.equal(await openRun(location(), summary).models(), undefined);
    assert.deepEqual(await openRun(location(), summary).results(), sampleColumns(ROWS));
  });

  const writeNumbers = (name: string, values: Float64Array | Int32Array) =>
    writeFile(columnFile(name), encodeNpy(values, [values.length]));
  const damages: readonly (readonly [what: string, file: string, damage: () => Promise<unknown>])[] = [
    ['a shortened column', 'label_quality.npy', () => truncate(columnFile('label_quality.npy'), 140)],
    ['a column of fewer images', 'rank.npy', () => writeNumbers('rank.npy', Int32Array.of(1, 2, 3))],
    ['a rank that is there twice', 'rank.npy', () => writeNumbers('rank.npy', Int32Array.of(1, 2, 2, 4))],
    ['a rank too high', 'rank.npy', () => writeNumbers('rank.npy', Int32Array.of(1, 2, 3, 5))],
    ['an unknown class', 'given_label.npy', () => writeNumbers('given_label.npy', Int32Array.of(0, 1, 2, 3))],
    [
      'an unknown class',
      'predicted_label.npy',
      () => writeNumbers('predicted_label.npy', Int32Array.of(0, 1, -1, 1)),
    ],
    [
      'no number',
      'label_quality.npy',
      () => writeNumbers('label_quality.npy', Float64Array.of(0, 1, NaN, 1)),
    ],
    [
      'a probability above 1',
      'predicted_probability.npy',
      () => writeNumbers('predicted_probability.npy', Float64Array.of(0, 1, 2, 1)),
    ],
    [
      'a flag of neither kind',
      'is_label_issue.npy',
      () => writeNumbers('is_label_issue.npy', Int32Array.of(0, 1, 2, 1)),
    ],
    [
      'more suspects than the run counts',
      'is_label_issue.npy',
      () => writeNumbers('is_label_issue.npy', Int32Array.of(1, 1, 1, 1)),
    ],
    [
      'a score above 1',
      'off_topic.npy',
      async () => {
        await writeNumbers('off_topic.npy', Float64Array.of(0, 1, 2, 1));
        await writeNumbers('is_off_topic.npy', Int32Array.of(0, 1, 0, 1));
      },
    ],
    [
      'flags of fewer images',
      'is_off_topic.npy',
      async () => {
        await writeNumbers('off_topic.npy', Float64Array.of(0, 1, 0, 1));
        await writeNumbers('is_off_topic.npy', Int32Array.of(0, 1, 0));
      },
    ],
    ['fractions of ranks', 'rank.npy', () => writeNumbers('rank.npy', Float64Array.of(1, 2, 3, 4))],
    ['a path too few', 'path.jsonl', () => writeFile(columnFile('path.jsonl'), '"a"\n"b"\n"c"\n')],
    ['a path cut short', 'path.jsonl', () => writeFile(columnFile('path.jsonl'), '"a"\n"b"\n"c"\n"d')],
    ['paths out of order', 'path.jsonl', () => writeFile(columnFile('path.jsonl'), '"a"\n"c"\n"b"\n"d"\n')],
    [
      'a path that is a number',
      'path.jsonl',
      () => writeFile(columnFile('path.jsonl'), '"a"\n"b"\n"c"\n4\n'),
    ],
    [
      'a path that leads outside',
      'path.jsonl',
      () => writeFile(columnFile('path.jsonl'), '"../a"\n"b"\n"c"\n"d"\n'),
    ],
    ['paths that are not JSON', 'path.jsonl', () => writeFile(columnFile('path.jsonl'), 'a\nb\nc\nd\n')],
  ];
  for (const [what, file, damage] of damages)
    it(`names the file with ${what}: ${file}`, async () => {
      await damage();
      await assert.rejects(openRun(location(), summary).results(), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'run-damaged');
        assert.ok(error.message.startsWith(`Cannot use ${columnFile(file)}: `), error.message);
        return true;
      });
    });

  it('names predictions of other images, of another type or cut short, and folds that do not exist', async () => {
    const run = openRun(location(), summary);
    const otherImages = encodeNpy(new Float32Array(9), [3, 3]);
    const otherType = encodeNpy(new Int32Array(12), [4, 3]);
    for (const bytes of [
      otherImages,
      otherType,
      otherType.subarray(0, 20),
      encodeNpy(predProbs, [4, 3]).subarray(0, 140),
    ]) {
      await writeFile(runFile('predictions.npy'), bytes);
      await assert.rejects(run.predictions(imageIndex(1)), {
        code: 'run-damaged',
        message: /predictions\.npy/,
      });
    }
    const models = { models: [Float32Array.of(1), Float32Array.of(2)], foldOf: Int32Array.of(1, 0, 1, 2) };
    await writeModels(location(), summary.id, models);
    await assert.rejects(run.models(), { code: 'run-damaged', message: /fold\.npy/ });
  });

  it('is whole where each of its files is about as many images and models as it counts', async () => {
    const offTopic = { scores: Float64Array.of(0.1, 0.2, 0.75, 0), flags: Uint8Array.of(0, 0, 1, 0) };
    const counted = { ...summary, offTopic: 1 };
    const models = { models: [Float32Array.of(1), Float32Array.of(2)], foldOf: Int32Array.of(1, 0, 1, 0) };
    const write = async () => {
      await writeRun(location(), {
        summary: counted,
        results: { ...sampleColumns(ROWS), offTopic },
        predProbs,
      });
      await writeModels(location(), summary.id, models);
      await writeNetworkPredictions(location(), summary.id, { predProbs, images: 4, heldOut: undefined });
    };
    await write();
    await openRun(location(), counted).check();
    const cutOff = async (name: string) => truncate(runFile(name), (await stat(runFile(name))).size - 1);
    const flags = columnFile('is_off_topic.npy');
    const damagesOf: Record<string, () => Promise<unknown>> = {
      'predictions.npy: it is missing': () => rm(runFile('predictions.npy')),
      'predictions.npy: it is too short': () => cutOff('predictions.npy'),
      'network.npy: it is too short': () => cutOff('network.npy'),
      'network.npy: it is not about 4 images and 3 classes': () =>
        writeFile(runFile('network.npy'), encodeNpy(new Float32Array(18), [2, 3, 3])),
      'models.npy: it does not hold 2 models': () =>
        writeFile(runFile('models.npy'), encodeNpy(new Float32Array(3), [3, 1])),
      'rank.npy: it is missing': () => rm(columnFile('rank.npy')),
      'is_off_topic.npy: it is missing': () => rm(flags),
      'is_off_topic.npy: it flags 0 images instead of 1': () =>
        writeFile(flags, encodeNpy(new Uint8Array(4), [4])),
    };
    for (const [why, damage] of Object.entries(damagesOf)) {
      await write();
      await damage();
      await assert.rejects(openRun(location(), counted).check(), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'run-damaged');
        assert.ok(error.message.includes(why), `${error.message} instead of ${why}`);
        return true;
      });
    }
  });

  describe('of version 0.1.0', () => {
    let old: RunSummary;
    const oldFile = (name: string) => path.join(folder(), 'runs', 'old', name);
    beforeEach(async () => {
      await cp(FIXTURE, oldFile(''), { recursive: true });
      old = { ...(await readRun(location(), 'old')), id: 'old' };
    });

    it('gives the same columns and the same table', async () => {
      const run = openRun(location(), old);
      const results = await run.results();
      const [first, awkward] = [
        results.paths.indexOf('diagonal/100-002.png'),
        results.paths.indexOf('vertical/two\nlines.png'),
      ];
      assert.deepEqual(results.paths, [...results.paths].sort());
      assert.equal(results.ranks[first], 1);
      assert.deepEqual([results.ranks[awkward], results.labelQuality[awkward]], [6, 0.803824]);
      const recorded = await readFile(oldFile('results.csv'), 'utf8');
      assert.equal(tableOf(results), recorded);
      assert.equal((await run.shown()).rows.length, old.suspects);

      // The newer form says the same.
      const again = { ...old, schema: 2, id: 'again' } as const;
      await writeRun(location(), { summary: again, results, predProbs: new Float32Array(15 * 3) });
      assert.equal(tableOf(await openRun(location(), again).results()), recorded);
    });

    it('has its predictions and its models', async () => {
      const run = openRun(location(), old);
      const results = await run.results();
      for (const row of resultRows(results)) {
        const probs = await run.predictions(row.image);
        assert.ok(Math.abs(Array.from(probs).reduce((sum, value) => sum + value, 0) - 1) < 1e-6);
      }
      assert.equal(await run.models(), undefined, 'it has folds, but no models');
      await run.check();
      await writeFile(oldFile('models.npy'), encodeNpy(Float32Array.of(1, 2), [2, 1]));
      const { models, foldOf } = (await run.models())!;
      assert.deepEqual([models.length, foldOf.length, new Set(foldOf).size], [2, 15, 2]);
    });

    it('names its table when that is cut off, has another header, or is about other classes', async () => {
      const table = await readFile(oldFile('results.csv'), 'utf8');
      const damaged = { code: 'run-damaged', message: /^Cannot use .*results\.csv: / };
      for (const content of [
        table.slice(0, table.lastIndexOf('\n', table.length - 2) + 1),
        table.replace('rank\n', 'rank,kind\n'),
        table.replaceAll(',horizontal,', ',sideways,'),
      ]) {
        await writeFile(oldFile('results.csv'), content);
        await assert.rejects(openRun(location(), old).columns(), damaged);
      }
      await rename(oldFile('results.csv'), oldFile('results.txt'));
      await assert.rejects(openRun(location(), old).columns(), damaged);
    });
  });
});
