import assert from 'node:assert/strict';
import path from 'node:path';
import sharp from 'sharp';
import { decodeAll } from '../../src/dataset/decode/decodeAll';
import { runSteps } from '../../src/core/steps';
import { discover } from '../../src/dataset/discover';
import { openPixels } from '../../src/files/pixels/openPixels';
import { makeFullFile } from '../fixtures/fullDisk';
import { createTemporaryFolder, type TemporaryFolder } from '../unit/dataset/temporaryFolder';
import { itWith } from '../fixtures/itWith';

const COUNT = 700;
const SIZE = 6;
const PIXELS = { kind: 'pixels', size: SIZE, channels: 3 } as const;

describe('decoding threads', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();
  before(async () => {
    folder = await createTemporaryFolder();
    for (let i = 0; i < COUNT; i++) {
      const image = sharp({
        create: { width: SIZE, height: SIZE, channels: 3, background: { r: i % 256, g: 7, b: i >> 8 } },
      });
      const [format, bytes] = (
        [
          ['webp', image.webp({ lossless: true })],
          ['png', image.png()],
          ['jpg', image.jpeg()],
        ] as const
      )[i % 3]!;
      await folder.write(`${i % 2 === 0 ? 'a' : 'b'}/${1000 + i}.${format}`, await bytes.toBuffer());
    }
    await folder.write('a/1500x.png', 'text');
  });
  after(() => folder.remove());

  const start = async (options: {
    readonly workerFile?: string;
    readonly cacheFolder: string;
    readonly mostBytesInMemory?: number;
    readonly signal?: AbortSignal;
  }) => {
    const index = await runSteps(discover({ root: folder.root, signal }));
    return decodeAll({ index, outputs: [PIXELS], cores: 2, signal, ...options });
  };
  const workerFile = path.resolve(__dirname, '../../dist/decodeWorker.js');

  it('give the same as this thread alone, whatever the format', async () => {
    const decoded = [];
    for (const options of [
      { workerFile, cacheFolder: folder.at('.one') },
      { cacheFolder: folder.at('.other') },
    ]) {
      const work = await start(options);
      decoded.push(...(await runSteps(work)));
    }
    assert.equal(decoded[0]!.readable.length, COUNT);
    assert.equal(decoded[0]!.unreadable[0]!.path, 'a/1500x.png');
    assert.deepEqual(decoded[0], decoded[1]);
  });

  it('keep nothing of what they have decoded', async () => {
    await runSteps(await start({ workerFile, cacheFolder: folder.at('.kept') }));
    const { items, memory } = sharp.cache();
    assert.deepEqual([items.max, items.current, memory.current], [0, 0, 0]);
  });

  it('give the same into a file', async () => {
    const bytes = [];
    for (const options of [{ workerFile }, { workerFile, mostBytesInMemory: 0 }, { mostBytesInMemory: 0 }]) {
      const work = await start({ ...options, cacheFolder: folder.at(`.file ${bytes.length}`) });
      const [decoded] = await runSteps(work);
      const pixels = openPixels(decoded!.pixels);
      const image = Buffer.alloc(SIZE * SIZE * 3);
      const all = Array.from({ length: COUNT }, (_, i) => {
        pixels.read(i, image);
        return image.toString('hex');
      });
      pixels.close();
      bytes.push({ kind: decoded!.pixels.store.kind, all });
    }
    assert.deepEqual(
      bytes.map(({ kind }) => kind),
      ['memory', 'file', 'file'],
    );
    assert.deepEqual(bytes[1]!.all, bytes[0]!.all);
    assert.deepEqual(bytes[2]!.all, bytes[0]!.all);
  });

  itWith('a full device', 'fall back to memory when the disk is full', async () => {
    await folder.write('.full/here', '');
    await makeFullFile(folder.at('.full/pixels-v5-6x6x3.u8'));
    const work = await start({ workerFile, mostBytesInMemory: 0, cacheFolder: folder.at('.full') });
    const [decoded] = await runSteps(work);
    assert.equal(decoded!.pixels.store.kind, 'memory');
    assert.equal(decoded!.readable.length, COUNT);
  });

  it('end when the run is cancelled, and keep what was decoded', async () => {
    const controller = new AbortController();
    const work = await start({ workerFile, cacheFolder: folder.at('.cancelled'), signal: controller.signal });
    await work.next();
    await work.next();
    controller.abort();
    await assert.rejects(work.next(), { name: 'AbortError' });
    const again = await start({ workerFile, cacheFolder: folder.at('.cancelled') });
    await again.next();
    const { value } = await again.next();
    assert.ok('phase' in value && value.done >= 32, 'found before anything is decoded');
    await again.return(undefined as never);
  });

  it('report a thread that cannot start', async () => {
    const work = await start({ workerFile: folder.at('none.js'), cacheFolder: folder.at('.none') });
    await work.next();
    await assert.rejects(work.next(), /none\.js/);
  });
});
