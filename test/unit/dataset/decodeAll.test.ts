import assert from 'node:assert/strict';
import { appendFile, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { decodeAll, type DecodedDataset, type DecodeProgress } from '../../../src/dataset/decodeAll';
import { discover } from '../../../src/dataset/discover';
import { openPixels } from '../../../src/pixels/openPixels';
import { bmpBytes } from './bmpBytes';
import { createTemporaryFolder, type TemporaryFolder } from './temporaryFolder';

const COUNT = 80;
const SIZE = 6;

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

  const run = async (options: { readonly signal?: AbortSignal; readonly channels?: 1 | 3 } = {}) => {
    const index = await discover({ root: folder.root, signal });
    const progress: DecodeProgress[] = [];
    const work = decodeAll({ index, size: SIZE, cacheFolder: cached(), cores: 3, signal, ...options });
    for (;;) {
      const step = await work.next();
      if (step.done === true) return { index, progress, decoded: step.value };
      progress.push(step.value);
    }
  };
  /** The value of each image, checked to be the same in all its pixels. */
  const valuesOf = ({ pixels }: DecodedDataset) => {
    const stride = SIZE * SIZE * pixels.channels;
    const images = openPixels(pixels);
    const image = new Uint8Array(stride);
    return Array.from({ length: pixels.count }, (_, i) => {
      images.read(i, image);
      assert.ok(image.every((value) => value === image[0]));
      return image[0]!;
    });
  };
  const expectedValues = (paths: readonly string[]) => paths.map((image) => Number(/\d+/.exec(image)) - 1000);

  it('puts all images into shared memory in the order of the index', async () => {
    const { index, progress, decoded } = await run();
    assert.ok(decoded.pixels.store.kind === 'memory');
    assert.ok(decoded.pixels.store.data.buffer instanceof SharedArrayBuffer);
    assert.deepEqual(valuesOf(decoded), expectedValues(index.paths));
    assert.deepEqual([...decoded.readable], [...index.paths.keys()]);
    assert.deepEqual([decoded.medianWidth, decoded.medianHeight], [10, 20]);
    assert.equal(decoded.pixels.channels, 1, 'all images are grey');
    assert.deepEqual(progress.at(-1), { phase: 'decode', done: COUNT, total: COUNT, unreadable: 0 });
    assert.ok(progress.every(({ done }, i) => i === 0 || done > progress[i - 1]!.done));
  });

  it('keeps three channels when some images are coloured', async () => {
    for (let i = 0; i < COUNT; i += 10) await folder.write(`a/${1000 + i}.png`, await png(200, 20));
    assert.equal((await run()).decoded.pixels.channels, 3);
    assert.equal((await run({ channels: 1 })).decoded.pixels.channels, 1);
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
    assert.ok(decoded.unreadable.every(({ reason }) => reason.length > 10 && !reason.includes('\n')));
    assert.equal(progress.at(-1)?.unreadable, 3);
    const readablePaths = Array.from(decoded.readable, (image) => index.paths[image]!);
    assert.equal(readablePaths.length, COUNT - 1);
    assert.deepEqual(valuesOf(decoded), expectedValues(readablePaths));
  });

  it('reads unchanged images from the cache and decodes changed, new and replaced ones', async () => {
    await run();
    const past = new Date(1e12);
    // Without a trace in size or time the change is not seen: which shows that the cache was read.
    for (const value of [50, 60]) {
      await writeFile(folder.at('a/1000.png'), bmp(value));
      await utimes(folder.at('a/1000.png'), past, past);
      assert.equal(valuesOf((await run()).decoded)[0], 50);
    }

    await writeFile(folder.at('a/1000.png'), await png(99));
    await folder.write('a/1001.png', await png(1));
    await rm(folder.at('b/1003.png'));
    const { index, decoded } = await run();
    assert.deepEqual(valuesOf(decoded), [99, ...expectedValues(index.paths).slice(1)]);
    const again = await run();
    assert.deepEqual(valuesOf(again.decoded), valuesOf(decoded));
    assert.equal(again.progress.at(-1)?.done, COUNT);
  });

  it('leaves an up-to-date cache alone and no temporary files behind', async () => {
    await run();
    const names = await readdir(cached());
    assert.deepEqual(names.sort(), [`pixels-v1-6x6x1.json`, `pixels-v1-6x6x1.u8`]);
    const past = new Date(1e12);
    for (const name of names) await utimes(folder.at(`.cache/${name}`), past, past);
    await run();
    const { mtimeMs } = await stat(folder.at(`.cache/${names[0]!}`));
    assert.equal(mtimeMs, 1e12);
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
    'a cut-off index': (_, index) => truncate(index, 100),
    'an index of another shape': (_, index) => writeFile(index, '{"slots":[{"path":3}],"sha256":""}'),
    'an index that is not an object': (_, index) => writeFile(index, 'null'),
  };
  for (const [name, damage] of Object.entries(damages))
    it(`ignores and rebuilds a cache with ${name}`, async () => {
      const before = valuesOf((await run()).decoded);
      const files = [
        folder.at('.cache/pixels-v1-6x6x1.u8'),
        folder.at('.cache/pixels-v1-6x6x1.json'),
      ] as const;
      const contents = await Promise.all(files.map((file) => readFile(file)));
      await damage(...files);
      assert.deepEqual(valuesOf((await run()).decoded), before);
      assert.deepEqual(await Promise.all(files.map((file) => readFile(file))), contents);
    });

  it('goes on without a cache where none can be written', async () => {
    await folder.write('.cache', 'a file, not a folder');
    const { index, decoded } = await run();
    assert.deepEqual(valuesOf(decoded), expectedValues(index.paths));
  });

  it('stops when cancelled and starts nothing more', async () => {
    const index = await discover({ root: folder.root, signal });
    const controller = new AbortController();
    const work = decodeAll({ index, size: SIZE, cacheFolder: cached(), cores: 2, signal: controller.signal });
    await work.next();
    await work.next();
    controller.abort();
    await assert.rejects(
      async () => {
        while ((await work.next()).done !== true);
      },
      { name: 'AbortError' },
    );
    await assert.rejects(readdir(cached()), { code: 'ENOENT' });
  });
});
