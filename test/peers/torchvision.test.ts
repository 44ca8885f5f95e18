import assert from 'node:assert/strict';
import path from 'node:path';
import { writeFiles } from '../fixtures/reviewedDataset';
import { golden, samplesOf } from '../unit/dataset/formats/placedImages';
import { temporaryFolder } from '../unit/temporaryFolder';
import { correct, exportAs, labelsOf, readNow, review, SIZE, writePictures } from './review';
import { peer } from './startPeer';

interface Sample {
  readonly path: string;
  readonly label: string;
  readonly colour: number;
}

const IMAGES = ['train', 'val'].flatMap((split) =>
  ['cat', 'dog, big', 'Bär'].flatMap((label) =>
    ['1', '2', '3'].map((name) => `${split}/${label}/${name}.bmp`),
  ),
);

describe('torchvision', () => {
  const ask = peer('torchvision_peer');
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'pets');
  const samples = async (of: string) => (await ask('read_folders', { folder: of })) as Sample[];
  const colourOf = (image: string) => IMAGES.indexOf(image) + 1;

  /** Labels by the colours of the pictures. */
  const byColour = (labels: Readonly<Record<string, string>>, split: string) =>
    Object.fromEntries(
      Object.entries(labels)
        .filter(([image]) => image.startsWith(`${split}/`))
        .map(([image, label]) => [colourOf(image), label]),
    );
  const byColourThere = async (of: string) =>
    Object.fromEntries((await samples(of)).map(({ colour, label }) => [colour, label]));

  it('reads class folders that were written anew, and those that were corrected, as they were decided on', async () => {
    await writePictures(root(), IMAGES);
    const { meant } = await review(root(), 'naïf');
    const out = path.join(folder(), 'new');
    await exportAs(root(), 'folders', '--out', out);
    for (const split of ['train', 'val'])
      assert.deepEqual(await byColourThere(path.join(out, split)), byColour(meant, split));
    await exportAs(root(), 'source', '--yes');
    for (const split of ['train', 'val'])
      assert.deepEqual(await byColourThere(path.join(root(), split)), byColour(meant, split));
  });

  it('writes class folders that are read as it reads them', async () => {
    const paths = [
      ...[
        'n01/deep/er/a.png',
        'n01/b.JPEG',
        'n02/c.jpg',
        'n02/d.bmp',
        'n02/e.tiff',
        'n03/f.webp',
        'n03/g.h.png',
      ],
    ];
    await ask('write_folders', { folder: root(), paths });
    await writeFiles(root(), { 'README.md': '# pets', 'n01/notes.txt': 'none' });
    assert.deepEqual(
      labelsOf(await readNow(root())),
      Object.fromEntries((await samples(root())).map((sample) => [sample.path, sample.label])),
    );
  });

  it('reads boxes of Pascal VOC as they were decided on', async () => {
    const year = 'VOCdevkit/VOC2012';
    const names = ['1', '2', '3', '4', '5', '6'];
    await writePictures(
      root(),
      names.map((name) => `${year}/JPEGImages/${name}.jpg`),
    );
    const object = (label: string, x: number) =>
      `<object><name>${label}</name><difficult>0</difficult><bndbox><xmin>${x}</xmin><ymin>2</ymin><xmax>${x + 9}</xmax><ymax>12</ymax></bndbox></object>`;
    for (const name of names)
      await writeFiles(root(), {
        [`${year}/Annotations/${name}.xml`]: `<annotation>
  <filename>${name}.jpg</filename>
  <size><width>${SIZE.width}</width><height>${SIZE.height}</height><depth>3</depth></size>
  ${object('cat &amp; dog', 1)}
  ${object('Bär', 20)}
</annotation>\n`,
      });
    await writeFiles(root(), {
      [`${year}/ImageSets/Main/train.txt`]: names.map((name) => `${name}\n`).join(''),
    });
    const read = async () =>
      (await ask('read_voc', { folder: root(), image_set: 'train' })) as {
        colour: number;
        label: string;
        box: number[];
      }[];
    const before = await read();
    assert.equal(before.length, 2 * names.length);
    const now = await readNow(root());
    const rows = (labels: Readonly<Record<string, string>>) =>
      now.paths.flatMap((image, i) => {
        const { x = 0, y = 0, width = 0, height = 0 } = now.places?.[i]?.box ?? {};
        const label = labels[image];
        const colour = Number(path.basename(image).split('.')[0]);
        return label === undefined ? [] : [{ colour, label, box: [x, y, x + width, y + height] }];
      });
    assert.deepEqual(rows(labelsOf(now)), before);
    const { meant } = await correct(root(), 'a <new> "one"');
    assert.deepEqual(await read(), rows(meant));
  });

  it('reads the pictures and labels of IDX that we read', async () => {
    const names = ['t10k-images-idx3-ubyte', 'train-images-idx3-ubyte'];
    const ours = samplesOf(await readNow(golden('idx'))).filter(({ path: image }) =>
      names.some((name) => image.startsWith(`${name}/`)),
    );
    assert.deepEqual(ours, await ask('read_idx', { folder: golden('idx'), names }));
  });
});
