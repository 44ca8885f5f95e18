import assert from 'node:assert/strict';
import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { wordSentence } from '../../../src/core/appError';
import { encodePng } from '../../../src/files/encodePng';
import { relativeTo } from '../../../src/files/insideOf';
import { createPictureFiles } from '../../../src/review/pictures/pictureFiles';
import { cacheFolder } from '../../../src/store/location';
import { thumbnailFile } from '../../../src/store/thumbnailFile';
import { temporaryFolder } from '../temporaryFolder';

const BOX = { x: 1, y: 2, width: 3, height: 4 };

describe('the picture of an image', () => {
  const root = temporaryFolder();
  const open = () => {
    const location = { root: root(), folder: path.join(root(), '.label-review'), isFallback: false };
    return { location, pictures: createPictureFiles(location, (file) => relativeTo(root(), file)) };
  };

  it('is its thumbnail, and the image itself once the cache is deleted', async () => {
    const { location, pictures } = open();
    const made = thumbnailFile(location, 'cat.jpg');
    await mkdir(path.dirname(made), { recursive: true });
    await writeFile(made, 'small');
    await writeFile(path.join(root(), 'cat.jpg'), 'large');
    assert.equal(await pictures.thumbnail({ path: 'cat.jpg' }), relativeTo(root(), made));
    await rm(cacheFolder(location), { recursive: true });
    assert.equal(await pictures.thumbnail({ path: 'cat.jpg' }), 'cat.jpg');
    assert.deepEqual(await pictures.original({ path: 'cat.jpg' }), { bytes: 5, address: 'cat.jpg' });
  });

  it('is the whole picture of a box', async () => {
    const { pictures } = open();
    await writeFile(path.join(root(), 'street.jpg'), 'large');
    const ofBox = { path: 'street.jpg#7', place: { file: 'street.jpg', box: BOX } };
    assert.deepEqual(await pictures.original(ofBox), { bytes: 5, address: 'street.jpg' });
    assert.equal(await pictures.thumbnail(ofBox), undefined, 'the whole picture is no picture of it');
  });

  it('is a copy in the cache of what is inside a file, and why not is said', async () => {
    const { location, pictures } = open();
    const png = await encodePng(Uint8Array.of(1, 2, 3, 4), { height: 2, width: 2, channels: 1 });
    await writeFile(path.join(root(), 'shard.tar'), Buffer.concat([Buffer.from('head'), png]));
    const range = { offset: 4, bytes: png.length };
    const member = { path: 'shard.tar/a/17.jpg', place: { file: 'shard.tar', range } };
    const { bytes, address } = await pictures.original(member);
    assert.equal(bytes, png.length);
    assert.match(address ?? '', /^\.label-review\/cache\/pictures\/17-[0-9a-f]{16}\.png$/u);
    assert.deepEqual(await readFile(await pictures.fileOf(member)), png);
    assert.equal(await pictures.thumbnail(member), address, 'there is no thumbnail');
    assert.equal(await pictures.thumbnail({ ...member, place: { ...member.place, box: BOX } }), undefined);
    await rm(cacheFolder(location), { recursive: true });
    assert.equal((await pictures.original(member)).address, address, 'it is made again');
    await rm(path.join(root(), 'shard.tar'));
    const { why, ...gone } = await pictures.original(member);
    assert.deepEqual(gone, { bytes: png.length, address: undefined });
    assert.match(wordSentence(why ?? ''), /^shard\.tar\/a\/17\.jpg can no longer be read out of shard\.tar/u);
    await assert.rejects(pictures.fileOf(member), { code: 'image-not-found' });
  });

  it('is none where no browser shows the image, it is too large for many at once, or gone', async () => {
    const { pictures } = open();
    for (const name of ['scan.tif', 'huge.png']) await writeFile(path.join(root(), name), '');
    await truncate(path.join(root(), 'huge.png'), 17 * 1024 * 1024);
    for (const name of ['scan.tif', 'huge.png', 'gone.png'])
      assert.equal(await pictures.thumbnail({ path: name }), undefined, name);
    assert.equal((await pictures.original({ path: 'huge.png' })).address, 'huge.png');
  });
});
