import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Decision } from '../../../src/core/review/review';
import { EXIT } from '../../../src/cli/commandIo';
import { exportCommand } from '../../../src/cli/export/exportCommand';
import { hashContent } from '../../../src/dataset/decode/reader/imageFile';
import { ensureStore, journalFile, locateStore } from '../../../src/store/location';
import { writeRun } from '../../../src/store/runs';
import { sampleColumns, sampleResults, sampleRun } from '../review/sampleRun';
import { temporaryFolder } from '../temporaryFolder';
import { createTestIo } from './testIo';

describe('exporting on the command line', () => {
  const root = temporaryFolder();
  const labelsFile = () => path.join(root(), 'labels.csv');
  const outFile = () => path.join(root(), 'corrected_labels.csv');

  /** A run on `a.png` and `b.png`, and a decision about the first. */
  async function review(
    labels: readonly [a: string, b: string],
    decision: Decision,
    file = labelsFile(),
  ): Promise<void> {
    const names = ['a.png', 'b.png'] as const;
    for (const name of names) await writeFile(path.join(root(), name), name);
    const rows = sampleResults(['a.png', labels[0], labels[1]], ['b.png', labels[1], labels[1]]);
    const location = await locateStore(root(), root());
    await ensureStore(location);
    await writeRun(location, {
      summary: {
        ...sampleRun(rows),
        labelSource: { kind: 'csv', file, pathColumn: 'path', labelColumn: 'label' },
      },
      results: {
        ...sampleColumns(rows),
        contentHashes: Uint32Array.from(names.flatMap((name) => [...hashContent(Buffer.from(name))])),
      },
      predProbs: new Float32Array(6).fill(1 / 3),
    });
    const decisions = [{ path: 'a.png', decision }];
    const entry = { v: 1, type: 'decide', id: '1', at: '2026-01-02T03:04:05Z', decisions };
    await writeFile(journalFile(location), `${JSON.stringify(entry)}\n`);
  }

  const label = (a: string, b: string) => writeFile(labelsFile(), `path,label\na.png,${a}\nb.png,${b}\n`);

  async function run(options: Parameters<typeof createTestIo>[0] = {}) {
    const { io, said } = createTestIo(options);
    const code = await exportCommand([root()], io);
    return { code, said: said() };
  }

  async function correctedLabels() {
    const rows: Record<string, string>[] = parse(await readFile(outFile(), 'utf8'), { columns: true });
    return rows.map((row) => [row.path, row.corrected_label, row.action]);
  }

  it('applies a relabel that the table of labels has got since the run', async () => {
    await review(['cat', 'dog'], { action: 'relabel', label: 'bird' });
    await label('bird', 'dog');
    const { code, said } = await run();
    assert.equal(code, EXIT.done);
    assert.equal(said, `Wrote 2 images to ${outFile()}: 1 relabelled, 0 kept, 0 excluded.\n`);
    assert.deepEqual(await correctedLabels(), [
      ['a.png', 'bird', 'relabel'],
      ['b.png', 'dog', ''],
    ]);
  });

  it('names a decision that is about another label than the table has now', async () => {
    await review(['cat', 'dog'], { action: 'relabel', label: 'bird' });
    await label('cow', 'dog');
    const { said } = await run();
    assert.match(said, /^Warning: .*a\.png \(its label was cat and is cow now\)/m);
    assert.deepEqual((await correctedLabels())[0], ['a.png', 'cat', '']);
  });

  it('finds the table of labels again in a dataset that was moved, and says so where it is gone', async () => {
    await review(['cat', 'dog'], { action: 'relabel', label: 'bird' }, '/gone/before/labels.csv');
    await label('cow', 'dog');
    assert.match((await run()).said, /a\.png \(its label was cat and is cow now\)/);
    await rm(labelsFile());
    const { code, said } = await run();
    assert.equal(code, EXIT.done);
    assert.match(said, /^Warning: Exported are the labels as they were .* no label file .*labels\.csv/m);
    assert.deepEqual((await correctedLabels())[0], ['a.png', 'bird', 'relabel']);
  });

  it('names the first lines of a journal that are none, and counts the others', async () => {
    await review(['cat', 'dog'], { action: 'keep' });
    await label('cat', 'dog');
    const location = await locateStore(root(), root());
    await writeFile(journalFile(location), 'x\n'.repeat(12));
    const { said } = await run();
    assert.equal(said.match(/ignored .*it is not JSON/g)?.length, 10);
    assert.match(said, /^Warning: ignored 2 more lines of it$/m);
  });

  it('is cancelled while decided images are compared with what is there now', async () => {
    await review(['cat', 'dog'], { action: 'keep' });
    await label('cat', 'dog');
    const controller = new AbortController();
    const { signal } = controller;
    const onWrite = (text: string) => {
      // The bar is gone when all images are found; next, files are read.
      if (text === '\r\x1b[K') setImmediate(() => controller.abort());
    };
    const { code, said } = await run({ style: 'bar', signal, onWrite });
    assert.equal(code, EXIT.cancelled);
    assert.match(said, /Cancelled; nothing was written\.\n$/);
    await assert.rejects(readFile(outFile()), { code: 'ENOENT' });
  });
});
