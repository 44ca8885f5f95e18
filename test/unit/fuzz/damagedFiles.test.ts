/**
 * Whatever a file holds, its reader reads it or says in an `AppError` what is wrong with it. `FUZZ_RUNS` sets how many
 * damages each file gets: `FUZZ_RUNS=20000 npx mocha --config test/unit/.mocharc.json --timeout 0 test/unit/fuzz`.
 */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { AppError } from '../../../src/core/appError';
import { mapFaults } from '../../../src/core/dataset/imageChecks';
import { parsePreprocessorConfig } from '../../../src/core/encoder/preprocessorConfig';
import { encodeNpy } from '../../../src/core/npy';
import { compileSuspectQuery, parseSuspectQuery } from '../../../src/core/query/suspectQuery';
import { parseJournalLine } from '../../../src/core/review/review';
import { readCacheIndex } from '../../../src/dataset/cache/cacheIndex';
import { decodeBmp } from '../../../src/dataset/decode/formats/bmp';
import { LABEL_TABLE, chooseColumns, detectColumns } from '../../../src/dataset/labels/labelColumns';
import { checkedBlocks, openPredictions } from '../../../src/dataset/predictions/openPredictions';
import { readDescription } from '../../../src/encoder/encoderFile';
import { readOnnxModel } from '../../../src/files/onnx/onnxModel';
import { openTable, tableRecords } from '../../../src/files/table';
import { writeChecks } from '../../../src/store/imageChecks';
import { openJournal } from '../../../src/store/journal/journal';
import { openRun } from '../../../src/store/openRun';
import { readRun, writeRun } from '../../../src/store/runs';
import { writeOnnx } from '../../fixtures/onnxFile';
import { bmpBytes } from '../dataset/decode/bmpBytes';
import { sampleColumns, sampleResults, sampleRun } from '../review/sampleRun';
import { temporaryFolder } from '../temporaryFolder';
import { applyDamages, damages } from './damage';

const RUNS = { numRuns: Number(process.env.FUZZ_RUNS ?? 50), seed: Number(process.env.FUZZ_SEED ?? 7) };
const { signal } = new AbortController();

/** What a reader throws is an `AppError`, which has a sentence. */
async function readsOrRefuses(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    assert.match(error.message, /\S/);
  }
}

async function drain(steps: AsyncIterable<unknown>): Promise<void> {
  for await (const step of steps) assert.notEqual(step, null);
}

describe('a damaged file', () => {
  const folder = temporaryFolder();

  /** Damages the file in many ways, and reads it each time. */
  const damageFile = async (file: string, read: () => unknown) => {
    const sound = await readFile(file);
    await read();
    await fc.assert(
      fc.asyncProperty(damages, async (list) => {
        await writeFile(file, applyDamages(sound, list));
        await readsOrRefuses(read);
      }),
      RUNS,
    );
  };
  const sound = async (name: string, content: string | Uint8Array) => {
    const file = path.join(folder(), name);
    await writeFile(file, content);
    return file;
  };

  it('of labels is read or refused', async () => {
    const file = await sound('labels.csv', 'path,label\n"a, b.png",cat\nb.png,"say ""dog"""\n c.png ,ä\n');
    await damageFile(file, async () => {
      const table = await openTable(file, LABEL_TABLE);
      chooseColumns(file, detectColumns(table), {});
      await drain(tableRecords(table, signal));
    });
  });

  it('of predictions is read or refused', async () => {
    const csv = await sound('p.csv', 'path,cat,dog\na.png,0.25,0.75\nb.png,1,0\n');
    const npy = await sound('p.npy', encodeNpy(Float32Array.of(0.25, 0.75, 1, 0), [2, 2]));
    for (const file of [csv, npy])
      await damageFile(file, async () => drain(checkedBlocks(await openPredictions(file), signal)));
  });

  it('of a run is read or refused', async () => {
    const location = { root: folder(), folder: folder(), isFallback: false };
    const results = sampleResults(['cat/1.png', 'cat', 'dog'], ['dog/"ü".png', 'dog', 'dog']);
    const summary = sampleRun(results);
    const predProbs = Float64Array.of(0, 0, 1, 0, 0, 1);
    await writeRun(location, { summary, results: sampleColumns(results), predProbs });
    const paths = results.map((row) => row.path);
    const groups = [{ images: Int32Array.of(0, 1), isExact: true }];
    await writeChecks(location, summary.id, { groups, faults: mapFaults(() => new Int32Array()), paths });
    const runFolder = path.join(folder(), 'runs', summary.id);
    const columns = path.join(runFolder, 'columns');
    const files = (await readdir(columns)).map((name) => path.join(columns, name));
    files.push(
      ...['run.json', 'predictions.npy', 'duplicates.json'].map((name) => path.join(runFolder, name)),
    );
    const reads = async () => {
      const run = openRun(location, await readRun(location, summary.id));
      await run.results();
      await run.checks();
      await run.shown();
      await run.predictions(0 as Parameters<typeof run.predictions>[0]);
    };
    await reads();
    // A run has many files: in each round one of them is damaged.
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), damages, async (file, list) => {
        const before = await readFile(file);
        await writeFile(file, applyDamages(before, list));
        await readsOrRefuses(reads);
        await writeFile(file, before);
      }),
      { ...RUNS, numRuns: 4 * RUNS.numRuns },
    );
  });

  it('of decisions is read, and what is none of its lines is told', async () => {
    const lines = [
      '{"v":1,"type":"decide","id":"a","at":"2026-01-01T00:00:00Z","decisions":[{"path":"a.png","decision":{"action":"relabel","label":"ü"},"givenLabel":"cat"}]}',
      '{"v":1,"type":"undo","of":"a","at":"2026-01-01T00:00:01.5Z"}',
    ];
    for (const line of lines) assert.ok(!('problem' in parseJournalLine(line)));
    const file = await sound('decisions.jsonl', `${lines.join('\n')}\n`);
    await damageFile(file, () => openJournal(file));
  });

  it('of the cache is read or passed over', async () => {
    const file = await sound(
      'cache.jsonl',
      '\n["a.png",0,12,3.5,4,5,6,7,8,9,10,11]\n["b.png",1,1,1,1,1,1,1,1,1,1,1]',
    );
    await damageFile(file, () => drain(readCacheIndex(file)));
  });

  it('of an encoder is read or refused', async () => {
    const model = await writeOnnx(path.join(folder(), 'model.onnx'), {
      nodes: [{ operator: 'Relu', inputs: ['pixels'], output: 'features', integers: { axis: 1 } }],
      inputs: [{ name: 'pixels', shape: ['batch', 3, 224, 224] }],
      outputs: [{ name: 'features', shape: ['batch', 1280] }],
      weights: [{ name: 'beside', dims: [3], file: 'weights.data' }],
      metadata: { image_mean: '[0.5, 0.5, 0.5]' },
    });
    await damageFile(model, () => readOnnxModel(model));
    const config = await sound(
      'c.json',
      '{"size":{"shortest_edge":256},"image_mean":[0.5,0.5,0.5],"do_resize":true}',
    );
    await damageFile(config, async () => parsePreprocessorConfig(await readFile(config, 'utf8'), config));
    await mkdir(path.join(folder(), 'encoder'));
    const weights = path.join(__dirname, '..', '..', '..', 'media', 'encoder', 'lite0.json');
    const description = await sound('encoder/lite0.json', await readFile(weights));
    await damageFile(description, () => readDescription(path.dirname(description), 'lite0'));
  });

  it('of a picture is decoded or refused', () => {
    const palette = [
      [255, 0, 0],
      [0, 0, 255],
    ] as const;
    const colorAt = (x: number) => palette[x % 2]!;
    for (const bitsPerPixel of [1, 8, 24] as const) {
      const bytes = bmpBytes({ width: 9, height: 5, bitsPerPixel, colorAt, palette });
      fc.assert(
        fc.property(damages, (list) => {
          try {
            const { data, width, height } = decodeBmp(Buffer.from(applyDamages(bytes, list)));
            assert.equal(data.length, width * height * 3);
          } catch (error) {
            // Becomes the reason why the image is unreadable.
            assert.ok(error instanceof Error && error.constructor === Error, String(error));
          }
        }),
        RUNS,
      );
    }
  });
});

describe('a filter', () => {
  it('is understood or refused, whatever is typed', async () => {
    const words = fc.constantFrom(
      'class:',
      'quality:<',
      '0.2',
      '"',
      '-',
      'kind:',
      'pair:',
      '→',
      'cat',
      ' ',
      '>',
      '*',
    );
    const typed = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 8 }).map((list) => list.join('')),
    );
    await fc.assert(
      fc.asyncProperty(typed, (text) => readsOrRefuses(() => compileSuspectQuery(parseSuspectQuery(text)))),
      { ...RUNS, numRuns: RUNS.numRuns * 5 },
    );
  });
});
