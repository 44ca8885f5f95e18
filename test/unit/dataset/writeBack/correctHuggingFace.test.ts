import assert from 'node:assert/strict';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRng } from '../../../../src/core/rng';
import { AppError } from '../../../../src/core/appError';
import { writeFiles } from '../../../fixtures/reviewedDataset';
import { columnsOf, footerBytes } from '../../files/parquet/footerOf';
import { temporaryFolder } from '../../temporaryFolder';
import { FORMAT_FIXTURES, readDataset } from '../formats/readDataset';
import { correctDataset, readLabels, type NewLabels } from './correctDataset';

const SHARD = 'data/train-00000-of-00001.parquet';

describe('correcting datasets of Hugging Face', () => {
  const root = temporaryFolder();
  const take = (name: string) => cp(path.join(FORMAT_FIXTURES, name), root(), { recursive: true });

  /** Writes what is planned, and reads it. */
  async function correct(newLabels: NewLabels) {
    const before = await readLabels(root());
    const { made, leftOut } = await correctDataset(root(), newLabels);
    assert.deepEqual(leftOut, {});
    const were = Object.fromEntries(
      await Promise.all(
        Object.keys(made).map(async (name) => [name, await readFile(path.join(root(), name))] as const),
      ),
    );
    await writeFiles(root(), made);
    const wanted = new Map(Object.entries({ ...before, ...newLabels }));
    for (const [image, label] of wanted) if (label === undefined) wanted.delete(image);
    assert.deepEqual(await readLabels(root()), Object.fromEntries(wanted));
    return { made, were };
  }

  /** All but a column in some row groups has the bytes that it had, wherever they are now. */
  function assertOthersKept(was: Buffer, now: Buffer, column: string, rowGroups: readonly number[]) {
    const after = columnsOf(now);
    for (const [index, before] of columnsOf(was).entries()) {
      const found = after[index]!;
      assert.deepEqual([found.name, found.rowGroup], [before.name, before.rowGroup]);
      if (before.name !== column || !rowGroups.includes(before.rowGroup)) assert.deepEqual(found, before);
      else {
        assert.deepEqual([found.columnIndex, found.bloomFilter], [undefined, undefined]);
        assert.deepEqual(
          Buffer.concat(found.pages),
          before.pages.length === 0 ? Buffer.alloc(0) : found.data,
        );
      }
    }
  }

  describe('in shards', () => {
    it('changes the numbers of classes and nothing else of a file', async () => {
      await take('shards/named');
      const { made, were } = await correct({ [`${SHARD}/0`]: 'bird', [`${SHARD}/6`]: 'dog' });
      assert.deepEqual(Object.keys(made), [SHARD]);
      assertOthersKept(were[SHARD]!, made[SHARD]!, 'label', [0, 2]);
    });

    it('gives a new class the next number in the features of all shards, and an excluded row none', async () => {
      await take('shards/named');
      const { made } = await correct({ [`${SHARD}/1`]: 'Füchse "x"', [`${SHARD}/4`]: undefined });
      assert.deepEqual(Object.keys(made).sort(), ['data/test-00000-of-00001.parquet', SHARD]);
      for (const bytes of Object.values(made)) {
        const footer = footerBytes(bytes).toString();
        const note = /"names": (\[[^\]]*\])/u.exec(footer)?.[1] ?? '';
        assert.deepEqual(JSON.parse(note), ['cat', 'dog', 'bird', 'Füchse "x"']);
        const schema = /ARROW:schema.{2,3}?(\/{5}[\w+/=]+)/su.exec(footer)?.[1] ?? '';
        assert.ok(Buffer.from(schema, 'base64').includes('"bird", "F\\u00fcchse \\"x\\""'));
      }
      const labels = columnsOf(made[SHARD]!).filter(({ name }) => name === 'label');
      assert.deepEqual(
        labels.map(({ rowGroup }) => rowGroup),
        [0, 1, 2],
      );
    });

    it('changes names in every compression', async () => {
      for (const name of ['brotli', 'gzip', 'none', 'zstd']) {
        await take(`shards/${name}`);
        const { made, were } = await correct({ 'part.parquet/0': 'ü–日本', 'part.parquet/1': '🦊' });
        assertOthersKept(were['part.parquet']!, made['part.parquet']!, 'label', [0]);
      }
    });

    it('leaves new classes out that the card of the dataset would have to list, too', async () => {
      await take('shards/named');
      const card =
        '---\ndataset_info:\n  features:\n  - name: label\n    dtype:\n      class_label:\n        names:\n';
      await writeFile(path.join(root(), 'README.md'), `${card}          '0': cat\n---\n# Birds\n`);
      const { made, leftOut } = await correctDataset(root(), {
        [`${SHARD}/0`]: 'bird',
        [`${SHARD}/1`]: 'fox',
      });
      assert.match(leftOut[`${SHARD}/1`]!, /class fox is new, and README\.md lists the classes/u);
      assert.deepEqual(Object.keys(made), [SHARD]);
    });

    it('can be corrected again and again', async () => {
      await take('shards/named');
      const rng = createRng(5);
      for (let round = 0; round < 6; round++) {
        const labels = await readLabels(root());
        const newLabels: Record<string, string> = {};
        for (const [image, label] of Object.entries(labels)) {
          const other = ['cat', 'dog', 'bird', `new ${round}`][rng.nextInt(4)]!;
          if (other !== label && rng.nextInt(2) === 1) newLabels[image] = other;
        }
        await correct(newLabels);
      }
    });
  });

  describe('in metadata.parquet', () => {
    const image = (row: number) => `${row}.png`;
    beforeEach(async () => {
      await take('parquetMetadata');
      await writeFiles(root(), Object.fromEntries(Array.from({ length: 10 }, (_, i) => [image(i), `${i}`])));
    });

    it('keeps columns of all types, their indexes and filters', async () => {
      const { made, were } = await correct({ '0.png': 'Käfer', '5.png': undefined, '6.png': 'wasp' });
      const [was, now] = [were['metadata.parquet']!, made['metadata.parquet']!];
      assertOthersKept(was, now, 'label', [0, 1]);
      assert.ok(
        columnsOf(was).some(({ bloomFilter, pages }) => bloomFilter !== undefined && pages.length > 1),
      );
    });

    it('says no longer that rows are sorted by labels that have changed', async () => {
      const { made, were } = await correct({ '0.png': 'wasp' });
      const sorted = (file: Buffer) => columnsOf(file).filter(({ isSortedBy }) => isSortedBy).length;
      assert.deepEqual([sorted(were['metadata.parquet']!), sorted(made['metadata.parquet']!)], [3, 2]);
    });

    it('refuses a file whose footer leads nowhere', async () => {
      const file = path.join(root(), 'metadata.parquet');
      const bytes = await readFile(file);
      bytes.writeUInt32LE(bytes.readUInt32LE(bytes.length - 8) - 5, bytes.length - 8);
      await writeFile(file, bytes);
      await assert.rejects(readDataset(root(), 'huggingface'), AppError);
    });
  });

  describe('in metadata.csv and metadata.jsonl', () => {
    const csv = '\ufefffile_name,note,label\r\na.png,"x, y",cat\r\nb.png,,"dog"\r\nc.png,1,cat\r\nd.png,,dog';

    it('changes cells of the table, and takes rows out', async () => {
      await writeFiles(root(), {
        'a.png': 'a',
        'b.png': 'b',
        'c.png': 'c',
        'd.png': 'd',
        'metadata.csv': csv,
      });
      const { made } = await correct({ 'a.png': 'fox', 'b.png': 'the "cat"', 'd.png': undefined });
      const wanted = '\ufefffile_name,note,label\r\na.png,"x, y",fox\r\nb.png,,"the ""cat"""\r\nc.png,1,cat';
      assert.equal(made['metadata.csv']!.toString(), wanted);
    });

    it('changes values of lines, and takes lines out, however they are written', async () => {
      const rng = createRng(9);
      const images = Array.from({ length: 8 }, (_, i) => `train/${i}.png`);
      await writeFiles(root(), Object.fromEntries(images.map((name) => [name, name])));
      for (let round = 0; round < 24; round++) {
        const [before, after] = [
          rng.nextInt(2) === 1 ? ' ' : '',
          rng.nextInt(2) === 1 ? ', "n": 1.0e1 }' : '}',
        ];
        const newline = rng.nextInt(2) === 1 ? '\r\n' : '\n';
        const isAscii = rng.nextInt(2) === 1;
        const isListed = rng.nextInt(2) === 1;
        const quote = (text: string) =>
          isAscii ? JSON.stringify(text).replaceAll('ü', '\\u00fc') : JSON.stringify(text);
        const line = (i: number, label: string) =>
          `{${before}"file_name":${before}"${i}.png", "${isAscii ? 'x' : 'ß'}": null, "label": ${isListed ? `[ ${quote(label)} ]` : quote(label)}${after}`;
        const labels = images.map((_, i) => ['grün', 'rot', 'blau'][i < 3 ? i : rng.nextInt(3)]!);
        const newLabels: Record<string, string | undefined> = {};
        for (const [i, name] of images.entries()) {
          const choice = rng.nextInt(3);
          if (choice === 1) newLabels[name] = undefined;
          if (choice === 2) newLabels[name] = `"${labels[i]!}" ü`;
        }
        const lastEnd = rng.nextInt(2) === 1 ? newline : '';
        const write = (of: readonly (string | undefined)[]) =>
          of.flatMap((label, i) => (label === undefined ? [] : [line(i, label)])).join(newline);
        const text = write(labels) + lastEnd;
        await writeFiles(root(), { 'train/metadata.jsonl': text });
        const { made, leftOut } = await correctDataset(root(), newLabels);
        assert.deepEqual(leftOut, {});
        const now = images.map((name, i) => (name in newLabels ? newLabels[name] : labels[i]));
        const wanted = write(now) === '' ? '' : write(now) + lastEnd;
        const file = made['train/metadata.jsonl'] ?? Buffer.from(text);
        assert.equal(file.toString(), wanted, `round ${round}`);
      }
    });

    it('writes numbers where classes have names elsewhere, and adds a new one there', async () => {
      const info = (...names: string[]) =>
        `{\n  "features": {"label": {"names": [\n   ${names.map((name) => JSON.stringify(name)).join(',\n   ')}\n  ], "_type": "ClassLabel"}}\n}\n`;
      const lines = (...labels: number[]) =>
        labels.map((label, i) => `{"file_name": "${'abcd'[i]!}.png", "label": ${label}}\n`).join('');
      await writeFiles(root(), {
        ...{ 'a.png': 'a', 'b.png': 'b', 'c.png': 'c', 'd.png': 'd' },
        'metadata.jsonl': lines(0, 1, 0, 1),
        'dataset_info.json': info('cat', 'dog'),
      });
      const { made } = await correct({ 'a.png': 'dog', 'b.png': 'fox', 'c.png': 'owl' });
      assert.equal(made['metadata.jsonl']!.toString(), lines(1, 2, 3, 1));
      assert.equal(made['dataset_info.json']!.toString(), info('cat', 'dog', 'fox', 'owl'));
    });

    it('leaves a name out where labels are numbers', async () => {
      const lines = ['a', 'b'].map((name, i) => `{"file_name": "${name}.png", "label": ${i}}\n`).join('');
      await writeFiles(root(), { 'a.png': 'a', 'b.png': 'b', 'metadata.jsonl': lines });
      const { made, leftOut } = await correctDataset(root(), { 'a.png': 'cat', 'b.png': '7' });
      assert.match(leftOut['a.png']!, /its class is a number/u);
      assert.equal(made['metadata.jsonl']!.toString(), lines.replace('1}', '7}'));
    });
  });

  it('has a file of what is corrected for every kind that is read', async () => {
    const kinds = await readdir(path.join(FORMAT_FIXTURES, 'imageFolder'));
    for (const kind of kinds.filter((name) => !name.includes('.'))) {
      await take(`imageFolder/${kind}`);
      const { made } = await correct({ 'train/deep/0.png': 'dog', 'test/deep/1.png': 'fox' });
      assert.equal(Object.keys(made).length, 2, kind);
    }
  });
});
