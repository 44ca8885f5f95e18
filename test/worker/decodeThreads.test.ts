import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { decodeAll } from '../../src/dataset/decodeAll';
import { discover } from '../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from '../unit/dataset/temporaryFolder';

const COUNT = 700;
const SIZE = 6;

describe('decoding threads', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();
  before(async () => {
    folder = await createTemporaryFolder();
    for (let i = 0; i < COUNT; i++) {
      const image = sharp({
        create: { width: SIZE, height: SIZE, channels: 3, background: { r: i % 256, g: 7, b: i >> 8 } },
      });
      const isPng = i % 3 > 0;
      const bytes = isPng ? image.png() : image.webp({ lossless: true });
      await folder.write(
        `${i % 2 === 0 ? 'a' : 'b'}/${1000 + i}.${isPng ? 'png' : 'webp'}`,
        await bytes.toBuffer(),
      );
    }
    await folder.write('a/1500x.png', 'text');
  });
  after(() => folder.remove());

  const start = async (options: {
    readonly workerFile?: string;
    readonly cacheFolder: string;
    readonly signal?: AbortSignal;
  }) => {
    const index = await discover({ root: folder.root, signal });
    return decodeAll({ index, size: SIZE, channels: 3, cores: 2, signal, ...options });
  };
  const workerFile = path.resolve(__dirname, '../../dist/decodeWorker.js');

  it('give the same as this thread alone, whatever the format', async () => {
    const decoded = [];
    for (const options of [
      { workerFile, cacheFolder: folder.at('.one') },
      { cacheFolder: folder.at('.other') },
    ]) {
      const work = await start(options);
      let step = await work.next();
      while (step.done !== true) step = await work.next();
      decoded.push(step.value);
    }
    assert.equal(decoded[0]!.readable.length, COUNT);
    assert.equal(decoded[0]!.unreadable[0]!.path, 'a/1500x.png');
    assert.deepEqual(decoded[0], decoded[1]);
  });

  it('end when the run is cancelled, and leave no cache', async () => {
    const controller = new AbortController();
    const work = await start({ workerFile, cacheFolder: folder.at('.cancelled'), signal: controller.signal });
    await work.next();
    await work.next();
    controller.abort();
    await assert.rejects(work.next(), { name: 'AbortError' });
    await assert.rejects(readdir(folder.at('.cancelled')), { code: 'ENOENT' });
  });

  it('report a thread that cannot start', async () => {
    const work = await start({ workerFile: folder.at('none.js'), cacheFolder: folder.at('.none') });
    await work.next();
    await assert.rejects(work.next(), /none\.js/);
  });
});
