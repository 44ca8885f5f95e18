import assert from 'node:assert/strict';
import type { ExportedImage } from '../../../../src/dataset/exports/exportedImage';
import { huggingFaceShards } from '../../../../src/dataset/exports/exportParquet';
import { columnsOf } from '../../files/parquet/footerOf';
import { writeFiles } from '../../../fixtures/reviewedDataset';
import { temporaryFolder } from '../../temporaryFolder';

describe('Parquet shards that are written anew', () => {
  const folder = temporaryFolder();
  const { signal } = new AbortController();
  const of = (image: string, label: string | null, offset?: number): ExportedImage => ({
    path: image,
    givenLabel: 'cat',
    label,
    place: offset === undefined ? undefined : { file: 'all.bin', range: { offset, bytes: 4 } },
    verdict: undefined,
  });

  async function shards(images: readonly ExportedImage[], splits: readonly string[] = []) {
    const folders = { root: folder() };
    const { made = new Map() } = await huggingFaceShards({ folders, images, splits, signal });
    const files: Record<string, Buffer> = {};
    for (const [name, pieces] of made as Map<string, () => AsyncIterable<Uint8Array>>) {
      const parts: Uint8Array[] = [];
      for await (const piece of pieces()) parts.push(piece);
      files[name] = Buffer.concat(parts);
    }
    return files;
  }

  it('are of the splits of the shards that their images are from, in the order of these', async () => {
    await writeFiles(folder(), { 'all.bin': '000011112222' });
    const from = (split: string, row: number) => `data/${split}-00001-of-00003.parquet/${row}`;
    const files = await shards([
      of(from('test', 10), 'cat', 8),
      of(from('test', 9), 'dog', 0),
      of(from('train', 0), null, 4),
      of(from('train', 1), 'dog', 4),
    ]);
    assert.deepEqual(Object.keys(files), [
      'data/test-00000-of-00001.parquet',
      'data/train-00000-of-00001.parquet',
    ]);
    const [images] = columnsOf(files['data/test-00000-of-00001.parquet']!);
    assert.match(images!.data.toString('latin1'), /0000.{4}2222$/su);
  });

  it('have words for names, and a hundred rows that lie together at most', async () => {
    const images = Array.from({ length: 250 }, (_, i) => `my split/${i}.png`);
    await writeFiles(folder(), Object.fromEntries(images.map((image) => [image, 'x'])));
    const files = await shards(
      images.map((image) => of(image, 'cat')),
      ['my split'],
    );
    const name = 'data/my_split-00000-of-00001.parquet';
    assert.deepEqual(Object.keys(files), [name]);
    const groups = new Set(columnsOf(files[name]!).map(({ rowGroup }) => rowGroup));
    assert.equal(groups.size, 3);
    assert.deepEqual(
      columnsOf(files[name]!)
        .slice(0, 3)
        .map((column) => column.name),
      ['image.bytes', 'image.path', 'label'],
    );
  });
});
