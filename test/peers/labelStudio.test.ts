import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import type { DatasetIndex } from '../../src/core/dataset/dataset';
import type { FormatName } from '../../src/core/dataset/formats/formatNames';
import { writeFiles } from '../fixtures/reviewedDataset';
import { temporaryFolder } from '../unit/temporaryFolder';
import { exportAs, labelsOf, readNow, review, SIZE, writePictures } from './review';
import { peer } from './startPeer';

const CLASSES = ['Bär', 'cat', 'dog, big', 'naïf "1"'];
const NEW = 'naïf "1"';

interface Part {
  readonly picture: string;
  readonly label: string;
  readonly box: readonly number[];
}

describe('label-studio-sdk', () => {
  const ask = peer('label_studio_peer');
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'pets & co');
  const out = () => path.join(folder(), 'out');

  /** Exports what was decided on as tasks, which the SDK checks and converts. */
  async function convert(control: string): Promise<void> {
    const file = path.join(folder(), 'tasks.json');
    await exportAs(root(), 'label-studio', '--out', file);
    const project = { file, control, classes: CLASSES };
    assert.deepEqual(await ask('validate', project), []);
    const others = (await ask('validate', { ...project, classes: ['none'] })) as object[];
    assert.ok(others.length > 0);
    await ask('convert', { ...project, out: out(), pictures: root() });
  }

  /** In an order that does not depend on files. */
  function partsOf(index: DatasetIndex, labels: Readonly<Record<string, string>>): readonly Part[] {
    const parts = index.paths.flatMap((image, i): Part[] => {
      const { file = image, box } = index.places?.[i] ?? {};
      const label = labels[image];
      if (label === undefined) return [];
      const { x = 0, y = 0, width = 0, height = 0 } = box ?? {};
      return [{ picture: path.basename(file), label, box: [x, y, width, height] }];
    });
    const key = ({ picture, label, box }: Part) => `${picture} ${Math.round(box[0] ?? 0)} ${label}`;
    return parts.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  it('takes tasks about whole images, and exports the labels that were decided on', async () => {
    const images = CLASSES.slice(0, 3).flatMap((label) =>
      ['1', '2', '3'].map((name) => `${label}/${name}.bmp`),
    );
    await writePictures(root(), images);
    const { meant } = await review(root(), NEW);
    await convert('Choices');
    await cp(path.join(out(), 'JSON_MIN'), root(), { recursive: true });
    assert.deepEqual(labelsOf(await readNow(root(), { format: 'label-studio' })), meant);
  });

  it('takes tasks about boxes, and makes the same boxes of them in every form', async () => {
    const pictures = ['1', '2', '3', '4'].map((name) => `images/${name}.bmp`);
    await writePictures(root(), pictures);
    const coco = {
      images: pictures.map((picture, index) => ({ id: index + 1, file_name: picture, ...SIZE })),
      annotations: pictures.flatMap((_, index) =>
        [0, 1, 2].map((id) => ({
          id: 10 * index + id,
          image_id: index + 1,
          category_id: id,
          bbox: [3 * index + 2 * id + 0.25, 2.125, 7.5 + id, 11],
          area: 80,
        })),
      ),
      categories: CLASSES.slice(0, 3).map((name, id) => ({ id, name })),
    };
    await writeFiles(root(), { 'boxes.json': JSON.stringify(coco) });
    const { now, meant } = await review(root(), NEW);
    await convert('RectangleLabels');
    const wanted = partsOf(now, meant);
    // Pascal VOC has whole pixels.
    const forms = { JSON_MIN: 0.01, COCO: 0.01, YOLO: 0.01, VOC: 1 };
    const formats: Record<string, FormatName> = {
      JSON_MIN: 'label-studio',
      COCO: 'coco',
      YOLO: 'yolo',
      VOC: 'voc',
    };
    for (const [form, tolerance] of Object.entries(forms)) {
      const converted = path.join(out(), form);
      await cp(path.join(root(), 'images'), path.join(converted, 'images'), { recursive: true });
      const again = await readNow(converted, { format: formats[form] });
      const found = partsOf(again, labelsOf(again));
      assert.deepEqual(
        found.map(({ picture, label }) => [picture, label]),
        wanted.map(({ picture, label }) => [picture, label]),
        form,
      );
      for (const [i, { box }] of wanted.entries())
        for (const [side, value] of box.entries())
          assert.ok(
            Math.abs(value - (found[i]?.box[side] ?? NaN)) <= tolerance,
            `${form} ${i}: ${String(found[i]?.box)}`,
          );
    }
  });
});
