import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { discover } from '../../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { bytesOf, golden, samplesOf } from './placedImages';
import { zipBytes, type ZipEntry } from './zipBytes';

describe('a zip archive', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const scan = (root = folder.root) => runSteps(discover({ root, signal }));
  const warnings = ({ warnings: said = [] }: Awaited<ReturnType<typeof scan>>) =>
    said.map((sentence) => wordMessage(sentence));
  const zip = (name: string, entries: readonly ZipEntry[]) => folder.write(name, zipBytes(entries));
  const classesOf = ({ paths, labels, classes }: Awaited<ReturnType<typeof scan>>) =>
    Object.fromEntries(paths.map((image, i) => [image, classes[labels[i]!]]));
  const pair: readonly ZipEntry[] = [
    { path: 'cat/1.jpg', content: 'one' },
    { path: 'dog/2.jpg', content: 'two' },
  ];

  it('is read as zipfile reads it: stored, deflated, behind a program, and of many gigabytes', async () => {
    const expected = JSON.parse(readFileSync(path.join(golden('zip'), 'expected.json'), 'utf8')) as Record<
      string,
      readonly { readonly path: string; readonly sha256: string }[]
    >; // written beside the archives
    for (const [name, images] of Object.entries(expected)) {
      const index = await scan(path.join(golden('zip'), name));
      assert.deepEqual(
        samplesOf(index).map(({ path: image, sha256 }) => ({ path: image, sha256 })),
        images,
        name,
      );
      assert.deepEqual(index.warnings, [], name);
    }
    assert.equal(Object.keys(expected).length, 3);
  });

  it('holds class folders, below a folder of its own and splits', async () => {
    const plain = await scan(path.join(golden('zip'), 'plain'));
    assert.deepEqual(plain.classes, ['daisy', 'röse']);
    assert.deepEqual(plain.skipped, { hidden: 0, notImages: 1, unlabelled: 0, missingFiles: 0 });
    const split = await scan(path.join(golden('zip'), 'prefixed'));
    assert.deepEqual(split.classes, ['a', 'b']);
    assert.deepEqual(split.splits, ['split.zip/test', 'split.zip/train']);
  });

  it('is a split beside others, or a class where none holds classes', async () => {
    await zip('train.zip', pair);
    await zip('test.zip', pair);
    assert.deepEqual((await scan()).splits, ['test.zip', 'train.zip']);
    await folder.remove();
    folder = await createTemporaryFolder();
    await zip('cat.zip', [{ path: '1.jpg' }, { path: '2.jpg' }]);
    await zip('dog.zip', [{ path: 'dog/1.jpg' }]);
    const index = await scan();
    assert.deepEqual(classesOf(index), {
      'cat.zip/1.jpg': 'cat',
      'cat.zip/2.jpg': 'cat',
      'dog.zip/dog/1.jpg': 'dog',
    });
    assert.deepEqual(warnings(index), [
      'Each of the 2 archives was taken for a class of its own name, such as cat.zip, as none holds class folders.',
    ]);
  });

  it('has names in code page 437, in UTF-8 with and without saying so, and with backslashes', async () => {
    await zip('a.zip', [
      { path: Buffer.from([0x81, 0x2f, 0x9b, 0x2e, 0x6a, 0x70, 0x67]) }, // ü/¢.jpg
      { path: 'ö/日本.jpg', flags: 0x800 },
      { path: 'ä/日本.jpg' },
      { path: 'back\\slash.jpg' },
    ]);
    assert.deepEqual(classesOf(await scan()), {
      'a.zip/back/slash.jpg': 'back',
      'a.zip/ä/日本.jpg': 'ä',
      'a.zip/ö/日本.jpg': 'ö',
      'a.zip/ü/¢.jpg': 'ü',
    });
  });

  it('is passed over where it is hidden, and named where it cannot be read', async () => {
    await zip('a.zip', [
      ...pair,
      { path: '__MACOSX/cat/._1.jpg' },
      { path: 'cat/.hidden.jpg' },
      { path: 'cat/3.jpg', flags: 1 },
      { path: 'cat/4.jpg', method: 12 },
      { path: 'cat/5.jpg', method: 93 },
      { path: '../cat/6.jpg' },
      { path: 'cat/7.jpg', claims: 0xfffffffe },
      { path: 'cat/8.jpg', mode: 0o120777 },
      { path: 'cat/9.heic' },
      { path: 'dog/2.jpg', content: 'again', method: 0 },
    ]);
    const index = await scan();
    assert.deepEqual(index.paths, ['a.zip/cat/1.jpg', 'a.zip/dog/2.jpg']);
    assert.equal(bytesOf(index, 1).toString(), 'again');
    assert.equal(index.skipped.hidden, 2);
    assert.deepEqual(warnings(index), [
      '1 image is left out, such as a.zip/cat/3.jpg: it is encrypted; pack it without a password.',
      '2 images are left out, such as a.zip/cat/4.jpg: it is compressed with bzip2; pack it with Deflate, or uncompressed.',
      '1 image is left out, such as a.zip/../cat/6.jpg: its path leads out of the archive; pack it with a path relative to the folder.',
      '1 image is left out, such as a.zip/cat/7.jpg: it claims to take 4 GB when it is unpacked.',
      '1 image is left out, such as a.zip/cat/8.jpg: it is a link to another file; pack that file instead.',
      '1 image is left out, such as a.zip/cat/9.heic: HEIC is not read; save it as JPEG or PNG.',
      '1 image is left out, such as a.zip/dog/2.jpg: there is another one of that path behind it, which is read.',
    ]);
  });

  it('is refused in a sentence where it is cut off or has no classes, and named beside others', async () => {
    await folder.write('b.zip', zipBytes(pair).subarray(0, 100));
    await assert.rejects(scan(), {
      code: 'labels-unreadable',
      message: /^b\.zip is not a zip archive, or is cut off/u,
    });
    await zip('a.zip', pair);
    assert.match(warnings(await scan()).join(), /^b\.zip is not a zip archive/u);
    await folder.remove();
    folder = await createTemporaryFolder();
    await zip('a.zip', [{ path: 'images/1.jpg' }, { path: 'labels/1.txt' }]);
    await assert.rejects(scan(), { code: 'too-few-classes' });
    await zip('a.zip', [{ path: '1.jpg' }]);
    await assert.rejects(scan(), {
      code: 'too-few-classes',
      message: /^The images in a\.zip do not lie in class folders/u,
    });
  });

  it('keeps what is whole of a list or of files that are damaged', async () => {
    const bytes = zipBytes([...pair, { path: 'dog/3.jpg' }]);
    bytes.write('XX', bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1'), 'latin1');
    bytes.write('XX', bytes.indexOf('PK\x03\x04', 10, 'latin1'), 'latin1');
    await zip('b.zip', pair);
    await folder.write('a.zip', bytes);
    const index = await scan();
    assert.deepEqual(index.paths, ['a.zip/cat/1.jpg', 'b.zip/cat/1.jpg', 'b.zip/dog/2.jpg']);
    assert.deepEqual(warnings(index), [
      'The list of what is in a.zip is damaged; images that are named behind the damage are left out. Fetch or pack it again.',
      '1 image is left out, such as a.zip/dog/2.jpg: its archive is damaged or cut off there; fetch or pack it again.',
    ]);
  });

  it('is not taken for what lies beside images', async () => {
    await folder.write('cat/1.png', '');
    await folder.write('dog/1.png', '');
    await zip('a.zip', pair);
    assert.deepEqual((await scan()).labelSource, { kind: 'folders' });
  });
});
