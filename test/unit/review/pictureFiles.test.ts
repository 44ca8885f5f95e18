import assert from 'node:assert/strict';
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createPictureFiles } from '../../../src/review/pictureFiles';
import { cacheFolder } from '../../../src/store/location';
import { thumbnailFile } from '../../../src/store/thumbnailFile';
import { temporaryFolder } from '../temporaryFolder';

describe('the picture of an image', () => {
  const root = temporaryFolder();
  const open = () => {
    const location = { root: root(), folder: path.join(root(), '.label-review'), isFallback: false };
    return { location, pictures: createPictureFiles(location, (file) => path.relative(root(), file)) };
  };

  it('is its thumbnail, and the image itself once the cache is deleted', async () => {
    const { location, pictures } = open();
    const made = thumbnailFile(location, 'cat.jpg');
    await mkdir(path.dirname(made), { recursive: true });
    await writeFile(made, 'small');
    await writeFile(path.join(root(), 'cat.jpg'), 'large');
    assert.equal(await pictures.thumbnail('cat.jpg'), path.relative(root(), made));
    await rm(cacheFolder(location), { recursive: true });
    assert.equal(await pictures.thumbnail('cat.jpg'), 'cat.jpg');
    assert.deepEqual(await pictures.original({ path: 'cat.jpg' }), { bytes: 5, address: 'cat.jpg' });
  });

  it('is the whole picture of a box, and none of what is inside a file', async () => {
    const { pictures } = open();
    await writeFile(path.join(root(), 'street.jpg'), 'large');
    await writeFile(path.join(root(), 'shard.tar'), 'much more');
    const box = { x: 1, y: 2, width: 3, height: 4 };
    const ofBox = { path: 'street.jpg#7', place: { file: 'street.jpg', box } };
    assert.deepEqual(await pictures.original(ofBox), { bytes: 5, address: 'street.jpg' });
    assert.equal(await pictures.thumbnail(ofBox.path), undefined, 'the whole picture is no picture of it');
    const member = { path: 'shard.tar/1.jpg', place: { file: 'shard.tar', range: { offset: 2, bytes: 4 } } };
    assert.deepEqual(await pictures.original(member), { bytes: 4, address: undefined });
  });

  it('is none where no browser shows the image, it is too large for many at once, or gone', async () => {
    const { pictures } = open();
    for (const name of ['scan.tif', 'huge.png']) await writeFile(path.join(root(), name), '');
    await truncate(path.join(root(), 'huge.png'), 17 * 1024 * 1024);
    for (const name of ['scan.tif', 'huge.png', 'gone.png'])
      assert.equal(await pictures.thumbnail(name), undefined, name);
    assert.equal((await pictures.original({ path: 'huge.png' })).address, 'huge.png');
  });
});
