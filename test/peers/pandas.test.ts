import assert from 'node:assert/strict';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../unit/temporaryFolder';
import { correct, exportAs, labelsOf, readNow, review, writePictures } from './review';
import { peer } from './startPeer';

interface Row {
  readonly path: string;
  readonly label: string;
}

const IMAGES = Array.from({ length: 12 }, (_, number) => `images/${number}.bmp`);
const COLUMNS = { pathColumn: 'path', labelColumn: 'label' };

describe('pandas', () => {
  const ask = peer('pandas_peer');
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'images of peers');
  const written = () => path.join(folder(), 'tables');
  const rowsOf = async (file: string) => (await ask('read', { file })) as Row[];

  beforeEach(async () => {
    await writePictures(root(), IMAGES);
    await mkdir(written());
    await ask('write', { folder: written(), images: IMAGES });
  });

  it('reads its tables again as they were decided on, with nothing else changed', async () => {
    const names = await readdir(written());
    assert.equal(names.length, 7);
    for (const name of names) {
      const file = path.join(root(), name);
      await rename(path.join(written(), name), file);
      const before = await rowsOf(file);
      const labels = { file, ...COLUMNS };
      assert.deepEqual(
        labelsOf(await readNow(root(), { labels })),
        Object.fromEntries(before.map((row) => [row.path, row.label])),
        name,
      );
      const { meant } = await correct(root(), 'naïf', { labels });
      const wanted = before.flatMap((row) => {
        const label = meant[row.path];
        return label === undefined ? [] : [{ ...row, label }];
      });
      assert.notDeepEqual(wanted, before);
      assert.deepEqual(await rowsOf(file), wanted, name);
      await rm(file);
    }
  });

  it('reads the table of corrected labels', async () => {
    const labels = { file: path.join(written(), 'plain.csv'), ...COLUMNS };
    const { meant } = await review(root(), 'a "new", one', { labels });
    const out = path.join(folder(), 'corrected.csv');
    await exportAs(root(), 'csv', '--out', out);
    const rows = (await ask('read', { file: out })) as Record<string, string>[];
    assert.equal(rows.length, IMAGES.length);
    for (const { path: image = '', corrected_label, action } of rows)
      assert.equal(action === 'exclude' ? undefined : corrected_label, meant[image], image);
  });
});
