import assert from 'node:assert/strict';
import { cp, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Decision } from '../../src/core/review/review';
import { writeReview } from '../fixtures/reviewedDataset';
import { temporaryFolder } from '../unit/temporaryFolder';
import { exportAs, labelsOf, readNow } from './review';
import { peer } from './startPeer';

/** As pyarrow reads a file. */
interface Columns {
  readonly labels: readonly (string | null)[];
  readonly schema: string;
  /** A hash of all columns but the labels. */
  readonly rest: string;
  readonly groups: readonly number[];
}

/** As datasets reads a folder, by split. */
type Splits = Readonly<
  Record<string, { readonly names: readonly string[]; readonly rows: readonly (readonly unknown[])[] }>
>;

describe('pyarrow and datasets', () => {
  const ask = peer('parquet_peer');
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'pets');
  const shard = (split: string, row: number) => `data/${split}-00000-of-00001.parquet/${row}`;

  async function decide(dataset: string, decisions: Readonly<Record<string, Decision>>): Promise<void> {
    const now = await readNow(dataset);
    await writeReview(dataset, { labels: labelsOf(now), decisions, source: now.labelSource });
  }

  const readColumns = async (files: readonly string[]) =>
    (await ask('read_columns', { files })) as readonly Columns[];
  const readDataset = async (dataset: string) => (await ask('read_dataset', { folder: dataset })) as Splits;

  it('read the new labels in Parquet of any kind, and all else as it was', async () => {
    const written = path.join(folder(), 'written');
    await ask('write_pyarrow', { folder: written });
    const names = (await readdir(written)).sort();
    assert.equal(names.length, 36);
    const before = await readColumns(names.map((name) => path.join(written, name)));
    const wanted: Columns[] = [];
    const corrected = names.map((name) => path.join(root(), name, 'part.parquet'));
    for (const [index, name] of names.entries()) {
      const dataset = path.join(root(), name);
      await cp(path.join(written, name), corrected[index]!);
      const label = /text|large|dictionary/u.test(name) ? 'naïf "x"' : '2';
      const rows = [0, 7, 21];
      await decide(
        dataset,
        Object.fromEntries(rows.map((row) => [`part.parquet/${row}`, { action: 'relabel', label }])),
      );
      await exportAs(dataset, 'source', '--yes');
      const { labels, ...rest } = before[index]!;
      wanted.push({ ...rest, labels: labels.map((was, row) => (rows.includes(row) ? label : was)) });
    }
    const after = await readColumns(corrected);
    for (const [index, name] of names.entries()) assert.deepEqual(after[index], wanted[index], name);
  });

  it('read a new class in all shards, and no label where a row was excluded', async () => {
    await ask('write_datasets', { folder: path.join(root(), 'data') });
    const before = await readDataset(root());
    await decide(root(), {
      [shard('train', 3)]: { action: 'relabel', label: 'owl' },
      [shard('train', 14)]: { action: 'exclude' },
      [shard('test', 0)]: { action: 'relabel', label: 'cat' },
    });
    await exportAs(root(), 'source', '--yes');
    const names = ['cat', 'dog, big', 'Bär', 'owl'];
    const [train, test] = [before.train!.rows, before.test!.rows];
    assert.deepEqual(await readDataset(root()), {
      train: { names, rows: train.with(3, ['owl', train[3]![1]]).with(14, [null, train[14]![1]]) },
      test: { names, rows: test.with(0, ['cat', test[0]![1]]) },
    });
  });

  it('read shards that were written anew, without excluded rows', async () => {
    await ask('write_datasets', { folder: path.join(root(), 'data') });
    const before = await readDataset(root());
    await decide(root(), { [shard('train', 2)]: { action: 'exclude' } });
    const out = path.join(folder(), 'new');
    await exportAs(root(), 'huggingface-parquet', '--out', out);
    const names = ['Bär', 'cat', 'dog, big'];
    assert.deepEqual(await readDataset(out), {
      train: { names, rows: before.train!.rows.toSpliced(2, 1) },
      test: { names, rows: before.test!.rows },
    });
  });
});
