import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { createFindImageChange } from '../../../src/review/findImageChange';
import type { ImageChange } from '../../../src/core/dataset/imageChange';
import { unpackedName } from '../../../src/files/unpackedName';
import type { FindImageChange } from '../../../src/review/imageChange';
import { NO_CHECKS } from '../../../src/core/dataset/imageChecks';
import { DEFAULT_VIEW } from '../../../src/shared/galleryProtocol';
import { storeAt } from '../../../src/store/location';
import { temporaryFolder } from '../temporaryFolder';
import { FakeJournalFile } from './fakeJournal';
import { at, decisions, openSession, RESULTS } from './openSession';
import { sampleRun } from './sampleRun';

describe('the file of an image', () => {
  const root = temporaryFolder();
  const file = () => path.join(root(), 'cat', '1.png');
  const hashOf = (content: string) => createHash('sha256').update(content).digest('hex').slice(0, 32);
  const row = { ...RESULTS[0]!, path: 'cat/1.png', contentHash: hashOf('a cat') };
  const storeOf = (folder: string) => storeAt(folder, path.join(folder, '.label-review'));
  const begun = (createdAt: string) =>
    createFindImageChange(storeOf(root()), { ...sampleRun(RESULTS), createdAt });

  beforeEach(async () => {
    await mkdir(path.dirname(file()));
    await writeFile(file(), 'a cat');
  });

  it('is what was judged where it was not changed since, or says the same', async () => {
    assert.equal(await begun('2999-01-01T00:00:00Z')({ ...row, contentHash: hashOf('not read') }), undefined);
    assert.equal(await begun('2000-01-01T00:00:00Z')(row), undefined);
    assert.equal(
      await begun('2000-01-01T00:00:00Z')({ ...row, contentHash: undefined }),
      undefined,
      'a run of 0.1.0',
    );
  });

  it('is gone when it was deleted or renamed, until it is back', async () => {
    const find = begun('2000-01-01T00:00:00Z');
    await rename(file(), `${file()}.old`);
    assert.equal(await find(row), 'gone');
    await rename(`${file()}.old`, file());
    assert.equal(await find(row), undefined);
    await rm(path.dirname(file()), { recursive: true });
    assert.equal(await find(row), 'gone');
  });

  it('is not called gone where the whole dataset is: the journal says so', async () => {
    const find = createFindImageChange(storeOf(path.join(root(), 'moved')), sampleRun(RESULTS));
    assert.equal(await find(row), undefined);
  });

  it('is looked at where the image is a part of it', async () => {
    const find = begun('2000-01-01T00:00:00Z');
    const place = { file: 'cat/1.png', range: { offset: 2, bytes: 3 } };
    const part = { ...row, path: 'cat/1.png/x', place, contentHash: hashOf('cat') };
    assert.equal(await find(part), undefined);
    const box = { x: 0, y: 0.5, width: 7, height: 2 };
    const words = Array.from({ length: 4 }, (_, i) => parseInt(hashOf('a cat').slice(i * 8, i * 8 + 8), 16));
    const ofBox = {
      ...row,
      path: 'cat/1.png#5',
      place: { file: 'cat/1.png', box },
      contentHash: hashOf([...words, 0, 0.5, 7, 2].join()),
    };
    assert.equal(await find(ofBox), undefined);
    await writeFile(file(), 'a dog!');
    assert.equal(await find(part), 'replaced');
    assert.equal(await find(ofBox), 'replaced');
    await rm(file());
    assert.equal(await find(ofBox), 'gone');
  });

  it('is gone or replaced where an archive ends before it, or cannot be inflated there any more', async () => {
    const find = begun('2000-01-01T00:00:00Z');
    const packed = deflateRawSync(Buffer.from('a cat'));
    await writeFile(file(), packed);
    const range = { offset: 0, bytes: packed.length, isDeflated: true as const };
    const part = { ...row, path: 'cat/1.png/x', place: { file: 'cat/1.png', range } };
    assert.equal(await find(part), undefined);
    await writeFile(file(), Buffer.alloc(packed.length, 0xff));
    assert.equal(await find(part), 'replaced');
    await writeFile(file(), packed.subarray(1));
    assert.equal(await find(part), 'gone');
  });

  it('is a part of what was unpacked, as long as that and the file it comes from are as they were', async () => {
    const find = begun('2000-01-01T00:00:00Z');
    const name = unpackedName({ file: 'cat/1.png', part: 'image' }, await stat(file()));
    const unpacked = path.join(root(), '.label-review', 'cache', 'unpacked', name);
    await mkdir(path.dirname(unpacked), { recursive: true });
    await writeFile(unpacked, 'xa caty');
    const place = { file: name, unpackedFrom: 'cat/1.png', range: { offset: 1, bytes: 5 } };
    const part = { ...row, path: 'cat/1.png/0', place };
    assert.equal(await find(part), undefined);
    await writeFile(unpacked, 'xa dogy');
    assert.equal(await find(part), 'replaced');
    await rm(path.dirname(path.dirname(unpacked)), { recursive: true });
    assert.equal(await find(part), 'not-unpacked');
    await utimes(file(), 1, 1);
    assert.equal(await find(part), 'file-changed');
    await rm(file());
    assert.equal(await find(part), 'gone');
  });

  it('is replaced when another image has its name, even an older one', async () => {
    const find = begun(new Date(Date.now() - 1000).toISOString());
    await writeFile(`${file()}.new`, 'a dog');
    await utimes(`${file()}.new`, new Date(0), new Date(0));
    await rename(`${file()}.new`, file());
    assert.equal(await find(row), 'replaced');
    assert.equal(await find(row), 'replaced');
    await writeFile(file(), 'a cat');
    assert.equal(await find(row), undefined);
  });
});

describe('a review of images that were changed since the run', () => {
  const open = (changes: Record<string, ImageChange>) => {
    const file = new FakeJournalFile();
    const findImageChange: FindImageChange = ({ path: image }) => Promise.resolve(changes[image]);
    return { file, session: openSession(file, DEFAULT_VIEW, NO_CHECKS, { findImageChange }) };
  };

  it('decides nothing about one that is gone or replaced, and says why', async () => {
    const { file, session } = open({ 'd.png': 'gone', 'a.png': 'replaced' });
    const refused = { code: 'image-not-found' };
    await assert.rejects(session.review({ kind: 'keep', targets: at(0) }), {
      ...refused,
      message: 'd.png is gone, so nothing is decided about it. Put it back, or find wrong labels again.',
    });
    await assert.rejects(session.review({ kind: 'keep', targets: at(1) }), {
      ...refused,
      message: /^a\.png is another image than the one that was judged/,
    });
    await assert.rejects(session.review({ kind: 'keep', targets: at(0, 1) }), {
      ...refused,
      message: /^Nothing is decided about 2 images that are gone or replaced since the search, d\.png first/,
    });
    assert.deepEqual(file.lines, []);
  });

  it('names the file where that was changed, or what was unpacked out of it has gone', async () => {
    const changed = open({ 'd.png': 'file-changed', 'a.png': 'not-unpacked' }).session;
    await assert.rejects(changed.review({ kind: 'keep', targets: at(0) }), {
      message:
        'd.png was changed since the search, so nothing is decided about 1 image in it. Find wrong labels again.',
    });
    await assert.rejects(changed.review({ kind: 'keep', targets: at(1) }), {
      message:
        'What was unpacked out of a.png was deleted with the cache, so nothing is decided about 1 image in it. Find wrong labels again: that unpacks it.',
    });
    await assert.rejects(changed.review({ kind: 'keep', targets: at(0, 1) }), {
      message: /^Nothing is decided about 2 images that are gone or replaced/u,
    });
  });

  it('leaves them out of a selection, and says so', async () => {
    const { session } = open({ 'a.png': 'gone' });
    const { step, told } = await session.review({ kind: 'exclude', targets: at(0, 1, 2) });
    assert.equal(step?.images, 2);
    assert.match(told ?? '', /^Nothing is decided about 1 image that is gone or replaced/);
    assert.deepEqual(decisions(session), [{ action: 'exclude' }, null, { action: 'exclude' }, null]);
    assert.equal((await session.review({ kind: 'undo' })).step?.images, 2);
  });
});
