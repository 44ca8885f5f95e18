import assert from 'node:assert/strict';
import path from 'node:path';
import { samplesOf } from '../unit/dataset/formats/placedImages';
import { temporaryFolder } from '../unit/temporaryFolder';
import { exportAs, labelsOf, readNow, review, writePictures } from './review';
import { peer } from './startPeer';

describe('datasets', () => {
  const ask = peer('datasets_peer');
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'pets');

  interface Exported {
    readonly images: readonly string[];
    readonly newLabel?: string;
    /** Those that it reads; the folders that pictures are in unless said. */
    readonly splits?: readonly string[];
  }

  /** Exports a dataset, and compares what is read there. */
  async function exportAndRead({ images, newLabel = 'new', splits }: Exported): Promise<void> {
    await writePictures(root(), images);
    const { now, meant } = await review(root(), newLabel);
    const out = path.join(folder(), 'new');
    await exportAs(root(), 'huggingface', '--out', out);
    const bySplit = Object.fromEntries(
      (splits ?? now.splits).map((split) => [
        split,
        Object.fromEntries(
          images.flatMap((image, index) => {
            const label = meant[image];
            const isHere = splits !== undefined || image.startsWith(`${split}/`);
            return isHere && label !== undefined ? [[String(index + 1), label]] : [];
          }),
        ),
      ]),
    );
    assert.deepEqual(await ask('read_folder', { folder: out }), bySplit);
    const ours = labelsOf(await readNow(out, { format: 'huggingface' }));
    assert.deepEqual(Object.values(ours).sort(), Object.values(meant).sort());
  }

  const inFolders = (splits: readonly string[], classes: readonly string[]) =>
    splits.flatMap((split) =>
      classes.flatMap((label) => ['1', '2', '3'].map((name) => `${split}${label}/${name}.bmp`)),
    );
  const BOTH = ['train/', 'test/'];

  it('reads an image folder with its splits as it was decided on', () =>
    exportAndRead({ images: inFolders(BOTH, ['cat', 'dog, big', 'Bär']), newLabel: 'a "new", one' }));

  it('reads one without splits, whatever its folders and files are called', async () => {
    await exportAndRead({ images: inFolders([''], ['test', 'cat', 'dog']), splits: ['train'] });
  });

  it('reads classes that are numbers', () =>
    exportAndRead({ images: inFolders(BOTH, ['0', '1', '2']), newLabel: '10' }));

  it('reads classes that pandas would take for other numbers, or for nothing, as texts', () =>
    exportAndRead({ images: inFolders(BOTH, ['01', 'NA', 'None', 'true', '1.0']), newLabel: 'null' }));

  it('writes shards that are read as it reads them', async () => {
    await ask('write_shards', { folder: root(), classes: ['cat', 'dog, big', 'Bär'] });
    const ours = samplesOf(await readNow(root())).map(({ sha256, label }) => [sha256, label]);
    assert.deepEqual(ours.sort(), await ask('read_shards', { folder: root() }));
  });
});
