import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { markFormula } from '../../../src/core/formulaCell';
import { csvChunks, readCsv, writeCsv } from '../../../src/files/csvFile';
import { temporaryFolder } from '../temporaryFolder';

const COLUMNS = ['path', 'label', 'note'];

describe('a CSV of a run', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), 'table.csv');
  const read = () => readCsv(file(), COLUMNS, (cells) => cells);
  const readText = async (text: string) => {
    await writeFile(file(), text);
    return read();
  };

  it('comes back as it was written, whatever its cells hold', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('a,b', 'say "ä"', 'two\nlines', '"', ''),
    );
    const rows = fc.array(fc.tuple(cell, cell, fc.constant('end')), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        await writeCsv(file(), COLUMNS, written);
        const rowsRead = await read();
        assert.deepEqual(
          rowsRead,
          written.map((cells) => cells.map(markFormula)),
        );
        const text = [...csvChunks(COLUMNS, written)].join('');
        assert.deepEqual(rowsRead, parse(text).slice(1));
      }),
      { numRuns: 60 },
    );
  });

  it('is read in pieces: records, letters and quoted cells may lie across their ends', async () => {
    const row = (i: number) => [
      `äöü/${i}.png`,
      i % 7 === 0 ? 'a "quoted"\nlabel' : 'plain',
      'ß'.repeat(i % 300),
    ];
    const written = Array.from({ length: 12_000 }, (_, i) => row(i));
    await writeCsv(file(), COLUMNS, written);
    assert.deepEqual(await read(), written);
  });

  it('may hold a record longer than a piece', async () => {
    const written = [
      ['a', 'b', 'x'.repeat(3_000_000)],
      ['c', 'd', '"'.repeat(1_500_000)],
    ];
    await writeCsv(file(), COLUMNS, written);
    assert.deepEqual(await read(), written);
  });

  it('may have gone through an editor', async () => {
    const rows = [
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ];
    assert.deepEqual(await readText('path,label,note\na,b,c\nd,e,f'), rows, 'no newline at the end');
    assert.deepEqual(await readText('\ufeffpath,label,note\r\na,b,c\r\n"d",e,f\r\n'), rows, 'of Windows');
  });

  it('is refused by name when it is another file, broken or not there', async () => {
    const refused = (text: string, why: RegExp) =>
      assert.rejects(readText(text), { code: 'run-damaged', message: why });
    await refused(
      'path,label\na,b\n',
      /table\.csv: line 1 has the columns path, label instead of path, label, note;/,
    );
    await refused('', /table\.csv: it is empty/);
    await refused('path,label,note\na,"b,c\n', /table\.csv: line 2 opens a quote that is never closed/);
    await refused(
      'path,label,note\na,b"c",d"e"f\n"a"b,c,d\n',
      /table\.csv: line 3 has text behind a closing quote/,
    );
    await assert.rejects(
      readCsv(path.join(folder(), 'none.csv'), COLUMNS, (cells) => cells),
      { code: 'run-damaged', message: /none\.csv: ENOENT/ },
    );
  });
});
