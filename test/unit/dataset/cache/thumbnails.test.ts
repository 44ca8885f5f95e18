import assert from 'node:assert/strict';
import { readdir, rename, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { makeThumbnails } from '../../../../src/dataset/cache/thumbnails';
import { bmpBytes } from '../decode/bmpBytes';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';

describe('makeThumbnails', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const fileOf = (image: string) => folder.at(`thumbnails/${image.replaceAll('/', '_')}.webp`);
  const make = async (...paths: string[]) => {
    const progress = [];
    const { signal } = new AbortController();
    const images = paths.map((image) => ({ path: image }));
    for await (const step of makeThumbnails({ folders: folder, images, fileOf, cores: 2, signal }))
      progress.push(step);
    return progress;
  };
  const noise = (width: number, height: number) =>
    sharp(Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) >> 3)), {
      raw: { width, height, channels: 3 },
    });

  /** Files that are written within one tick of the file system's clock have the same time. */
  const untilLaterThan = async (file: string) => {
    const { ctimeMs } = await stat(file);
    const probe = folder.at('probe');
    do await writeFile(probe, '');
    while ((await stat(probe)).mtimeMs <= ctimeMs);
  };

  it('shrinks large images, upright, and never enlarges', async () => {
    await folder.write('large.jpg', await noise(600, 300).jpeg().withMetadata({ orientation: 6 }).toBuffer());
    await folder.write('small.webp', await noise(100, 80).webp().toBuffer());
    const progress = await make('large.jpg', 'small.webp');
    assert.deepEqual(progress, [{ phase: 'thumbnails', done: 2, total: 2 }]);
    const sizeOf = async (image: string) => {
      const { format, width, height } = await sharp(fileOf(image)).metadata();
      return [format, width, height];
    };
    assert.deepEqual(await sizeOf('large.jpg'), ['webp', 128, 256]);
    assert.deepEqual(await sizeOf('small.webp'), ['webp', 100, 80]);
  });

  it('keeps every pixel of tiny images, BMP among them', async () => {
    const pixels = await noise(28, 28).toBuffer();
    await folder.write('tiny.webp', await noise(28, 28).webp({ lossless: true }).toBuffer());
    const colorAt = (x: number, y: number) =>
      [...pixels.subarray((y * 28 + x) * 3, (y * 28 + x) * 3 + 3)] as const;
    const rgbAt = (x: number, y: number) =>
      [colorAt(x, y)[0]!, colorAt(x, y)[1]!, colorAt(x, y)[2]!] as const;
    await folder.write('tiny.bmp', bmpBytes({ width: 28, height: 28, bitsPerPixel: 24, colorAt: rgbAt }));
    await make('tiny.webp', 'tiny.bmp');
    for (const image of ['tiny.webp', 'tiny.bmp'])
      assert.deepEqual(await sharp(fileOf(image)).removeAlpha().raw().toBuffer(), pixels);
  });

  it('skips thumbnails newer than their image and makes older ones again', async () => {
    const image = await folder.write('a.webp', await noise(20, 20).webp().toBuffer());
    await untilLaterThan(image);
    await make('a.webp');
    const made = (await stat(fileOf('a.webp'))).mtimeMs;
    await make('a.webp');
    assert.equal((await stat(fileOf('a.webp'))).mtimeMs, made);
    await utimes(image, new Date(1e12), new Date(1e12));
    await make('a.webp');
    assert.notEqual((await stat(fileOf('a.webp'))).mtimeMs, made);
  });

  it('makes the thumbnail again when an older image is renamed over its own', async () => {
    const other = await folder.write('b.webp', await noise(30, 10).webp().toBuffer());
    const image = await folder.write('a.webp', await noise(20, 20).webp().toBuffer());
    await utimes(other, new Date(1e12), new Date(1e12));
    await make('a.webp');
    await rename(other, image);
    await make('a.webp');
    assert.equal((await sharp(fileOf('a.webp')).metadata()).width, 30);
  });

  it('passes over unreadable images and leaves no temporary files', async () => {
    await folder.write('broken.png', 'text');
    await folder.write('a.webp', await noise(20, 20).webp().toBuffer());
    const progress = await make('broken.png', 'gone.png', 'a.webp');
    assert.equal(progress.at(-1)?.done, 3);
    assert.deepEqual(await readdir(path.dirname(fileOf('a.webp'))), ['a.webp.webp']);
  });

  it('makes none of PNG and JPEG files that are small enough to be shown', async () => {
    await folder.write('a.png', await noise(28, 28).png().toBuffer());
    await folder.write('b.jpg', await noise(60, 60).jpeg().toBuffer());
    await make('a.png', 'b.jpg');
    await assert.rejects(readdir(folder.at('thumbnails')), { code: 'ENOENT' });
  });

  it('makes one of files that are small only in bytes, or not what they are called', async () => {
    const blank = sharp({ create: { width: 900, height: 900, channels: 3, background: 'red' } });
    await folder.write('blank.png', await blank.png().toBuffer());
    await folder.write('webp.png', await noise(20, 20).webp().toBuffer());
    await make('blank.png', 'webp.png');
    assert.equal((await readdir(folder.at('thumbnails'))).length, 2);
  });

  it('shows what the network is shown, not what browsers make of it', async () => {
    const deep = Uint16Array.from({ length: 28 * 28 }, (_, at) => at * 5);
    const grey = sharp(deep, { raw: { width: 28, height: 28, channels: 1 } }).toColourspace('grey16');
    await folder.write('deep.png', await grey.png().toBuffer());
    const rgba = Uint8Array.from({ length: 300 * 300 * 4 }, (_, at) => (at % 4 === 3 ? 1 : at & 255));
    const clear = sharp(rgba, { raw: { width: 300, height: 300, channels: 4 } });
    await folder.write('clear.png', await clear.png().toBuffer());
    await make('deep.png', 'clear.png');
    const shown = async (image: string) => (await sharp(fileOf(image)).stats()).channels;
    assert.ok((await shown('deep.png'))[0]!.max > 230);
    assert.equal((await shown('clear.png')).length, 3);
  });

  it('removes the thumbnail of an image that has become small', async () => {
    const image = await folder.write('a.png', await noise(600, 300).png().toBuffer());
    await make('a.png');
    await utimes(fileOf('a.png'), new Date(1000), new Date(1000));
    await writeFile(image, await noise(28, 28).png().toBuffer());
    await make('a.png');
    await assert.rejects(stat(fileOf('a.png')), { code: 'ENOENT' });
  });
});
