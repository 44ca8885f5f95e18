import assert from 'node:assert/strict';
import path from 'node:path';
import type { DatasetIndex } from '../../src/core/dataset/dataset';
import type { FormatName } from '../../src/core/dataset/formats/formatNames';
import { sortClasses } from '../../src/core/dataset/sortClasses';
import { writeFiles } from '../fixtures/reviewedDataset';
import { temporaryFolder } from '../unit/temporaryFolder';
import { correct, exportAs, labelsOf, readNow, review, SIZE, writePictures } from './review';
import { peer } from './startPeer';

interface Box {
  readonly label: string;
  /** Left, top, width and height in shares of the picture. */
  readonly box: readonly number[];
}

const CLASSES = ['Bär', 'cat', 'dog, big'];
const NEW = 'naïf "1"';

describe('FiftyOne', () => {
  const ask = peer('fiftyone_peer');
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'pets');
  const out = () => path.join(folder(), 'new');
  const describeBoxes = (boxes: readonly Box[]) =>
    boxes.map(({ label, box }) => `${label} ${box.map((share) => share.toFixed(4)).join(' ')}`).sort();

  const describeAll = (of: Readonly<Record<string, readonly Box[]>>) =>
    Object.fromEntries(Object.entries(of).map(([picture, boxes]) => [picture, describeBoxes(boxes)]));

  /** The boxes of each picture, by what `keyOf` makes of its path. */
  function boxesOf(
    { paths, places }: DatasetIndex,
    labels: Readonly<Record<string, string>>,
    keyOf: (picture: string) => string,
  ): Record<string, Box[]> {
    const boxes: Record<string, Box[]> = {};
    const { width, height } = SIZE;
    for (const [i, image] of paths.entries()) {
      const { file = '', box } = places?.[i] ?? {};
      const found = (boxes[keyOf(file)] ??= []);
      const label = labels[image];
      if (box === undefined || label === undefined) continue;
      found.push({ label, box: [box.x / width, box.y / height, box.width / width, box.height / height] });
    }
    return boxes;
  }

  it('reads classes of images as they were decided on', async () => {
    const images = ['train', 'val'].flatMap((split) =>
      CLASSES.flatMap((label) => ['1.bmp', '1.png', '2.bmp'].map((name) => `${split}/${label}/${name}`)),
    );
    await writePictures(root(), images);
    const { meant } = await review(root(), NEW);
    await exportAs(root(), 'fiftyone', '--out', out());
    assert.deepEqual(await ask('read_classes', { folder: out() }), {
      labels: Object.fromEntries(
        images.flatMap((image, index) =>
          meant[image] === undefined ? [] : [[String(index + 1), meant[image]]],
        ),
      ),
      classes: sortClasses(new Set(Object.values(meant))),
    });
  });

  it('reads boxes as they were decided on', async () => {
    const pictures = ['a', 'b', 'c', 'd'].map((name) => `images/${name}.bmp`);
    await writePictures(root(), pictures);
    const lines = CLASSES.map((_, id) => `${id} ${0.3 + id / 10} 0.5 0.25 0.4\n`).join('');
    for (const name of ['a', 'b', 'c', 'd']) await writeFiles(root(), { [`labels/${name}.txt`]: lines });
    await writeFiles(root(), { 'classes.txt': CLASSES.join('\n') });
    const { now, meant } = await review(root(), NEW);
    await exportAs(root(), 'fiftyone', '--out', out());
    const { boxes, classes } = (await ask('read_boxes', { folder: out() })) as {
      boxes: Record<string, Box[]>;
      classes: string[];
    };
    const wanted = boxesOf(now, meant, (picture) => String(pictures.indexOf(picture) + 1));
    assert.deepEqual(describeAll(boxes), describeAll(wanted));
    assert.deepEqual(classes, sortClasses(new Set(Object.values(meant))));
  });

  it('writes class folders that are read as they were meant', async () => {
    const names = Array.from({ length: 6 }, (_, number) => `${number}.bmp`);
    await writePictures(folder(), names);
    const pictures = names.map((name, i) => ({ path: path.join(folder(), name), label: CLASSES[i % 3]! }));
    await ask('write_classes', { folder: root(), pictures });
    assert.deepEqual(
      labelsOf(await readNow(root())),
      Object.fromEntries(pictures.map(({ path: file, label }) => [`${label}/${path.basename(file)}`, label])),
    );
  });

  it('writes boxes as COCO, YOLO and Pascal VOC that are read as they were meant', async () => {
    const names = Array.from({ length: 6 }, (_, number) => `${number}.bmp`);
    await writePictures(folder(), names);
    const pictures = names.map((name, i) => ({
      path: path.join(folder(), name),
      boxes: CLASSES.map((label, id) => ({ label, box: [i / 20, 0.1, 0.25 + id / 4, 0.5] })),
    }));
    await ask('write_boxes', { folder: root(), classes: CLASSES, pictures });
    for (const format of ['coco', 'yolo', 'voc'] satisfies FormatName[]) {
      const now = await readNow(path.join(root(), format));
      const wanted = pictures.map(({ path: file, boxes }) => [path.basename(file), boxes] as const);
      assert.deepEqual(
        describeAll(boxesOf(now, labelsOf(now), (file) => path.basename(file))),
        describeAll(Object.fromEntries(wanted)),
        format,
      );
    }
  });

  // Whole pixels: it rounds what CVAT has between them.
  it('reads boxes of CVAT as they were decided on', async () => {
    const names = ['a.bmp', 'b.bmp', 'c.bmp', 'd.bmp'];
    await writePictures(
      root(),
      names.map((name) => `data/${name}`),
    );
    const boxes = ['dog &amp; cat', 'Bär', 'x'].map(
      (label, i) =>
        `    <box label="${label}" occluded="0" xtl="${5 * i + 1}.00" ytl="2.00" xbr="${9 * i + 12}.00" ybr="${18 - i}.00" z_order="0"></box>\n`,
    );
    const images = names.map(
      (name, id) =>
        `  <image id="${id}" name="${name}" width="${SIZE.width}" height="${SIZE.height}">\n${boxes.join('')}  </image>\n`,
    );
    await writeFiles(root(), {
      'labels.xml': `<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n${images.join('')}</annotations>\n`,
    });
    const readThere = async () =>
      describeAll((await ask('read_cvat', { folder: root() })) as Record<string, Box[]>);
    const now = await readNow(root());
    const asThere = (labels: Readonly<Record<string, string>>) =>
      describeAll(boxesOf(now, labels, (file) => String(names.indexOf(path.basename(file)) + 1)));
    assert.deepEqual(await readThere(), asThere(labelsOf(now)));
    const { meant } = await correct(root(), NEW);
    assert.deepEqual(await readThere(), asThere(meant));
  });
});
