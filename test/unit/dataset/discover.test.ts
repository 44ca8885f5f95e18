import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { OpenDirOptions } from 'node:fs';
import fsPromises, { mkdir, rm, symlink } from 'node:fs/promises';
import { mock } from 'node:test';
import type { AppErrorCode } from '../../../src/core/appError';
import type { LabelsRequest } from '../../../src/core/run/analyzeRequest';
import { runSteps } from '../../../src/core/steps';
import { wordMessage } from '../../../src/core/words/message';
import { discover } from '../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from './temporaryFolder';
import { itWith } from '../../fixtures/itWith';

describe('discover', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => {
    mock.restoreAll();
    return folder.remove();
  });

  const scan = (labels?: LabelsRequest) => runSteps(discover({ root: folder.root, labels, signal }));
  const touch = async (...files: string[]) => {
    for (const file of files) await folder.write(file, '');
  };
  const csv = async (content: string | Uint8Array, name = 'labels.csv'): Promise<LabelsRequest> => ({
    file: await folder.write(name, content),
  });
  const labelsOf = async (labels?: LabelsRequest) => {
    const index = await scan(labels);
    return Object.fromEntries(index.paths.map((image, i) => [image, index.classes[index.labels[i]!]]));
  };
  const rejects = (labels: LabelsRequest | undefined, code: AppErrorCode, message: RegExp) =>
    assert.rejects(scan(labels), (error: unknown) => {
      assert.ok(error instanceof Error && 'code' in error);
      assert.equal(error.code, code);
      assert.match(error.message, message);
      assert.ok(!error.message.includes('\n'));
      return true;
    });

  describe('with a class per subfolder', () => {
    it('finds nested images, sorts by code unit and counts what it skips', async () => {
      await touch('b/2.png', 'b/10.PNG', 'a/deep/er/x.jpeg', 'Z/1.bmp', 'a/notes.txt', 'loose.png');
      await touch('.label-review/cache/x.png', 'a/.hidden.png', 'b/._2.png', 'empty/readme.md');
      const index = await scan();
      assert.deepEqual(index.classes, ['Z', 'a', 'b']);
      assert.deepEqual(index.paths, ['Z/1.bmp', 'a/deep/er/x.jpeg', 'b/10.PNG', 'b/2.png']);
      assert.deepEqual([...index.labels], [0, 1, 2, 2]);
      assert.deepEqual(index.skipped, { hidden: 3, notImages: 2, unlabelled: 1, missingFiles: 0 });
      assert.deepEqual(index.labelSource, { kind: 'folders' });
    });

    it('finds the classes below train, val and test', async () => {
      await touch(
        'train/cat/1.png',
        'train/dog/2.png',
        'Val/cat/deep/3.png',
        'test/dog/1.png',
        'test/4.png',
        'docs/5.png',
      );
      const index = await scan();
      assert.deepEqual(index.classes, ['cat', 'dog']);
      assert.deepEqual(index.splits, ['Val', 'test', 'train']);
      assert.deepEqual(await labelsOf(), {
        'Val/cat/deep/3.png': 'cat',
        'test/dog/1.png': 'dog',
        'train/cat/1.png': 'cat',
        'train/dog/2.png': 'dog',
      });
      assert.equal(index.skipped.unlabelled, 2);
    });

    it('leaves test images outside of any class unlabelled', async () => {
      await touch('train/cat/1.png', 'train/dog/2.png', 'test/1.png', 'test/2.png');
      const { classes, paths, skipped } = await scan();
      assert.deepEqual(classes, ['cat', 'dog']);
      assert.deepEqual(paths, ['train/cat/1.png', 'train/dog/2.png']);
      assert.equal(skipped.unlabelled, 2);
    });

    it('lets a class be called train, and refuses splits without classes', async () => {
      await touch('train/1.png', 'plane/1.png', 'bus/side/1.png');
      assert.deepEqual((await scan()).classes, ['bus', 'plane', 'train']);
      assert.deepEqual((await scan()).splits, []);
      await folder.remove();
      folder = await createTemporaryFolder();
      await touch('train/1.png', 'test1/1.png');
      await assert.rejects(scan(), {
        code: 'too-few-classes',
        message: `The images in ${folder.root} lie in test1, train without class folders: those are splits of a dataset, not classes. Put the images of each split in one subfolder per class, or give a CSV of labels.`,
      });
    });

    it('keeps unusual names and the same file name in two folders', async () => {
      const names = [
        'cat/1.png',
        'dog/1.png',
        'dog/a, "b" c.png',
        'dog/ü–日本.png',
        'dog/U.png',
        'dog/u.png',
      ];
      await touch(...(process.platform === 'linux' ? names : ['cat/1.png', 'dog/1.png']));
      const { paths } = await scan();
      assert.deepEqual(paths, process.platform === 'linux' ? [...names].sort() : names.slice(0, 2));
    });

    itWith(
      'links',
      'follows links to files and folders, but not loops, and counts nothing twice',
      async () => {
        await touch('a/1.png', 'b/1.png', 'b/sub/2.png', '.store/3.png');
        await symlink(folder.at('.store/3.png'), folder.at('a/linked.png'));
        await symlink(folder.at('.store'), folder.at('c'));
        await symlink(folder.root, folder.at('a/loop'));
        await symlink('..', folder.at('b/sub/up'));
        await symlink('sub', folder.at('b/again'));
        await symlink('missing.png', folder.at('b/broken.png'));
        const { paths, classes } = await scan();
        assert.deepEqual(classes, ['a', 'b', 'c']);
        assert.deepEqual(paths, [
          'a/1.png',
          'a/linked.png',
          'b/1.png',
          'b/broken.png',
          'b/sub/2.png',
          'c/3.png',
        ]);
      },
    );

    it('names a file that was perhaps meant to hold the labels, but not one of prose', async () => {
      await folder.write('README.txt', 'x');
      await rejects(undefined, 'no-images', /BMP files\.$/);
      await folder.write('arrays.npz', 'cut off');
      await rejects(
        undefined,
        'no-images',
        /none could be found in arrays\.npz: check that it is whole, and has an array of pictures, such as x/,
      );
      await rm(folder.at('arrays.npz'));
      await folder.write('a.parquet', 'other columns');
      await rejects(
        undefined,
        'no-images',
        /a\.parquet: .* a column of images with their bytes, and one of labels/,
      );
      await rm(folder.at('a.parquet'));
      await touch('images/1.png');
      await folder.write('annotations.json', '{"images": [{"id": 1,');
      await rejects(undefined, 'too-few-classes', /classes\. If its labels are in annotations\.json:/);
    });

    it('says what is wrong in one sentence', async () => {
      await assert.rejects(runSteps(discover({ root: folder.at('nowhere'), signal })), {
        code: 'folder-not-found',
      });
      const file = await folder.write('file.txt', 'x');
      await assert.rejects(runSteps(discover({ root: file, signal })), { code: 'folder-not-found' });
      await rejects(undefined, 'no-images', /no images in/);
      await touch('loose.png');
      await rejects(undefined, 'too-few-classes', /one subfolder per class/);
      await touch('only/1.png');
      await rejects(undefined, 'too-few-classes', /one subfolder only, "only"/);
      await touch('only/cat/1.png', 'only/dog/1.png');
      await rejects(
        undefined,
        'too-few-classes',
        /did you mean the folder "only" itself, with the classes cat, dog\?/,
      );
    });

    itWith(
      'pipes',
      'names pipes and devices among the images and opens none, nor what links lead to',
      async () => {
        await touch('a/1.png', 'b/1.png');
        execFileSync('mkfifo', [folder.at('a/pipe.png')]);
        await symlink(folder.at('a/pipe.png'), folder.at('b/link.png'));
        await symlink('/dev/zero', folder.at('b/zero.jpg'));
        const { paths, skipped, warnings = [] } = await scan();
        assert.deepEqual(paths, ['a/1.png', 'b/1.png']);
        assert.equal(skipped.notImages, 3);
        assert.deepEqual(warnings.map(({ args }) => args.file).sort(), [
          'a/pipe.png',
          'b/link.png',
          'b/zero.jpg',
        ]);
        assert.equal(
          wordMessage(warnings.find(({ args }) => args.file === 'a/pipe.png')!),
          'a/pipe.png is a pipe or a device, not an image, and is left out.',
        );
      },
    );

    it('names folders that may not be listed, and refuses a dataset that is left without a class by them', async () => {
      await touch('a/1.png', 'b/1.png', 'c/1.png', '.hidden/1.png');
      const { opendir } = fsPromises;
      const lock = (...names: string[]) =>
        mock.method(fsPromises, 'opendir', (file: string, options: OpenDirOptions) =>
          names.some((name) => file === folder.at(name))
            ? Promise.reject(Object.assign(new Error(), { code: 'EACCES' }))
            : opendir(file, options),
        );
      lock('b');
      const { classes, skipped, warnings = [] } = await scan();
      assert.deepEqual(classes, ['a', 'c']);
      assert.equal(skipped.hidden, 1);
      assert.deepEqual(
        warnings.map((sentence) => wordMessage(sentence)),
        ['The folder b cannot be read (EACCES), so its images are left out; check its permissions.'],
      );
      mock.restoreAll();
      lock('b', 'c');
      await rejects(undefined, 'folder-not-found', /The folder .*[bc] cannot be read \(EACCES\)/u);
      mock.restoreAll();
      lock('a', 'b', 'c');
      await rejects(undefined, 'folder-not-found', /The folder .*[abc] cannot be read \(EACCES\)/u);
    });

    it('names pictures of formats that cannot be decoded', async () => {
      await touch('a/1.png', 'b/1.png', 'a/2.HEIC', 'a/3.heif', 'b/4.jp2', 'b/notes.txt');
      const { skipped, warnings = [] } = await scan();
      assert.equal(skipped.notImages, 1);
      assert.match(
        warnings.map((sentence) => wordMessage(sentence)).join(),
        /^3 pictures of kinds that are not read \((HEIC, JPEG 2000|JPEG 2000, HEIC)\), such as .*; save them as JPEG/,
      );
      await folder.remove();
      folder = await createTemporaryFolder();
      await touch('a/1.heic', 'b/1.heic');
      await rejects(
        undefined,
        'no-images',
        /no images in .* that can be read: 2 pictures .*HEIC.*save them as JPEG/,
      );
    });

    it('says how many images it has found while it walks, and at the end', async () => {
      await touch('a/notes.txt', 'b/1.png');
      await Promise.all(Array.from({ length: 2000 }, (_, i) => touch(`a/${i}.png`)));
      const found: number[] = [];
      const index = await runSteps(
        discover({ root: folder.root, signal }),
        (step) => void found.push(step.images),
      );
      assert.equal(index.paths.length, 2001);
      assert.deepEqual(found, [1000, 2000, 2001]);
    });

    it('stops when cancelled', async () => {
      await touch('a/1.png', 'b/1.png');
      await assert.rejects(runSteps(discover({ root: folder.root, signal: AbortSignal.abort() })), {
        name: 'AbortError',
      });
    });
  });

  describe('with a CSV', () => {
    it('reads quoted fields, a byte order mark, CRLF and Windows slashes', async () => {
      await touch('img/1.png', 'img/a, b.png', 'img/c.png', 'img/unlisted.png', 'img/no label.png');
      const labels = await csv(
        '\ufeffPath,Label\r\nimg\\1.png,cat\r\n"img/a, b.png","do""g"\r\n./img/c.png,10\r\n\r\n' +
          'img/gone.png,cat\r\nimg/no label.png,\r\n',
      );
      const index = await scan(labels);
      assert.deepEqual(index.classes, ['10', 'cat', 'do"g']);
      assert.deepEqual(index.paths, ['img/1.png', 'img/a, b.png', 'img/c.png']);
      assert.deepEqual(index.skipped, { hidden: 0, notImages: 1, unlabelled: 2, missingFiles: 1 });
      assert.deepEqual(index.labelSource, {
        kind: 'csv',
        file: labels.file,
        pathColumn: 'Path',
        labelColumn: 'Label',
      });
    });

    for (const [name, delimiter] of Object.entries({ semicolon: ';', tab: '\t', pipe: '|' }))
      it(`detects a ${name} as delimiter`, async () => {
        await touch('1,5.png', '2.png');
        const rows = [
          ['file', 'class'],
          ['1,5.png', 'a'],
          ['2.png', 'b'],
        ];
        const text = rows.map((row) => row.join(delimiter)).join('\n');
        assert.deepEqual(await labelsOf(await csv(text)), { '1,5.png': 'a', '2.png': 'b' });
      });

    it('finds images relative to the CSV, absolute, without extension and in other letter case', async () => {
      await touch('meta/in/1.png', 'x/2.png', 'x/3.jpg', 'x/Four.JPG', '.hidden/5.png');
      const labels = await csv(
        `image_id,target\nin/1.png,a\n${folder.at('x/2.png')},b\nx/3,a\nX/four.jpg,b\n.hidden/5.png,a\n../escape.png,b\n`,
        'meta/labels.csv',
      );
      assert.deepEqual(await labelsOf(labels), {
        '.hidden/5.png': 'a',
        'meta/in/1.png': 'a',
        'x/2.png': 'b',
        'x/3.jpg': 'a',
        'x/Four.JPG': 'b',
      });
    });

    it('matches composed and decomposed Unicode', async () => {
      await touch('é1.png'.normalize('NFD'), 'é2.png'.normalize('NFC'));
      const labels = await csv(
        `path,label\n${'é1.png'.normalize('NFC')},a\n${'é2.png'.normalize('NFD')},b\n`,
      );
      assert.deepEqual(Object.values(await labelsOf(labels)).sort(), ['a', 'b']);
    });

    it('reads UTF-16 and Windows-1252', async () => {
      await touch('ä.png', 'b.png');
      const text = 'path,label\nä.png,x\nb.png,y\n';
      const expected = { 'b.png': 'y', 'ä.png': 'x' };
      const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
      assert.deepEqual(await labelsOf(await csv(utf16, 'utf16.csv')), expected);
      assert.deepEqual(await labelsOf(await csv(Buffer.from(text, 'latin1'), 'latin1.csv')), expected);
    });

    it('takes the second of two columns for what the first is not', async () => {
      await touch('17.png', '4.png');
      assert.deepEqual(await labelsOf(await csv('id,breed\n17.png,a\n4.png,b\n')), {
        '17.png': 'a',
        '4.png': 'b',
      });
      assert.deepEqual(await labelsOf(await csv('label,id\na,17\nb,4\n')), { '17.png': 'a', '4.png': 'b' });
      await rejects(
        await csv('id,breed\n17,a\n4,b\n'),
        'labels-columns-ambiguous',
        /id, breed.*--path-column/,
      );
    });

    it('reads a table without a header', async () => {
      await touch('1.png', '2.png');
      const labels = await csv('1.png,a\n2.png,b\n');
      assert.deepEqual(await labelsOf(labels), { '1.png': 'a', '2.png': 'b' });
    });

    it('counts repeated rows once and refuses contradictions', async () => {
      await touch('1.png', '2.png');
      assert.deepEqual(await labelsOf(await csv('path,label\n1.png,a\n2.png,b\n1.png,a\n')), {
        '1.png': 'a',
        '2.png': 'b',
      });
      const contradiction = await csv('path,label\n1.png,a\n2.png,b\n./1.png,c\n');
      await rejects(
        contradiction,
        'labels-unreadable',
        /1\.png is "a" in line 2 and "c" in line 4; leave one row per image/,
      );
    });

    it('asks for columns when they are ambiguous, and takes those asked for', async () => {
      await touch('1.png', '2.png');
      const labels = await csv('path,given_label,corrected_label\n1.png,a,b\n2.png,b,a\n');
      await rejects(labels, 'labels-columns-ambiguous', /path, given_label, corrected_label.*--label-column/);
      assert.deepEqual(await labelsOf({ ...labels, labelColumn: 'corrected_label' }), {
        '1.png': 'b',
        '2.png': 'a',
      });
      await rejects({ ...labels, labelColumn: 'nope' }, 'labels-unreadable', /no column "nope"/);
    });

    it('says what is wrong in one sentence', async () => {
      await touch('1.png', '2.png');
      await rejects({ file: folder.at('none.csv') }, 'labels-unreadable', /no label file/);
      await rejects(await csv(' \n'), 'labels-unreadable', /is empty/);
      await rejects(await csv('path\n1.png\n'), 'labels-unreadable', /only one column/);
      await rejects(
        await csv('path,label\n"1.png,a\n2.png,b\n'),
        'labels-unreadable',
        /line 2 opens a quote that is never closed/,
      );
      await rejects(await csv('path,label\nx.png,a\ny.png,b\n'), 'labels-match-nothing', /no "x.png" in/);
      await rejects(
        await csv('path,label\n1.png,a\n2.png,a\n'),
        'too-few-classes',
        /every image the label "a"/,
      );
    });

    it('says that there are no images when there are none', async () => {
      await mkdir(folder.at('sub'));
      await rejects(await csv('path,label\nx.png,a\n'), 'no-images', /no images in/);
    });
  });
});
