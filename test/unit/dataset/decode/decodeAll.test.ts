import assert from 'node:assert/strict';
import {
  appendFile,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import sharp from 'sharp';
import { decodeAll } from '../../../../src/dataset/decode/decodeAll';
import type { DecodeAllOptions, DecodeProgress } from '../../../../src/dataset/decode/decodeJob';
import type { PixelOutput } from '../../../../src/dataset/decode/decodeOutput';
import type { DecodedDataset } from '../../../../src/dataset/decode/decodedDataset';
import { runSteps } from '../../../../src/core/steps';
import { discover } from '../../../../src/dataset/discover';
import { openPixels } from '../../../../src/files/pixels/openPixels';
import { makeFullFile } from '../../../fixtures/fullDisk';
import { bmpBytes } from './bmpBytes';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { makeCache } from '../../../../src/files/cacheMark';
import { wordKept } from '../../../../src/core/words/message';
import { itWith } from '../../../fixtures/itWith';

const COUNT = 80;
const SIZE = 6;
const PIXELS: PixelOutput = { kind: 'pixels', size: SIZE, channels: 1 };

describe('decodeAll', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  const png = (value: number, green = value) =>
    sharp({ create: { width: 10, height: 20, channels: 3, background: { r: value, g: green, b: value } } })
      .png()
      .toBuffer();
  /** Files of equal size, unlike PNG. */
  const bmp = (value: number) =>
    bmpBytes({ width: 10, height: 20, bitsPerPixel: 24, colorAt: () => [value, value, value] });
  const cached = () => folder.at('.cache');

  let pngs: Buffer[];
  before(async () => {
    pngs = await Promise.all(Array.from({ length: COUNT }, (_, i) => png(i)));
  });
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    for (const [i, bytes] of pngs.entries())
      await folder.write(`${i % 2 === 0 ? 'a' : 'b'}/${1000 + i}.png`, bytes);
  });
  afterEach(() => folder.remove());

  const run = async (options: Partial<DecodeAllOptions> = {}) => {
    const index = await runSteps(discover({ root: folder.root, signal }));
    const progress: DecodeProgress[] = [];
    const decoding = { index, outputs: [PIXELS], cacheFolder: cached(), cores: 3, signal };
    const [decoded] = await runSteps(
      decodeAll({ ...decoding, ...options }),
      (step) => void progress.push(step),
    );
    return { index, progress, decoded: decoded! };
  };
  /** The value of each image, checked to be the same in all its pixels. */
  const valuesOf = ({ pixels }: DecodedDataset) => {
    const stride = SIZE * SIZE * pixels.channels;
    const images = openPixels(pixels);
    const image = new Uint8Array(stride);
    const values = Array.from({ length: pixels.count }, (_, i) => {
      images.read(i, image);
      assert.ok(image.every((value) => value === image[0]));
      return image[0]!;
    });
    images.close();
    return values;
  };
  const expectedValues = (paths: readonly string[]) => paths.map((image) => Number(/\d+/.exec(image)) - 1000);

  it('puts all images into shared memory in the order of the index', async () => {
    const { index, progress, decoded } = await run();
    assert.ok(decoded.pixels.store.kind === 'memory');
    assert.ok(decoded.pixels.store.data.buffer instanceof SharedArrayBuffer);
    assert.deepEqual(valuesOf(decoded), expectedValues(index.paths));
    assert.deepEqual([...decoded.readable], [...index.paths.keys()]);
    assert.deepEqual([decoded.medianWidth, decoded.medianHeight], [10, 20]);
    assert.deepEqual(progress.at(-1), { phase: 'decode', done: COUNT, total: COUNT, unreadable: 0 });
    assert.ok(progress.every(({ done }, i) => i === 0 || done > progress[i - 1]!.done));
  });

  it('keeps as many channels as it is asked for', async () => {
    for (const channels of [1, 3] as const)
      assert.equal((await run({ outputs: [{ ...PIXELS, channels }] })).decoded.pixels.channels, channels);
  });

  it('lists unreadable images and closes their gaps', async () => {
    const whole = await png(7);
    await folder.write('a/1000.png', '');
    await folder.write('a/1001x.png', whole.subarray(0, 50));
    await folder.write('b/9999.png', 'text');
    const { index, progress, decoded } = await run();
    assert.deepEqual(
      decoded.unreadable.map(({ path, givenLabel }) => [path, givenLabel]),
      [
        ['a/1000.png', 'a'],
        ['a/1001x.png', 'a'],
        ['b/9999.png', 'b'],
      ],
    );
    assert.ok(decoded.unreadable.every(({ reason }) => /^[^\n]{10,}$/.test(wordKept(reason))));
    assert.equal(progress.at(-1)?.unreadable, 3);
    const readablePaths = Array.from(decoded.readable, (image) => index.paths[image]!);
    assert.equal(readablePaths.length, COUNT - 1);
    assert.deepEqual(valuesOf(decoded), expectedValues(readablePaths));
  });

  it('reads unchanged images from the cache and decodes changed, new and replaced ones', async () => {
    await run();
    await writeFile(folder.at('a/1000.png'), await png(99));
    await folder.write('a/1001.png', await png(1));
    await rm(folder.at('b/1003.png'));
    const { index, decoded } = await run();
    assert.deepEqual(valuesOf(decoded), [99, ...expectedValues(index.paths).slice(1)]);
    const again = await run();
    assert.deepEqual(valuesOf(again.decoded), valuesOf(decoded));
    assert.equal(again.progress.at(-1)?.done, COUNT);
  });

  it('sees that files were replaced by others of the same size and time', async () => {
    const past = new Date(1e12);
    const [file, other] = [folder.at('a/1000.png'), folder.at('a/1002.png')];
    for (const [path, value] of [
      [file, 50],
      [other, 60],
    ] as const) {
      await writeFile(path, bmp(value));
      await utimes(path, past, past);
    }
    const first = (await run()).decoded;
    assert.deepEqual(valuesOf(first).slice(0, 2), [50, 60]);
    await rename(file, folder.at('aside'));
    await rename(other, file);
    await rename(folder.at('aside'), other);
    const exchanged = (await run()).decoded;
    assert.deepEqual(valuesOf(exchanged).slice(0, 2), [60, 50]);
    assert.notEqual(exchanged.fingerprint, first.fingerprint);
    await writeFile(file, bmp(70));
    await utimes(file, past, past);
    assert.deepEqual(valuesOf((await run()).decoded).slice(0, 2), [70, 50]);
  });

  it('leaves an up-to-date cache alone and no temporary files behind', async () => {
    await run();
    const names = await readdir(cached());
    assert.deepEqual(names.sort(), ['CACHEDIR.TAG', 'pixels-v5-6x6x1.jsonl', 'pixels-v5-6x6x1.u8']);
    const past = new Date(1e12);
    for (const name of names) await utimes(folder.at(`.cache/${name}`), past, past);
    await run();
    for (const name of names) assert.equal((await stat(folder.at(`.cache/${name}`))).mtimeMs, 1e12);
  });

  it('takes no more room than the images do, however they change', async () => {
    for (let round = 0; round < 3; round++) {
      for (let i = round; i < COUNT / 2; i += 5)
        await folder.write(`b/${1001 + 2 * i}.png`, await png(i + round));
      await rm(folder.at(`a/${1000 + 10 * round}.png`));
      await folder.write(`a/new ${round}.png`, round === 1 ? 'not an image' : await png(100 + round));
      await run();
    }
    const { decoded } = await run();
    assert.equal(decoded.readable.length, COUNT - 1);
    assert.equal((await stat(folder.at('.cache/pixels-v5-6x6x1.u8'))).size, (COUNT - 1) * SIZE * SIZE);
    const lines = (await readFile(folder.at('.cache/pixels-v5-6x6x1.jsonl'), 'utf8')).trim().split('\n');
    assert.equal(lines.length, COUNT - 1);
  });

  it('removes what an earlier version has kept', async () => {
    await makeCache(cached());
    await folder.write('.cache/pixels-v1-64x64x3.u8', 'old');
    await folder.write('.cache/speeds.json', '{}');
    await run();
    const names = await readdir(cached());
    assert.deepEqual(names.sort(), [
      'CACHEDIR.TAG',
      'pixels-v5-6x6x1.jsonl',
      'pixels-v5-6x6x1.u8',
      'speeds.json',
    ]);
  });

  const damages: Record<string, (pixels: string, index: string) => Promise<void>> = {
    'cut-off pixels': (pixels) => truncate(pixels, 1000),
    'too many pixels': (pixels) => appendFile(pixels, 'x'),
    'a changed byte': async (pixels) => {
      const bytes = await readFile(pixels);
      bytes[1234] = bytes[1234]! ^ 1;
      await writeFile(pixels, bytes);
    },
    'missing pixels': (pixels) => rm(pixels),
    'a cut-off index': (_, index) => truncate(index, 1000),
    'a line about another image': (_, index) => appendFile(index, '\n["a/9999.png",3,1,1,1,1,1,1,1,1,1,1]'),
    'two images at one place': async (_, index) => {
      const [first = '', ...others] = (await readFile(index, 'utf8')).trim().split('\n');
      const moved = first.replace(/",\d+/, '",7');
      await writeFile(index, ['', moved, ...others].join('\n'));
    },
    'an index of another shape': (_, index) => writeFile(index, '{"slots":[{"path":3}],"sha256":""}'),
    'a missing index': (_, index) => rm(index),
  };
  for (const [name, damage] of Object.entries(damages))
    it(`repairs a cache with ${name}`, async () => {
      const before = valuesOf((await run()).decoded);
      const files = [
        folder.at('.cache/pixels-v5-6x6x1.u8'),
        folder.at('.cache/pixels-v5-6x6x1.jsonl'),
      ] as const;
      const contents = await Promise.all(files.map((file) => readFile(file)));
      await damage(...files);
      assert.deepEqual(valuesOf((await run()).decoded), before);
      assert.deepEqual(await Promise.all(files.map((file) => readFile(file))), contents);
    });

  it('goes on without a cache where none can be written', async () => {
    await folder.write('.cache', 'a file, not a folder');
    const { index, decoded } = await run({ mostBytesInMemory: 0 });
    assert.equal(decoded.pixels.store.kind, 'memory');
    assert.deepEqual(valuesOf(decoded), expectedValues(index.paths));
  });

  itWith('a full device', 'decodes into memory when the disk turns out to be full', async () => {
    await folder.write('.cache/here', '');
    await makeFullFile(folder.at('.cache/pixels-v5-6x6x1.u8'));
    await folder.write('a/1000.png', 'text');
    for (const mostBytesInMemory of [0, 1e9]) {
      const { index, decoded, progress } = await run({ mostBytesInMemory });
      assert.equal(decoded.pixels.store.kind, 'memory');
      assert.deepEqual(valuesOf(decoded), expectedValues(index.paths).slice(1));
      assert.equal(progress.at(-1)?.unreadable, 1);
    }
  });

  it('says so before it begins when neither disk nor memory holds the images', async () => {
    const index = await runSteps(discover({ root: folder.root, signal }));
    const work = decodeAll({
      index,
      outputs: [{ ...PIXELS, size: 2_000_000 }],
      cacheFolder: cached(),
      cores: 2,
      signal,
    });
    await work.next();
    await assert.rejects(work.next(), {
      code: 'store-unwritable',
      message: /291 TB.*\.cache \(ENOSPC\).*smaller image size/,
    });
  });

  it('keeps what was decoded when cancelled, and starts nothing more', async () => {
    const index = await runSteps(discover({ root: folder.root, signal }));
    const controller = new AbortController();
    const options = { index, outputs: [PIXELS], cacheFolder: cached(), cores: 1 };
    const work = decodeAll({ ...options, signal: controller.signal });
    await work.next();
    await work.next();
    controller.abort();
    await assert.rejects(runSteps(work), { name: 'AbortError' });
    const again = decodeAll({ ...options, signal });
    await again.next();
    const { value } = await again.next();
    assert.ok('phase' in value && value.done >= 32 && value.done < COUNT, 'found before anything is decoded');
    assert.deepEqual(valuesOf((await runSteps(again))[0]!), expectedValues(index.paths));
  });

  describe('with more pixels than are kept in memory', () => {
    const large = { mostBytesInMemory: SIZE * SIZE * COUNT - 1 };

    it('leaves them in the file, and gives the same as in memory', async () => {
      await folder.write('a/1000.png', 'text');
      await folder.write('b/1001x.png', await png(1));
      const { decoded } = await run(large);
      assert.equal(decoded.pixels.store.kind, 'file');
      const { decoded: inMemory } = await run();
      assert.equal(inMemory.pixels.store.kind, 'memory');
      assert.deepEqual(valuesOf(decoded), valuesOf(inMemory));
      assert.deepEqual({ ...decoded, pixels: 0 }, { ...inMemory, pixels: 0 });
    });

    it('finds them again, and decodes what has changed', async () => {
      await run(large);
      const [pixels, index] = [
        folder.at('.cache/pixels-v5-6x6x1.u8'),
        folder.at('.cache/pixels-v5-6x6x1.jsonl'),
      ];
      const past = new Date(1e12);
      for (const file of [pixels, index]) await utimes(file, past, past);
      const again = await run(large);
      assert.deepEqual(valuesOf(again.decoded), expectedValues(again.index.paths));
      for (const file of [pixels, index]) assert.equal((await stat(file)).mtimeMs, 1e12, 'not written');

      await writeFile(folder.at('a/1010.png'), await png(99));
      await rm(folder.at('b/1003.png'));
      await folder.write('b/1003x.png', await png(3));
      const changed = await run(large);
      assert.deepEqual(
        valuesOf(changed.decoded),
        expectedValues(changed.index.paths).map((value) => (value === 10 ? 99 : value)),
      );
    });

    it('keeps them in memory up to the limit', async () => {
      const { decoded } = await run({ mostBytesInMemory: SIZE * SIZE * COUNT });
      assert.equal(decoded.pixels.store.kind, 'memory');
    });
  });
});
