import assert from 'node:assert/strict';
import path from 'node:path';
import type { FormatName } from '../../src/core/dataset/formats/formatNames';
import { sortClasses } from '../../src/core/dataset/sortClasses';
import { writeFiles } from '../fixtures/reviewedDataset';
import { temporaryFolder } from '../unit/temporaryFolder';
import { exportAs, labelsOf, readNow, review, SIZE, writePictures } from './review';
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
    const wanted: Record<string, Box[]> = {};
    for (const [i, image] of now.paths.entries()) {
      const { file = '', box } = now.places?.[i] ?? {};
      const found = (wanted[String(pictures.indexOf(file) + 1)] ??= []);
      const label = meant[image];
      if (box === undefined || label === undefined) continue;
      const { width, height } = SIZE;
      found.push({ label, box: [box.x / width, box.y / height, box.width / width, box.height / height] });
    }
    const { boxes, classes } = (await ask('read_boxes', { folder: out() })) as {
      boxes: Record<string, Box[]>;
      classes: string[];
    };
    const described = (of: Record<string, Box[]>) =>
      Object.fromEntries(Object.entries(of).map(([picture, found]) => [picture, describeBoxes(found)]));
    assert.deepEqual(described(boxes), described(wanted));
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
      const labels = labelsOf(now);
      const found: Record<string, Box[]> = {};
      for (const [i, image] of now.paths.entries()) {
        const { file = '', box = { x: 0, y: 0, width: 0, height: 0 } } = now.places?.[i] ?? {};
        const { width, height } = SIZE;
        const shares = [box.x / width, box.y / height, box.width / width, box.height / height];
        (found[path.basename(file)] ??= []).push({ label: labels[image] ?? '', box: shares });
      }
      assert.deepEqual(
        Object.fromEntries(Object.entries(found).map(([name, boxes]) => [name, describeBoxes(boxes)])),
        Object.fromEntries(
          pictures.map(({ path: file, boxes }) => [path.basename(file), describeBoxes(boxes)]),
        ),
        format,
      );
    }
  });
});
