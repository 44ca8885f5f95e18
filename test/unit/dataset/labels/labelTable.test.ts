import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';
import { tableRows, type LabelTable } from '../../../../src/dataset/labels/labelTable';

describe('tableRows', () => {
  const table = (text: string): LabelTable => ({ file: 'labels.csv', text, delimiter: ',' });
  const read = async (text: string) => {
    const rows = [];
    for await (const { cells } of tableRows(table(text), new AbortController().signal)) rows.push([...cells]);
    return rows;
  };

  it('reads back every path and label that a CSV writer quotes', async () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => `x${text}x`);
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        assert.deepEqual(await read(stringify(written)), written);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('reads text longer than a slice, with characters of two code units throughout', async () => {
    for (const shift of ['', 'x']) {
      const rows = Array.from({ length: 9000 }, (_, i) => [`${shift}😀${i}😀.png`, '日本']);
      assert.deepEqual(await read(stringify(rows)), rows);
    }
  });

  it('lets a cancel through while it reads', async () => {
    const controller = new AbortController();
    const text = 'image.png,label\n'.repeat(50_000);
    await assert.rejects(
      async () => {
        for await (const { row } of tableRows(table(text), controller.signal)) {
          if (row === 1) setImmediate(() => controller.abort());
          assert.ok(row < 50_000);
        }
      },
      { name: 'AbortError' },
    );
  });
});
