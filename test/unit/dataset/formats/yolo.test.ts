import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { FormatName } from '../../../../src/core/dataset/formats/formatNames';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { discover } from '../../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';

const GOLDEN = path.join(__dirname, 'golden');
const { signal } = new AbortController();
const DATA =
  'path: /home/someone/datasets/pets\ntrain: images/train\nval: images/val\nnames:\n  0: cat\n  1: dog\n';

describe('a YOLO dataset', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => (folder = await createTemporaryFolder()));
  afterEach(() => folder.remove());

  /** Pictures of 100 × 50 pixels, or of another size. */
  const picture = async (file: string, width = 100, height = 50) => {
    const create = { width, height, channels: 3, background: 'red' } as const;
    await folder.write(
      file,
      await sharp({ create })
        .toFormat(file.endsWith('png') ? 'png' : 'jpeg')
        .toBuffer(),
    );
  };
  const label = (file: string, ...lines: string[]) => folder.write(file, lines.join('\n'));
  const pets = async () => {
    for (const split of ['train', 'val']) await picture(`images/${split}/a.jpg`);
    await label('labels/train/a.txt', '0 0.5 0.5 0.2 0.4', '1 0.1 0.2 0.1 0.2');
    await label('labels/val/a.txt', '1 0.5 0.5 1 1');
    await folder.write('data.yaml', DATA);
  };
  const scan = (format?: FormatName) => runSteps(discover({ root: folder.root, format, signal }));
  const labels = async (format?: FormatName) => {
    const index = await scan(format);
    const labelOf = Object.fromEntries(
      index.paths.map((image, i) => [image, index.classes[index.labels[i]!]]),
    );
    const boxes = (index.places ?? []).map((place) => rounded(Object.values(place?.box ?? {})));
    return { index, labelOf, boxes, warnings: (index.warnings ?? []).map((warning) => wordMessage(warning)) };
  };
  const rejects = (message: RegExp) =>
    assert.rejects(scan(), (error: unknown) => {
      assert.ok(error instanceof Error && 'code' in error);
      assert.equal(error.code, 'labels-unreadable');
      assert.match(error.message, message);
      return true;
    });

  it('counts a label file once that two pictures have', async () => {
    await pets();
    await picture('images/train/a.png');
    const { index } = await labels();
    assert.equal(index.paths.filter((image) => image.startsWith('images/train/a.')).length, 4);
    assert.equal(index.skipped.notImages, 0);
  });

  it('reads label files in upper case, and those in lower case where there are both', async () => {
    await pets();
    await rm(folder.at('labels/train/a.txt'));
    await label('labels/train/a.TXT', '0 0.5 0.5 0.2 0.4');
    await label('labels/val/a.TXT', '0 0.5 0.5 0.2 0.4', '0 0.1 0.2 0.1 0.2');
    const { labelOf } = await labels();
    assert.deepEqual(labelOf, { 'images/train/a.jpg#1': 'cat', 'images/val/a.jpg#1': 'dog' });
  });

  it('reads what ultralytics reads', async () => {
    const { files, sizes } = JSON.parse(await readFile(path.join(GOLDEN, 'yolo.json'), 'utf8')) as {
      readonly files: Readonly<Record<string, string>>;
      readonly sizes: Readonly<Record<string, readonly [number, number]>>;
    };
    const expected = JSON.parse(
      await readFile(path.join(GOLDEN, 'yolo.ultralytics.json'), 'utf8'),
    ) as readonly (readonly [string, readonly (readonly number[])[]])[];
    for (const [name, text] of Object.entries(files)) {
      await picture(`images/train/${name}.png`, ...sizes[name]!);
      await folder.write(`labels/train/${name}.txt`, text);
    }
    await folder.write('data.yaml', 'train: images/train\nnames: [a, b, c, d, e]\nnc: 5\n');
    const { index, boxes, labelOf } = await labels();
    for (const [name, rows] of expected) {
      const found = index.paths.flatMap((image, i) => {
        if (!image.startsWith(`images/train/${name}.png#`)) return [];
        const [x = 0, y = 0, width = 0, height = 0] = boxes[i]!;
        return [['abcde'.indexOf(labelOf[image]!), x + width / 2, y + height / 2, width, height]];
      });
      const sort = (list: readonly (readonly number[])[]) =>
        [...list].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
      assert.equal(found.length, rows.length, name);
      for (const [i, row] of sort(found).entries())
        for (const [edge, value] of row.entries())
          assert.ok(Math.abs(value - sort(rows)[i]![edge]!) < 0.01, `${name}: ${row.join(' ')}`);
    }
  });

  it('names a box by its picture and its line, with its pixels', async () => {
    await pets();
    const { index, labelOf, boxes, warnings } = await labels();
    assert.deepEqual(labelOf, {
      'images/train/a.jpg#1': 'cat',
      'images/train/a.jpg#2': 'dog',
      'images/val/a.jpg#1': 'dog',
    });
    assert.deepEqual(boxes, [
      [40, 15, 20, 20],
      [5, 5, 10, 10],
      [0, 0, 100, 50],
    ]);
    assert.deepEqual(index.places?.[1]?.file, 'images/train/a.jpg');
    assert.deepEqual(index.splits, ['images/train', 'images/val']);
    assert.deepEqual(index.labelSource, { kind: 'annotations', format: 'yolo', files: ['data.yaml'] });
    assert.deepEqual(warnings, []);
  });

  it('counts pictures without boxes, and leaves out what is in no split', async () => {
    await pets();
    await picture('images/train/empty.jpg');
    await label('labels/train/empty.txt');
    await picture('images/train/background.jpg');
    await picture('images/unused/b.jpg');
    await label('labels/unused/b.txt', '0 0.5 0.5 0.1 0.1');
    const { index, warnings } = await labels();
    assert.equal(index.paths.length, 3);
    assert.equal(index.skipped.unlabelled, 3);
    assert.equal(index.skipped.notImages, 0);
    assert.deepEqual(warnings, [
      '1 picture with a label file is in none of the folders and lists that data.yaml names, and is not searched, such as images/unused/b.jpg.',
    ]);
  });

  it('finds the folders that Roboflow writes, and says which is not there', async () => {
    for (const split of ['train', 'valid']) {
      await picture(`${split}/images/a.jpg`);
      await label(`${split}/labels/a.txt`, '0 0.5 0.5 0.2 0.4', '1 0.1 0.2 0.1 0.2');
    }
    await folder.write(
      'data.yaml',
      "train: ../train/images\nval: ../valid/images\ntest: ../test/images\nnc: 2\nnames: ['cat', 'dog']\n",
    );
    const { index, warnings } = await labels();
    assert.equal(index.paths.length, 4);
    assert.deepEqual(index.splits, ['train', 'valid']);
    assert.deepEqual(warnings, [
      'data.yaml names "../test/images", where no images are; nothing of it is searched.',
    ]);
  });

  it('reads lists of images with the paths of another machine', async () => {
    await pets();
    await folder.write('data.yaml', DATA.replace('images/train', '[lists/train.txt]'));
    await folder.write(
      'lists/train.txt',
      './images/train/a.jpg\nD:\\pets\\images\\val\\a.jpg\n/home/x/images/train/gone.jpg\n',
    );
    const { index, warnings } = await labels();
    assert.equal(index.paths.length, 3);
    assert.equal(index.skipped.missingFiles, 1);
    assert.match(
      warnings.join('\n'),
      /lists\/train\.txt: 1 picture that it lists is not there, such as \/home\/x/,
    );
  });

  it('reads label files beside the pictures, with a list of classes', async () => {
    for (const [name, id] of [
      ['a', 0],
      ['b', 1],
    ] as const) {
      await picture(`obj_train_data/${name}.png`);
      await label(`obj_train_data/${name}.txt`, `${id} .5 .5 1e-1 0.1`);
    }
    await folder.write('obj.names', 'cat\r\ndog\r\n');
    const { labelOf } = await labels();
    assert.deepEqual(labelOf, { 'obj_train_data/a.png#1': 'cat', 'obj_train_data/b.png#1': 'dog' });
  });

  it('takes all pictures where a data.yaml names nothing but classes', async () => {
    await pets();
    await folder.write('data.yaml', 'nc: 2\nnames: [cat, dog]\n');
    const { index, warnings } = await labels();
    assert.deepEqual([index.classes, index.paths.length, warnings], [['cat', 'dog'], 3, []]);
  });

  it('reads names of classes in other encodings than UTF-8', async () => {
    await pets();
    const yaml = 'names: [Kätzchen, Welpe]\n';
    for (const bytes of [Buffer.from(yaml, 'latin1'), Buffer.from(`\ufeff${yaml}`, 'utf16le')]) {
      await folder.write('data.yaml', bytes);
      assert.deepEqual((await labels()).index.classes, ['Kätzchen', 'Welpe']);
    }
    await folder.write('data.yaml', 'something: else\n');
    await folder.write('classes.txt', Buffer.from('Kätzchen\r\nWelpe\r\n', 'latin1'));
    assert.deepEqual((await labels()).index.classes, ['Kätzchen', 'Welpe']);
  });

  it('calls classes by their numbers where nothing names them', async () => {
    await pets();
    await folder.write('data.yaml', 'something: else\n');
    const { index, warnings } = await labels();
    assert.deepEqual(index.classes, ['0', '1']);
    assert.deepEqual(warnings, [
      'There is no list of class names (data.yaml, classes.txt), so the classes are the numbers in the label files.',
    ]);
  });

  it('reads outlines, turned boxes, key points and confidences as boxes', async () => {
    await pets();
    await folder.write('data.yaml', `${DATA}kpt_shape: [1, 3]\n`);
    await label(
      'labels/train/a.txt',
      '0 .1 .2 .3 .2 .3 .6',
      '1 .1 .2 .3 .2 .3 .6 .1 .6',
      '0 .5 .5 .2 .4 .1 .1 2',
      '1 .5 .5 .2 .4 .97',
    );
    const { boxes, warnings } = await labels();
    assert.deepEqual(boxes.slice(0, 4), [
      [10, 10, 20, 20],
      [10, 10, 20, 20],
      [40, 15, 20, 20],
      [40, 15, 20, 20],
    ]);
    assert.deepEqual(warnings, [
      '1 line of a label file ends in a sixth number, such as labels/train/a.txt, line 4, which was taken for a confidence and not used.',
    ]);
  });

  it('leaves out what cannot be used, and says so once for each kind', async () => {
    await pets();
    await folder.write('images/val/broken.jpg', 'no picture');
    await label('labels/val/broken.txt', '0 .5 .5 .1 .1', '1 .5 .5 .1 .1');
    await label(
      'labels/train/a.txt',
      '0 0.5 0.5 0.2 0.4',
      '',
      'cat 0.5 0.5 0.2 0.4',
      '0 0.5 0.5 0.2',
      '0 55 20 10 10',
      '7 0.5 0.5 0.2 0.4',
      '0 0.5 0.5 0 0.4',
      '0 0.9 0.5 0.6 0.4',
      '0 0.5 0.5 0.2 0.4',
      '1 0.1 0.2 0.1 0.2',
    );
    const { index, warnings } = await labels();
    assert.deepEqual(index.paths, [
      'images/train/a.jpg#1',
      'images/train/a.jpg#10',
      'images/train/a.jpg#8',
      'images/val/a.jpg#1',
    ]);
    assert.deepEqual(warnings, [
      '2 lines of label files are not a class and a box, and are left out, such as labels/train/a.txt, line 3.',
      '1 line of a label file has numbers that are not from 0 to 1, and is left out, such as labels/train/a.txt, line 5; YOLO has boxes in shares of the picture.',
      'data.yaml: 1 annotation is left out for having a class that is not listed, such as labels/train/a.txt, line 6 (7).',
      'data.yaml: 1 box is left out for having no width or height, such as labels/train/a.txt, line 7.',
      'data.yaml: 1 box reaches beyond its picture and is cut at the edge, such as labels/train/a.txt, line 8.',
      'data.yaml: 1 annotation repeats another one and counts once, such as labels/train/a.txt, line 9.',
      '2 boxes are left out, as a picture cannot be read, such as images/val/broken.jpg.',
    ]);
  });

  it('takes the size of a picture as it is meant to be seen', async () => {
    await pets();
    const create = { width: 100, height: 50, channels: 3, background: 'red' } as const;
    await folder.write(
      'images/train/a.jpg',
      await sharp({ create }).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    );
    const { boxes } = await labels();
    assert.deepEqual(boxes[0], [20, 30, 10, 40]);
  });

  describe('refuses', () => {
    beforeEach(pets);

    it('boxes in pixels', async () => {
      await label('labels/train/a.txt', '0 50 25 20 20');
      await label('labels/val/a.txt', '1 50 25 20 20');
      await rejects(/not in shares of their pictures.*labels\/train\/a\.txt, line 1.*divide them/);
    });

    it('classes that are counted from 1', async () => {
      await label('labels/train/a.txt', '1 0.5 0.5 0.2 0.4', '2 0.1 0.2 0.1 0.2');
      await rejects(/data\.yaml has 2 classes, with the numbers 0 to 1, but the label files use 1 to 2/);
    });

    it('lists of classes that differ', async () => {
      await folder.write('other.yaml', DATA.replace('dog', 'bird'));
      await rejects(/data\.yaml and other\.yaml have different lists of classes/);
    });

    it('a damaged data.yaml', async () => {
      await folder.write('data.yaml', `${DATA}names: [a, b\n`);
      await rejects(/data\.yaml is damaged at line 8/);
    });
  });

  it('is not seen in class folders, nor in texts beside pictures', async () => {
    for (const image of ['train/cat/a.jpg', 'train/dog/b.jpg', 'val/cat/c.jpg', 'val/dog/d.jpg'])
      await picture(image);
    await folder.write('data.yaml', 'train: train\nval: val\nnames: [cat, dog]\n');
    await label('train/cat/a.txt', 'A cat on 2 mats.');
    await label('train/classes.txt', 'cat', 'dog');
    assert.deepEqual((await scan()).labelSource, { kind: 'folders' });
    await assert.rejects(scan('yolo'), /does not hold a dataset in the form of YOLO/);
  });
});

const rounded = (edges: readonly number[]) => edges.map((edge) => Math.round(edge * 1000) / 1000);
