import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { FormatName } from '../../../../src/core/dataset/formats/formatNames';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { discover } from '../../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';

const GOLDEN = path.join(__dirname, 'golden');
const { signal } = new AbortController();

type Entry = Readonly<Record<string, unknown>>;
interface Content {
  readonly images: readonly Entry[];
  readonly annotations: readonly Entry[];
  readonly categories: readonly Entry[];
}

const CATEGORIES = [
  { id: 0, name: 'cat' },
  { id: 7, name: 'dog' },
];
const IMAGES = [
  { id: 1, file_name: 'a.jpg', width: 100, height: 80 },
  { id: 2, file_name: 'b.jpg', width: 100, height: 80 },
];
const BOXES = [
  { id: 5, image_id: 1, category_id: 0, bbox: [10, 20, 30.5, 40] },
  { id: 6, image_id: 1, category_id: 7, bbox: [0, 0, 5, 5] },
  { id: 7, image_id: 2, category_id: 7, bbox: [1, 2, 3, 4], iscrowd: 0 },
];

describe('a COCO dataset', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => (folder = await createTemporaryFolder()));
  afterEach(() => folder.remove());

  const write = (file: string, content: Partial<Content>) =>
    folder.write(
      file,
      JSON.stringify({ images: IMAGES, annotations: BOXES, categories: CATEGORIES, ...content }),
    );
  const touch = async (...files: string[]) => {
    for (const file of files) await folder.write(file, '');
  };
  const scan = (format?: FormatName) => runSteps(discover({ root: folder.root, format, signal }));
  const labels = async () => {
    const index = await scan();
    const labelOf = Object.fromEntries(
      index.paths.map((image, i) => [image, index.classes[index.labels[i]!]]),
    );
    const boxes = index.places?.map((place) => place?.box && Object.values(place.box)) ?? [];
    return { index, labelOf, boxes, warnings: (index.warnings ?? []).map((warning) => wordMessage(warning)) };
  };
  const rejects = (message: RegExp) =>
    assert.rejects(scan(), (error: unknown) => {
      assert.ok(error instanceof Error && 'code' in error);
      assert.equal(error.code, 'labels-unreadable');
      assert.match(error.message, message);
      return true;
    });

  it('refuses two classes of one id, and not one that is listed twice', async () => {
    await touch('a.jpg', 'b.jpg');
    await write('labels.json', { categories: [...CATEGORIES, { id: 7, name: 'wolf' }] });
    await rejects(/^labels\.json: the classes dog and wolf have the same id, 7, .*give each class an id/);
    await write('labels.json', { categories: [...CATEGORIES, { id: 7, name: 'dog' }] });
    assert.equal((await labels()).labelOf['a.jpg#6'], 'dog');
  });

  it('refuses an id of an annotation that would lead out of the dataset as a path', async () => {
    await touch('a.jpg', 'b.jpg');
    const [first, ...others] = BOXES;
    await write('labels.json', { annotations: [{ ...first, id: 'x/../../1' }, ...others] });
    await rejects(/^labels\.json: entry 1 of "annotations" has no usable "id"; correct it/);
  });

  it('reads what pycocotools reads', async () => {
    const golden = JSON.parse(await readFile(path.join(GOLDEN, 'coco.json'), 'utf8')) as Content;
    const expected = JSON.parse(
      await readFile(path.join(GOLDEN, 'coco.pycocotools.json'), 'utf8'),
    ) as readonly (readonly [string, string, readonly number[]])[];
    for (const { file_name } of golden.images) await touch(`val2017/${String(file_name)}`);
    await folder.write('annotations/instances_val2017.json', JSON.stringify(golden));
    const { labelOf, boxes, index } = await labels();
    assert.deepEqual(
      index.paths.map((image, i) => [image, labelOf[image], boxes[i]]),
      expected.map(([image, ...others]) => [`val2017/${image}`, ...others]),
    );
    assert.deepEqual(index.labelSource, {
      kind: 'annotations',
      format: 'coco',
      files: ['annotations/instances_val2017.json'],
    });
  });

  it('names a box by its picture and the id of its annotation', async () => {
    await touch('images/a.jpg', 'images/b.jpg', 'images/c.jpg');
    await write('labels.json', {});
    const { labelOf, boxes, index, warnings } = await labels();
    assert.deepEqual(labelOf, { 'images/a.jpg#5': 'cat', 'images/a.jpg#6': 'dog', 'images/b.jpg#7': 'dog' });
    assert.deepEqual(boxes[0], [10, 20, 30.5, 40]);
    assert.equal(index.places?.[0]?.file, 'images/a.jpg');
    assert.equal(index.skipped.unlabelled, 1);
    assert.equal(index.skipped.notImages, 0);
    assert.deepEqual(warnings, []);
  });

  it('reads a file for each split, as Roboflow writes them, with the same names and ids', async () => {
    for (const split of ['train', 'valid']) {
      await touch(`${split}/a.jpg`, `${split}/b.jpg`);
      await write(`${split}/_annotations.coco.json`, {});
    }
    const { index, labelOf, warnings } = await labels();
    assert.deepEqual(index.splits, ['train', 'valid']);
    assert.equal(index.paths.length, 6);
    assert.equal(labelOf['valid/b.jpg#7'], 'dog');
    assert.deepEqual(warnings, []);
  });

  it('finds pictures of one name in the folder that the file is named after', async () => {
    await touch('images/train/a.jpg', 'images/train/b.jpg', 'images/val/a.jpg', 'images/val/b.jpg');
    await write('annotations/instances_val.json', {});
    const { index, warnings } = await labels();
    assert.deepEqual(index.paths, ['images/val/a.jpg#5', 'images/val/a.jpg#6', 'images/val/b.jpg#7']);
    assert.deepEqual(warnings, []);
  });

  it('finds pictures by the paths of another machine', async () => {
    await touch('pics/a.jpg', 'pics/b.jpg');
    await write('labels.json', {
      images: [
        { id: 1, file_name: 'C:\\data\\pics\\a.jpg' },
        { id: 2, file_name: 's3://bucket/pics/b.jpg' },
      ],
    });
    const { index, warnings } = await labels();
    assert.equal(index.paths.length, 3);
    assert.match(warnings[0]!, /were taken for the only image that fits their end/);
  });

  it('reads classes of whole images where there are no boxes, and leaves out images of several', async () => {
    await touch('a.jpg', 'b.jpg', 'c.jpg');
    await write('labels.json', {
      images: [...IMAGES, { id: 3, file_name: 'c.jpg' }],
      annotations: [
        { id: 1, image_id: 1, category_id: 0, bbox: [] },
        { id: 2, image_id: 2, category_id: 7, bbox: [0, 0, 0, 0] },
        { id: 3, image_id: 3, category_id: 7 },
        { id: 4, image_id: 3, category_id: 0 },
      ],
    });
    const { index, labelOf, warnings } = await labels();
    assert.deepEqual(labelOf, { 'a.jpg': 'cat', 'b.jpg': 'dog' });
    assert.equal(index.places, undefined);
    assert.equal(index.skipped.unlabelled, 1);
    assert.deepEqual(warnings, [
      'labels.json: 1 image has more than one class and is left out, such as c.jpg (dog, cat).',
    ]);
  });

  it('leaves out what cannot be used, and says so once for each kind', async () => {
    await touch('a.jpg', 'b.jpg');
    await write('labels.json', {
      images: [...IMAGES, { id: 3, file_name: 'gone.jpg' }],
      annotations: [
        ...BOXES,
        { id: 10, image_id: 1, category_id: 0, bbox: [1, 1, 9, 9], iscrowd: 1 },
        { id: 11, image_id: 1, category_id: 0, bbox: [1, 1, 0, 9] },
        { id: 12, image_id: 1, category_id: 0, bbox: [1, 1, 'x', 9] },
        { id: 13, image_id: 1, category_id: 0, bbox: [101, 1, 9, 9] },
        { id: 14, image_id: 1, category_id: 0, bbox: [90, 1, 30, 9] },
        { id: 15, image_id: 99, category_id: 0, bbox: [1, 1, 9, 9] },
        { id: 16, image_id: 1, category_id: 99, bbox: [1, 1, 9, 9] },
        { id: 17, image_id: 1, category_id: 0 },
        { id: 18, image_id: 3, category_id: 0, bbox: [1, 1, 9, 9] },
        BOXES[0]!,
        { ...BOXES[0], bbox: [1, 1, 2, 2] },
        { id: 5, image_id: 2, category_id: 0, bbox: [3, 3, 9, 9] },
      ],
    });
    const { index, warnings } = await labels();
    assert.deepEqual(index.paths, ['a.jpg#14', 'a.jpg#5', 'a.jpg#6', 'b.jpg#5', 'b.jpg#7']);
    assert.equal(index.skipped.missingFiles, 1);
    assert.deepEqual(warnings, [
      'labels.json: 1 picture that it lists is not there, such as gone.jpg.',
      'labels.json: 1 annotation stands for a crowd of objects, such as annotation 10 (a.jpg); it is not searched.',
      'labels.json: 2 boxes are left out for having no width or height, such as annotation 11 (a.jpg).',
      'labels.json: 1 box lies outside of its picture and is left out, such as annotation 13 (a.jpg).',
      'labels.json: 1 box reaches beyond its picture and is cut at the edge, such as annotation 14 (a.jpg).',
      'labels.json: 1 annotation is about images that it does not list, and left out, such as annotation 15.',
      'labels.json: 1 annotation is left out for having a class that is not listed, such as annotation 16 (a.jpg).',
      'labels.json: 1 annotation has no box, unlike others, and is left out, such as annotation 17 (a.jpg).',
      'labels.json: 1 annotation repeats another one and counts once, such as annotation 5 (a.jpg).',
      'labels.json: 1 annotation has the id of another one on the same image, and is left out, such as annotation 5 (a.jpg); give each an id of its own.',
      'labels.json: 1 id of annotations is used for more than one picture, such as 5; they are told apart by their pictures.',
    ]);
  });

  it('says that classes of several ids were taken for one', async () => {
    await touch('a.jpg', 'b.jpg');
    await write('labels.json', {
      categories: [...CATEGORIES, { id: 8, name: 'dog' }, { id: 9, name: 'cat' }],
      annotations: [...BOXES, { id: 8, image_id: 2, category_id: 8, bbox: [1, 2, 3, 4] }],
    });
    const { warnings } = await labels();
    assert.deepEqual(warnings, [
      'labels.json: the class "dog" has more than one id; they were taken for one class.',
    ]);
  });

  it('says that pictures have another size than the file says', async () => {
    for (const name of ['a.jpg', 'b.jpg']) {
      const create = {
        width: name === 'a.jpg' ? 100 : 50,
        height: 80,
        channels: 3,
        background: 'red',
      } as const;
      await folder.write(name, await sharp({ create }).jpeg().toBuffer());
    }
    await write('labels.json', {});
    const { warnings } = await labels();
    assert.deepEqual(warnings, [
      'labels.json: of 2 pictures looked at 1 has another size than it says (b.jpg: 50 × 80, not 100 × 80); the boxes were taken for pixels of the files as they are.',
    ]);
  });

  it('leaves out key points of pictures whose objects are in another file', async () => {
    await touch('val2017/a.jpg', 'val2017/b.jpg');
    await write('annotations/instances_val2017.json', {});
    const people = BOXES.map((box) => ({ ...box, category_id: 0, keypoints: [1, 2, 2] }));
    await write('annotations/person_keypoints_val2017.json', { annotations: people });
    await folder.write(
      'annotations/captions_val2017.json',
      JSON.stringify({ images: IMAGES, annotations: [{ id: 1, image_id: 1, caption: 'a cat' }] }),
    );
    const { index, warnings } = await labels();
    assert.equal(index.paths.length, 3);
    assert.deepEqual(warnings, [
      'annotations/person_keypoints_val2017.json: holds key points of images whose boxes are in other files; it is not searched.',
    ]);
  });

  it('counts boxes of a part that is in a file of its own, too, once', async () => {
    await touch('a.jpg', 'b.jpg');
    await write('all.json', {});
    await write('part.json', { annotations: BOXES.slice(1) });
    const { index, warnings } = await labels();
    assert.equal(index.paths.length, 3);
    assert.deepEqual(warnings, [
      'part.json: 2 annotations repeat others and count once, such as annotation 6 (a.jpg).',
    ]);
  });

  it('says which of two files is taken where they contradict each other about boxes', async () => {
    await touch('a.jpg', 'b.jpg');
    await write('first.json', {});
    await write('second.json', {
      annotations: [{ ...BOXES[0], category_id: 7 }, { ...BOXES[1], bbox: [0, 0, 5, 6] }, BOXES[2]!],
    });
    const { labelOf, warnings } = await labels();
    assert.deepEqual(labelOf, { 'a.jpg#5': 'cat', 'a.jpg#6': 'dog', 'b.jpg#7': 'dog' });
    assert.deepEqual(warnings, [
      'second.json: 1 annotation repeats another one and counts once, such as annotation 7 (b.jpg).',
      'second.json: 2 annotations are in first.json, too, with another class or box, and were taken from there, such as annotation 5 (a.jpg). What you exclude there comes back from here: remove the file that is not meant.',
    ]);
  });

  it('names both of two files that contradict each other about whole images', async () => {
    await touch('a.jpg', 'b.jpg', 'c.jpg');
    const whole = (...classes: number[]) => ({
      images: [...IMAGES, { id: 3, file_name: 'c.jpg' }],
      annotations: classes.map((category_id, i) => ({ id: i + 1, image_id: i + 1, category_id })),
    });
    await write('first.json', whole(0, 7, 7));
    await write('second.json', whole(0, 7, 0));
    const { labelOf, warnings } = await labels();
    assert.deepEqual(labelOf, { 'a.jpg': 'cat', 'b.jpg': 'dog' });
    assert.deepEqual(warnings, [
      'first.json and second.json say different classes of 1 image, which is left out, such as c.jpg (dog, cat); remove the file that is not meant.',
    ]);
  });

  describe('refuses', () => {
    beforeEach(() => touch('a.jpg', 'b.jpg'));

    it('a file that is cut off', async () => {
      const whole = JSON.stringify({ images: IMAGES, annotations: BOXES, categories: CATEGORIES });
      await folder.write('labels.json', whole.slice(0, -5));
      await rejects(/^labels\.json is cut off/);
    });

    it('a file that goes on behind its end', async () => {
      const whole = JSON.stringify({ images: IMAGES, annotations: BOXES, categories: CATEGORIES });
      await folder.write('labels.json', `${whole}\n\t \r\n`);
      assert.equal((await labels()).index.paths.length, 3);
      for (const more of ['}', ' x', whole, '"text"']) {
        await folder.write('labels.json', `${whole}\n${more}`);
        await rejects(/^labels\.json goes on behind the brace that ends its lists/);
      }
    });

    it('two images of one id', async () => {
      await write('labels.json', { images: [...IMAGES, { id: 1, file_name: 'c.jpg' }] });
      await rejects(/^labels\.json: the images a\.jpg and c\.jpg have the same id, 1,/);
    });

    it('a box without an id', async () => {
      const { id, ...box } = BOXES[2]!;
      assert.equal(id, 7);
      await write('labels.json', { annotations: [...BOXES, box] });
      await rejects(/entry 4 of "annotations" has no usable "id"/);
    });

    it('an entry that is no JSON or lacks what it must have', async () => {
      await write('labels.json', { images: [...IMAGES, { id: 3 }] });
      await rejects(/entry 3 of "images" has no usable "file_name"/);
      const text = JSON.stringify({ images: IMAGES, annotations: BOXES, categories: CATEGORIES });
      await folder.write('labels.json', text.replace('30.5', 'NaN0'));
      await rejects(/entry 1 of "annotations" is not JSON/);
    });

    it('boxes in shares of their pictures', async () => {
      await write('labels.json', {
        annotations: BOXES.map((box) => ({ ...box, bbox: [0.1, 0.2, 0.3, 0.4] })),
      });
      await rejects(/all boxes are numbers from 0 to 1, such as \[0\.1, 0\.2, 0\.3, 0\.4\]/);
    });
  });

  it('is not seen in other JSON files, nor where its images are not', async () => {
    await touch('cat/a.jpg', 'dog/b.jpg');
    await folder.write('package.json', JSON.stringify({ name: 'x', images: ['a'], annotations: {} }));
    await folder.write('list.json', JSON.stringify([{ images: IMAGES, annotations: BOXES }]));
    await write('other.json', { images: [{ id: 1, file_name: 'nowhere.jpg' }] });
    await write('cat/a.json', {});
    assert.deepEqual((await scan()).labelSource, { kind: 'folders' });
    await assert.rejects(scan('coco'), /does not hold a dataset in the form of COCO/);
  });

  it('beside class folders is one of two ways to read them', async () => {
    await touch('cat/a.jpg', 'dog/b.jpg');
    await write('labels.json', {
      images: IMAGES.map((image, i) => ({ ...image, file_name: ['cat/a.jpg', 'dog/b.jpg'][i] })),
    });
    await assert.rejects(scan(), /class folders, COCO \(labels\.json\)/);
    assert.equal((await scan('coco')).paths.length, 3);
    assert.equal((await scan('folders')).paths.length, 2);
  });
});
