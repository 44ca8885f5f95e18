import assert from 'node:assert/strict';
import fs from 'node:fs';
import { readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mock } from 'node:test';
import sharp from 'sharp';
import { compandEmbedding } from '../../../../src/core/embedding/compand';
import { runSteps } from '../../../../src/core/steps';
import { decodeAll } from '../../../../src/dataset/decode/decodeAll';
import type { DecodedDataset } from '../../../../src/dataset/decode/decodedDataset';
import type { DecodeAllOptions, DecodeProgress } from '../../../../src/dataset/decode/decodeJob';
import type { DecodeOutput, EmbeddingOutput, PixelOutput } from '../../../../src/dataset/decode/decodeOutput';
import { discover } from '../../../../src/dataset/discover';
import { openPixels } from '../../../../src/files/pixels/openPixels';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { makeFullFile } from '../../../fixtures/fullDisk';
import { createFakeEncoders, embedFake, FAKE_WIDTH, fakeSource, type FakeEncoders } from './fakeEncoders';
import { itWith } from '../../../fixtures/itWith';

const COUNT = 40;
const PIXELS: PixelOutput = { kind: 'pixels', size: 6, channels: 1 };
const EMBEDDING: EmbeddingOutput = { kind: 'embedding', encoder: fakeSource(8) };
const BOTH: readonly DecodeOutput[] = [PIXELS, EMBEDDING];

describe('decodeAll with several outputs', () => {
  let folder: TemporaryFolder;
  let encoders: FakeEncoders;
  const { signal } = new AbortController();
  const cached = (name = '') => folder.at(`.cache/${name}`);
  const ROW_FILES = ['embeddings-v3-fake-8.u8', 'pixels-v5-6x6x1.u8'] as const;

  const png = (red: number, [width, height]: readonly [number, number] = [10, 20]) =>
    sharp({ create: { width, height, channels: 3, background: { r: red, g: 100, b: 50 } } })
      .png()
      .toBuffer();

  let pngs: Buffer[];
  before(async () => {
    pngs = await Promise.all(Array.from({ length: COUNT }, (_, i) => png(i)));
  });
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    encoders = createFakeEncoders();
    for (const [i, bytes] of pngs.entries())
      await folder.write(`${i % 2 === 0 ? 'a' : 'b'}/${1000 + i}.png`, bytes);
  });
  afterEach(async () => {
    mock.restoreAll();
    await folder.remove();
  });

  const start = async (options: Partial<DecodeAllOptions> = {}) => {
    const index = await runSteps(discover({ root: folder.root, signal }));
    const given = { index, outputs: BOTH, cacheFolder: folder.at('.cache'), cores: 2, encoders, signal };
    return { index, work: decodeAll({ ...given, ...options }) };
  };
  const run = async (options: Partial<DecodeAllOptions> = {}) => {
    const { index, work } = await start(options);
    const progress: DecodeProgress[] = [];
    const decoded = await runSteps(work, (step) => void progress.push(step));
    return { index, progress, decoded };
  };
  const rowsOf = ({ pixels }: DecodedDataset) => {
    const images = openPixels(pixels);
    const rows = Array.from({ length: pixels.count }, (_, i) => {
      const row = new Uint8Array(pixels.height * pixels.width * pixels.channels);
      images.read(i, row);
      return [...row];
    });
    images.close();
    return rows;
  };
  const valueOf = (imagePath: string) => Number(/\d+/.exec(imagePath)) - 1000;
  const rowOf = (red: number) => [
    ...compandEmbedding(embedFake(Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => [red, 100, 50][i % 3]!))),
  ];
  const expectedRows = (paths: readonly string[]) => paths.map((image) => rowOf(valueOf(image)));
  /** Counts how often each image file is opened, by its path. */
  const countOpens = () => {
    const opens = new Map<string, number>();
    const original = fs.openSync;
    mock.method(fs, 'openSync', (...args: Parameters<typeof original>) => {
      const name = path.relative(folder.root, String(args[0]));
      if (/^[ab]/.test(name)) opens.set(name, (opens.get(name) ?? 0) + 1);
      return original(...args);
    });
    return opens;
  };

  it('makes both of every image, in the order of the index', async () => {
    const { index, decoded, progress } = await run();
    const [pixels, embeddings] = decoded;
    assert.equal(decoded.length, 2);
    const { store, ...shape } = embeddings!.pixels;
    assert.deepEqual(shape, { count: COUNT, height: 1, width: FAKE_WIDTH, channels: 1 });
    assert.ok(store.kind === 'memory' && store.data.buffer instanceof SharedArrayBuffer);
    assert.deepEqual(rowsOf(embeddings!), expectedRows(index.paths));
    const alone = await run({ outputs: [PIXELS], cacheFolder: folder.at('.alone') });
    assert.deepEqual(pixels, alone.decoded[0]);
    for (const key of ['readable', 'unreadable', 'sizes', 'medianWidth', 'medianHeight'] as const)
      assert.deepEqual(embeddings![key], pixels![key]);
    assert.deepEqual(progress.at(-1), {
      phase: 'decode',
      done: COUNT,
      total: COUNT,
      unreadable: 0,
      embedding: true,
    });
    assert.ok(progress.every(({ done }, i) => i === 0 || done >= progress[i - 1]!.done));
    assert.deepEqual((await readdir(cached())).filter((name) => name.endsWith('.u8')).sort(), ROW_FILES);
  });

  it('has a fingerprint for each, which changes with the encoder', async () => {
    const [pixels, embeddings] = (await run()).decoded;
    const other = { ...EMBEDDING, encoder: fakeSource(7) };
    const [same, changed] = (await run({ outputs: [EMBEDDING, other] })).decoded;
    assert.equal(same!.fingerprint, embeddings!.fingerprint);
    assert.equal(new Set([pixels, embeddings, changed].map((each) => each!.fingerprint)).size, 3);
  });

  it('opens every file once, and none the second time', async () => {
    const opens = countOpens();
    const first = await run();
    assert.deepEqual([...opens.values()], Array<number>(COUNT).fill(1));
    assert.deepEqual(encoders.counts, { opened: 1, closed: 1, embedded: COUNT });
    opens.clear();
    const second = await run();
    assert.equal(opens.size, 0);
    assert.equal(encoders.counts.opened, 1);
    assert.deepEqual(second.decoded, first.decoded);
    assert.equal(second.progress.at(-1)?.embedding, undefined);
    assert.equal(second.progress.at(-1)?.done, COUNT);
  });

  it('embeds what a cache of pixels lacks, and leaves the pixels alone', async () => {
    await run({ outputs: [PIXELS] });
    const past = new Date(1e12);
    const files = (await readdir(cached())).map((name) => cached(name));
    for (const file of files) await utimes(file, past, past);
    const { index, decoded } = await run();
    for (const file of files) assert.equal((await stat(file)).mtimeMs, 1e12);
    assert.deepEqual(rowsOf(decoded[1]!), expectedRows(index.paths));
  });

  it('makes pixels without an encoder where only those are missing', async () => {
    const whole = (await run()).decoded;
    await rm(cached('pixels-v5-6x6x1.u8'));
    assert.deepEqual((await run()).decoded, whole);
    assert.deepEqual(encoders.counts, { opened: 1, closed: 1, embedded: COUNT });
  });

  it('makes nothing anew of files whose times have changed and whose content has not', async () => {
    const first = await run();
    const index = await readFile(cached('embeddings-v3-fake-8.jsonl'), 'utf8');
    await utimes(folder.at('a/1000.png'), new Date(1e12), new Date(1e12));
    const opens = countOpens();
    for (let round = 0; round < 2; round++) assert.deepEqual((await run()).decoded, first.decoded);
    assert.equal(opens.size, 0);
    const after = await readFile(cached('embeddings-v3-fake-8.jsonl'), 'utf8');
    assert.notEqual(after, index, 'the new time is noted');
  });

  it('makes both anew of a changed file, and only of that', async () => {
    await run();
    await writeFile(folder.at('a/1000.png'), await png(99));
    await folder.write('b/1099.png', await png(99));
    await rm(folder.at('b/1003.png'));
    const opens = countOpens();
    const { index, decoded } = await run();
    assert.deepEqual([...opens.keys()].sort(), [path.join('a', '1000.png'), path.join('b', '1099.png')]);
    assert.deepEqual(rowsOf(decoded[1]!), [rowOf(99), ...expectedRows(index.paths).slice(1)]);
    mock.restoreAll();
    const afresh = await run({ cacheFolder: folder.at('.other') });
    assert.deepEqual(decoded, afresh.decoded);
    for (const name of ROW_FILES)
      assert.equal((await stat(cached(name))).size, (await stat(folder.at(`.other/${name}`))).size);
  });

  it('repairs a damaged row, and makes nothing else', async () => {
    const whole = (await run()).decoded;
    const bytes = await readFile(cached(ROW_FILES[0]));
    bytes[17] = bytes[17]! ^ 1;
    await writeFile(cached(ROW_FILES[0]), bytes);
    const opens = countOpens();
    assert.deepEqual((await run()).decoded, whole);
    assert.equal(opens.size, 1);
    assert.equal(encoders.counts.embedded, COUNT + 1);
    mock.restoreAll();
    await truncate(cached(ROW_FILES[0]), FAKE_WIDTH * 10);
    assert.deepEqual((await run()).decoded, whole);
    assert.equal(encoders.counts.embedded, 2 * COUNT - 9);
  });

  it('finds what a killed run has left, and makes the rest', async () => {
    const whole = (await run()).decoded;
    // Lines are written some time after their rows, and the last one may be cut off.
    const lines = await readFile(cached('embeddings-v3-fake-8.jsonl'), 'utf8');
    await truncate(cached('embeddings-v3-fake-8.jsonl'), lines.lastIndexOf('\n') - 3);
    await truncate(cached('pixels-v5-6x6x1.u8'), 36 * 5 + 7);
    const opens = countOpens();
    assert.deepEqual((await run()).decoded, whole);
    assert.equal(opens.size, COUNT - 5);
    assert.equal(encoders.counts.embedded, COUNT + 2);
  });

  it('names an image that cannot be read once, and keeps none of its rows', async () => {
    await run();
    const whole = await png(7);
    await folder.write('a/1000.png', whole.subarray(0, 50));
    await folder.write('b/9999.png', 'text');
    const { decoded, progress } = await run();
    for (const { readable, unreadable } of decoded) {
      assert.equal(readable.length, COUNT - 1);
      assert.deepEqual(
        unreadable.map((image) => image.path),
        ['a/1000.png', 'b/9999.png'],
      );
    }
    assert.equal(progress.at(-1)?.unreadable, 2);
    assert.equal((await stat(cached(ROW_FILES[0]))).size, FAKE_WIDTH * (COUNT - 1));
    assert.equal((await stat(cached(ROW_FILES[1]))).size, 36 * (COUNT - 1));
  });

  it('gives up the pixels of an image that has become unreadable when it is to be embedded', async () => {
    const { index } = await run({ outputs: [PIXELS] });
    await rm(folder.at('a/1010.png'));
    const outcome = await run({ index });
    for (const { readable, unreadable } of outcome.decoded) {
      assert.equal(readable.length, COUNT - 1);
      assert.equal(unreadable[0]!.path, 'a/1010.png');
    }
    assert.equal((await stat(cached(ROW_FILES[1]))).size, 36 * (COUNT - 1));
  });

  it('takes the mean of the squares of a long image', async () => {
    // Left half red, right half blue: three squares, of which the middle one is half and half.
    const [red, blue] = [255, 0].map((r) => ({ r, g: 0, b: 255 - r }));
    const half = await sharp({ create: { width: 50, height: 32, channels: 3, background: blue! } })
      .png()
      .toBuffer();
    const bytes = await sharp({ create: { width: 100, height: 32, channels: 3, background: red! } })
      .composite([{ input: half, left: 50, top: 0 }])
      .png()
      .toBuffer();
    await folder.write('c/1.png', bytes);
    const { decoded } = await run();
    assert.equal(encoders.counts.embedded, COUNT + 3);
    const row = rowsOf(decoded[1]!).at(-1)!;
    const expected = [...compandEmbedding(Float32Array.of(127.5, 0, 127.5, 255))];
    for (const [i, byte] of row.entries()) assert.ok(Math.abs(byte - expected[i]!) <= 1, row.join());
  });

  it('lets an abort in between two images, and keeps what was made', async () => {
    const controller = new AbortController();
    encoders = createFakeEncoders(() => {
      if (encoders.counts.embedded === 19) setImmediate(() => controller.abort());
    });
    await assert.rejects(run({ signal: controller.signal }), { name: 'AbortError' });
    assert.equal(encoders.counts.embedded, 20);
    assert.equal(encoders.counts.closed, 1);
    const opens = countOpens();
    const { index, decoded } = await run();
    assert.equal(opens.size, COUNT - 16, 'two batches of eight were whole');
    assert.deepEqual(rowsOf(decoded[1]!), expectedRows(index.paths));
  });

  it('does not blame images or the disk for what an encoder throws', async () => {
    const missing = Object.assign(new Error('no such file'), { code: 'ENOENT' });
    encoders = { ...createFakeEncoders(), open: () => Promise.reject(missing) };
    await assert.rejects(run(), missing);
    const broken = new Error('broken');
    encoders = createFakeEncoders(() => {
      throw broken;
    });
    await assert.rejects(run(), broken);
    encoders = { ...createFakeEncoders(), describe: () => Promise.reject(missing) };
    await assert.rejects(run(), missing);
  });

  itWith('a full device', 'makes both in memory when the disk turns out to be full', async () => {
    const { decoded: expected } = await run({ cacheFolder: folder.at('.whole') });
    for (const name of ROW_FILES) {
      await folder.write('.cache/here', '');
      await makeFullFile(cached(name));
      assert.deepEqual((await run({ mostBytesInMemory: 0 })).decoded, expected);
      await rm(cached(), { recursive: true });
    }
  });

  it('counts both where neither disk nor memory holds them', async () => {
    const huge = { id: 'huge', width: 6e12 };
    encoders = { ...createFakeEncoders(), describe: () => Promise.resolve(huge) };
    await assert.rejects(run(), { code: 'store-unwritable', message: /218\.3 TB.*\(ENOSPC\)/ });
  });

  it('leaves in files what memory has no room for, the last first', async () => {
    const { decoded: expected } = await run();
    const some = await run({ mostBytesInMemory: 36 * COUNT + 1 });
    assert.deepEqual(
      some.decoded.map(({ pixels }) => pixels.store.kind),
      ['memory', 'file'],
    );
    const none = await run({ mostBytesInMemory: 0 });
    assert.deepEqual(
      none.decoded.map(({ pixels }) => pixels.store.kind),
      ['file', 'file'],
    );
    assert.deepEqual([...some.decoded, ...none.decoded].map(rowsOf), [...expected, ...expected].map(rowsOf));
  });
});
