import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { ImagePlace } from '../../../src/core/dataset/imagePlace';
import { encodePng } from '../../../src/files/encodePng';
import { PictureCopies } from '../../../src/review/pictures/pictureCopies';
import { picturesFolder, storeAt } from '../../../src/store/location';
import { temporaryFolder } from '../temporaryFolder';

describe('copies of pictures that are inside other files', () => {
  const root = temporaryFolder();
  const location = () => storeAt(root(), path.join(root(), '.label-review'));
  const names = () => readdir(picturesFolder(location()));
  const write = (name: string, bytes: Uint8Array) => writeFile(path.join(root(), name), bytes);
  const image = (file: string, place: Partial<ImagePlace>, name = '0') => ({
    path: `${file}/${name}`,
    place: { file, range: { offset: 0, bytes: 12 }, ...place },
  });

  it('are drawn from the pixels of arrays, in either order', async () => {
    await write('a.npy', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    const copies = new PictureCopies(location());
    const pixelsOf = async (isPlanar: { isPlanar?: true }, name: string) => {
      const shape = { height: 2, width: 2, channels: 3, ...isPlanar } as const;
      const { file, isShown } = await copies.copyOf(image('a.npy', { shape }, name));
      assert.deepEqual([isShown, path.extname(file)], [true, '.png']);
      return [...(await sharp(file).raw().toBuffer())];
    };
    assert.deepEqual(await pixelsOf({}, '0'), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assert.deepEqual(await pixelsOf({ isPlanar: true }, '1'), [1, 5, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12]);
  });

  it('are for other programs alone where no browser shows them, whatever their name', async () => {
    await write('a.tar', Buffer.from('II*\0 a TIFF!'));
    const copies = new PictureCopies(location());
    const tiff = await copies.copyOf(image('a.tar', {}, 'x/sc an?.tif'));
    assert.match(path.basename(tiff.file), /^sc_an_-[0-9a-f]{16}\.tif$/u);
    assert.equal(tiff.isShown, false);
    const other = await copies.copyOf(image('a.tar', {}, 'page.png'));
    assert.deepEqual([path.extname(other.file), other.isShown], ['.bin', false]);
    const again = await copies.copyOf(image('a.tar', {}, 'page.png'));
    assert.deepEqual(again, other);
  });

  it('are few, and the oldest go, also those of earlier windows', async () => {
    const png = await encodePng(new Uint8Array(4), { height: 2, width: 2, channels: 1 });
    await write('a.tar', png);
    const place = { range: { offset: 0, bytes: png.length } };
    const most = { copies: 2, bytes: 1e6 };
    const first = new PictureCopies(location(), most);
    for (const name of ['1.png', '2.png', '3.png']) await first.copyOf(image('a.tar', place, name));
    assert.deepEqual((await names()).map((name) => name[0]).sort(), ['2', '3']);
    await new PictureCopies(location(), most).copyOf(image('a.tar', place, '4.png'));
    assert.equal((await names()).length, 2);
    const tiny = new PictureCopies(location(), { copies: 9, bytes: 1 });
    const { file } = await tiny.copyOf(image('a.tar', place, '5.png'));
    assert.deepEqual(await names(), [path.basename(file)], 'what is wanted stays, however large');
    assert.deepEqual(await readFile(file), Buffer.from(png));
  });

  it('are refused where a run says what cannot be', async () => {
    await write('a.npy', new Uint8Array(12));
    const copies = new PictureCopies(location());
    const shape = { height: 1e6, width: 1e6, channels: 3 } as const;
    await assert.rejects(copies.copyOf(image('a.npy', { shape })), { code: 'image-not-found' });
    await assert.rejects(copies.copyOf(image('a.npy', { range: { offset: 6, bytes: 7 } })), {
      code: 'image-not-found',
    });
    await assert.rejects(copies.copyOf(image('a.npy', { range: { offset: 0, bytes: 1e12 } })), {
      message: /^a\.npy\/0 takes 931\.3 GB, too much/u,
    });
    assert.deepEqual(await names().catch(() => []), []);
  });
});
