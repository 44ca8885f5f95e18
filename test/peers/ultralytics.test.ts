import assert from 'node:assert/strict';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DatasetIndex } from '../../src/core/dataset/dataset';
import { writeFiles } from '../fixtures/reviewedDataset';
import { temporaryFolder } from '../unit/temporaryFolder';
import { correct, exportAs, labelsOf, readNow, review, SIZE, writePictures } from './review';
import { peer } from './startPeer';

interface FoundBoxes {
  readonly names: readonly string[];
  readonly boxes: Readonly<
    Record<string, readonly { readonly label: string; readonly box: readonly number[] }[]>
  >;
  readonly wrong: readonly string[];
}

const NAMES = ['cat', 'dog, big', 'Bär'];
const PICTURES = Array.from({ length: 8 }, (_, number) => `images/deep er/${number}.bmp`);
const DATA_YAML = `train: images\nval: images\nnames: ${JSON.stringify(NAMES)}\n`;

describe('ultralytics', () => {
  const ask = peer('ultralytics_peer');
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'boxes');

  /** Label and box of each, in an order that does not depend on the file; in shares, of which it reads four or six digits. */
  const describeBoxes = (boxes: readonly { readonly label: string; readonly box: readonly number[] }[]) =>
    boxes.map(({ label, box }) => `${label} ${box.map((share) => share.toFixed(4)).join(' ')}`).sort();

  async function readThere(of: string): Promise<Record<string, readonly string[]>> {
    const { boxes, wrong } = (await ask('read', { file: path.join(of, 'data.yaml') })) as FoundBoxes;
    assert.deepEqual(wrong, []);
    return Object.fromEntries(
      Object.entries(boxes).map(([picture, found]) => [path.basename(picture), describeBoxes(found)]),
    );
  }

  /** The same as it was meant; a picture all of whose boxes were excluded has none. */
  function meantBoxes(now: DatasetIndex, labels: Readonly<Record<string, string>>) {
    const boxes: Record<string, { label: string; box: number[] }[]> = {};
    for (const [i, image] of now.paths.entries()) {
      const place = now.places?.[i];
      const found = (boxes[path.basename(place?.file ?? '')] ??= []);
      const label = labels[image];
      if (place?.box === undefined || label === undefined) continue;
      const { x, y, width, height } = place.box;
      const middle = [(x + width / 2) / SIZE.width, (y + height / 2) / SIZE.height];
      found.push({ label, box: [...middle, width / SIZE.width, height / SIZE.height] });
    }
    return Object.fromEntries(Object.entries(boxes).map(([name, found]) => [name, describeBoxes(found)]));
  }

  async function writeBoxes(): Promise<void> {
    await writePictures(root(), PICTURES);
    await ask('write', {
      folder: root(),
      names: NAMES,
      pictures: PICTURES.map((name) => name.slice('images/'.length)),
    });
    await writeFiles(root(), { 'data.yaml': DATA_YAML });
  }

  it('writes label files that are read as it reads them, and reads them again as they were decided on', async () => {
    await writeBoxes();
    const now = await readNow(root());
    assert.equal(now.paths.length, 3 * PICTURES.length);
    assert.deepEqual(await readThere(root()), meantBoxes(now, labelsOf(now)));
    const { meant } = await correct(root(), 'naïf: "1"');
    await rm(path.join(root(), 'labels/deep er.cache'), { force: true });
    assert.deepEqual(await readThere(root()), meantBoxes(now, meant));
  });

  it('reads boxes that were written anew, and the names of their classes', async () => {
    await writeBoxes();
    const { now, meant } = await review(root(), 'naïf: "1"');
    const out = path.join(folder(), 'new');
    await exportAs(root(), 'yolo', '--out', out);
    assert.deepEqual(await readThere(out), meantBoxes(now, meant));
  });

  it('makes label files out of COCO that are read as COCO is', async () => {
    await writePictures(root(), PICTURES);
    const coco = {
      images: PICTURES.map((picture, index) => ({
        id: index + 1,
        file_name: picture.slice('images/'.length),
        ...SIZE,
      })),
      annotations: PICTURES.flatMap((_, index) =>
        NAMES.map((_name, id) => ({
          id: 10 * index + id,
          image_id: index + 1,
          category_id: id + 1,
          bbox: [index + id / 3, 2.125, 7.5 + id, 11],
          area: 80,
          iscrowd: 0,
        })),
      ),
      categories: NAMES.map((name, index) => ({ id: index + 1, name })),
    };
    await writeFiles(folder(), { 'coco/boxes.json': JSON.stringify(coco) });
    await ask('convert', { folder: path.join(folder(), 'coco'), out: path.join(folder(), 'converted') });
    await rename(path.join(folder(), 'converted/labels/boxes'), path.join(root(), 'labels'));
    await writeFiles(root(), { 'data.yaml': DATA_YAML });
    const asYolo = await readNow(root());
    await rm(path.join(root(), 'labels'), { recursive: true });
    await rm(path.join(root(), 'data.yaml'));
    await rename(path.join(folder(), 'coco/boxes.json'), path.join(root(), 'images/boxes.json'));
    const asCoco = await readNow(root(), { format: 'coco' });
    assert.equal(asCoco.paths.length, 3 * PICTURES.length);
    assert.deepEqual(meantBoxes(asYolo, labelsOf(asYolo)), meantBoxes(asCoco, labelsOf(asCoco)));
  });
});
