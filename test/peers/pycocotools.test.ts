import assert from 'node:assert/strict';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../unit/temporaryFolder';
import { correct, exportAs, labelsOf, readNow, review, writePictures } from './review';
import { peer } from './startPeer';

interface Row {
  readonly id: number;
  readonly file: string;
  readonly label: string;
  readonly bbox: readonly number[] | null;
}

const IMAGES = Array.from({ length: 12 }, (_, number) => `images/${number}.bmp`);

describe('pycocotools', () => {
  const ask = peer('pycocotools_peer');
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'images of peers');
  const written = () => path.join(folder(), 'files');
  const rowsOf = async (file: string) => (await ask('read', { file })) as Row[];
  const labelled = (rows: readonly Row[]) =>
    Object.fromEntries(rows.map(({ file, id, label }) => [`${file}#${id}`, label]));

  beforeEach(async () => {
    await writePictures(root(), IMAGES);
    await mkdir(written());
  });

  it('reads files of COCO again as they were decided on, with nothing else changed', async () => {
    await ask('write', { folder: written(), images: IMAGES });
    for (const name of await readdir(written())) {
      const file = path.join(root(), name);
      await rename(path.join(written(), name), file);
      const before = await rowsOf(file);
      assert.deepEqual(labelsOf(await readNow(root())), labelled(before), name);
      const { meant } = await correct(root(), 'naïf');
      const wanted = before.flatMap((row) => {
        const label = meant[`${row.file}#${row.id}`];
        return label === undefined ? [] : [{ ...row, label }];
      });
      assert.notDeepEqual(wanted, before);
      assert.deepEqual(await rowsOf(file), wanted, name);
      await rm(file);
      await rm(`${file}.orig`);
    }
  });

  it('reads boxes in a file of their own', async () => {
    await ask('write', { folder: written(), images: IMAGES });
    const file = path.join(root(), 'plain.json');
    await rename(path.join(written(), 'plain.json'), file);
    const before = await rowsOf(file);
    const { meant } = await review(root(), 'naïf');
    const out = path.join(folder(), 'out.json');
    await exportAs(root(), 'coco', '--out', out);
    const wanted = before.flatMap(({ file: image, id, bbox }) => {
      const label = meant[`${image}#${id}`];
      return label === undefined ? [] : [JSON.stringify({ image, label, bbox })];
    });
    const found = (await rowsOf(out)).map(({ file: image, label, bbox }) =>
      JSON.stringify({ image, label, bbox }),
    );
    assert.deepEqual(found.sort(), wanted.sort());
  });

  it('reads classes of whole images, which have no box', async () => {
    const classes = ['cat/', 'dog, big/', 'Bär/'];
    await writePictures(
      root(),
      IMAGES.map((image, index) => `${classes[index % 3] ?? ''}${path.basename(image)}`),
    );
    await rm(path.join(root(), 'images'), { recursive: true });
    const { meant } = await review(root(), 'naïf');
    const out = path.join(folder(), 'out.json');
    await exportAs(root(), 'coco', '--out', out);
    const rows = await rowsOf(out);
    assert.deepEqual(Object.fromEntries(rows.map(({ file, label }) => [file, label])), meant);
    assert.ok(rows.every(({ bbox }) => bbox === null));
  });
});
