import assert from 'node:assert/strict';
import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { message } from '../../../src/core/words/message';
import { RecordCutter, type TableRecord } from '../../../src/files/recordCutter';
import {
  openTable,
  refuseLonger,
  refuseLongerFirst,
  tableRecords,
  type TableKind,
} from '../../../src/files/table';
import { temporaryFolder } from '../temporaryFolder';

const KIND: TableKind = {
  code: 'labels-unreadable',
  noun: message('noun-label-file'),
  row: message('row-path-and-label'),
};

describe('a table', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), 'table.csv');
  const read = async (content: string | Buffer, kind = KIND) => {
    await writeFile(file(), content);
    const table = await openTable(file(), kind);
    const records: TableRecord[] = [];
    for await (const batch of tableRecords(table)) {
      assert.ok(batch.done01 > 0 && batch.done01 <= 1);
      records.push(...batch.records);
    }
    assert.deepEqual(table.head, records.slice(0, table.head.length));
    return {
      ...table,
      records,
      cells: records.map(({ cells }) => cells),
      lines: records.map(({ line }) => line),
    };
  };
  const refused = (content: string | Buffer, message: RegExp) =>
    assert.rejects(read(content), { code: 'labels-unreadable', message });

  it('is read as a CSV library reads it, wherever the pieces end', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\r', '')),
      fc.constantFrom('a,b', 'say "ä"', 'two\nlines', 'of\r\nWindows', '"', '', ' x ', '日本'),
    );
    const table = fc.record({
      rows: fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 }),
      record_delimiter: fc.constantFrom('\n', '\r\n'),
      quoted: fc.boolean(),
      quoted_match: fc.constant('\n'),
      cuts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
    });
    fc.assert(
      fc.property(table, ({ rows, cuts, ...form }) => {
        const text = stringify(rows, form);
        const bytes = Buffer.from(text);
        const cutter = new RecordCutter({ delimiter: ',', newline: '\n', trim: false });
        const records: TableRecord[] = [];
        let rest = Buffer.alloc(0);
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const end = Math.min(at + cuts[i % cuts.length]!, bytes.length);
          rest = Buffer.concat([rest, bytes.subarray(at, end)]);
          rest = rest.subarray(cutter.cut(rest, false, records));
          at = end;
        }
        cutter.cut(rest, true, records);
        const expected = parse(text, { relax_column_count: true, record_delimiter: form.record_delimiter });
        assert.deepEqual(
          records.map(({ cells }) => cells),
          expected,
        );
        // Independently: what comes before a record, written alone, has as many line breaks as lines.
        records.forEach(({ line }, i) => {
          const before = stringify(rows.slice(0, i), form);
          assert.equal(line, before.split('\n').length);
        });
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('says in which line a record begins, also behind quoted line breaks and empty lines', async () => {
    const { cells, lines } = await read('\n\npath,note\r\na,"two\r\nlines"\n\n  \nb,"x\n\n\ny"\r\nc,d');
    assert.deepEqual(lines, [3, 4, 8, 12]);
    assert.deepEqual(cells.at(-1), ['c', 'd']);
  });

  it('may hold quotes inside of cells, blanks around them, and the line ends of old Macs', async () => {
    assert.deepEqual((await read('path,note\na, "5"" , screen" \nb,5" screen\n')).cells.slice(1), [
      ['a', '5" , screen'],
      ['b', '5" screen'],
    ]);
    const mac = await read('path,note\ra,x\rb,"y\rz"\rc,w\r');
    assert.deepEqual(mac.cells.at(-2), ['b', 'y\rz']);
    assert.deepEqual(mac.lines, [1, 2, 3, 5]);
  });

  it('is cut at the delimiter that fits all rows', async () => {
    const delimiterOf = async (text: string) => (await read(text)).delimiter;
    assert.equal(await delimiterOf('path,label\na.png,x|y|z\n'), ',');
    assert.equal(await delimiterOf('path|label\na,b.png|x\nc,d,e.png|y\n'), '|');
    assert.equal(await delimiterOf('path;label;note\n"a";"x";0,5\n"b";"y";0,7\n'), ';');
    assert.equal(await delimiterOf('path\tlabel, or class\na\tx\n'), '\t');
    assert.equal(await delimiterOf('path,label,note\na,x,1\nb,y,2,3\n'), ',', 'uneven: by the first row');
    assert.equal(await delimiterOf('path\na\nb\n'), ',');
  });

  it('may be written in UTF-8 and UTF-16, with and without a mark, or Windows-1252', async () => {
    const text = 'path,label\n' + 'größe/é.png,naïve café\n'.repeat(9000);
    const expected = (await read(text)).cells;
    const swapped = (mark: string) => Buffer.from(mark + text, 'utf16le').swap16();
    const forms: Record<string, readonly [string, Buffer]> = {
      'with a mark': ['utf-8', Buffer.from(`\ufeff${text}`)],
      'UTF-16 LE': ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
      'UTF-16 BE': ['utf-16be', swapped('\ufeff')],
      'UTF-16 LE without a mark': ['utf-16le', Buffer.from(text, 'utf16le')],
      'UTF-16 BE without a mark': ['utf-16be', swapped('')],
      'Windows-1252': ['windows-1252', Buffer.from(text, 'latin1')],
      'Windows-1252 far behind': ['windows-1252', Buffer.from('a,b\n'.repeat(50_000) + text, 'latin1')],
    };
    for (const [name, [encoding, bytes]] of Object.entries(forms)) {
      const table = await read(bytes);
      assert.equal(table.encoding, encoding, name);
      assert.deepEqual(table.cells.slice(-expected.length), expected, name);
    }
  });

  it('is refused in another encoding, as bytes, JSON or a folder, without showing its content', async () => {
    const other = /table\.csv is not text in UTF-8 or UTF-16; save it as CSV in UTF-8/;
    const shiftJis = Buffer.from([0x94, 0x4c, 0x82, 0xcc, 0x8e, 0xca, 0x90, 0x5e]); // 猫の写真
    const windows1251 = Buffer.from([0xea, 0xee, 0xf8, 0xea, 0xe0]); // кошка
    for (const bytes of [shiftJis, windows1251, Buffer.from('PK\u0003\u0004\u0014\0\0\0'), Buffer.alloc(99)])
      await refused(Buffer.concat([Buffer.from('path,label\n'), bytes]), other);
    await refused('{"file_name": "a.png", "label": 1}\n', /holds JSON; give a CSV/);
    await refused('[\n  {"file_name": "a.png"}\n]', /holds JSON/);
    assert.equal((await read('[cat]/1.png,cat\n')).cells.length, 1);
    await refused(
      ' \n \n',
      /The label file .*table\.csv is empty; give a CSV with a path and a label in each row/,
    );
    await assert.rejects(openTable(folder(), KIND), /is a folder; give the label file itself/);
    await assert.rejects(
      openTable(path.join(folder(), 'none'), KIND),
      /There is no label file .*none; check the path/,
    );
  });

  it('is refused with the line that is wrong', async () => {
    await refused('path,label\na,x\n\nb,"y\nc,z\n', /line 4 opens a quote that is never closed/);
    await refused('"path,label\n', /line 1 opens a quote/);
    await refused('path,label\na,x\nb,"y"z\n', /line 3 has text behind a closing quote/);
    const far = Buffer.from(`${'a'.repeat(1021)},b\n`.repeat(1 << 14));
    const broken = Buffer.from(far);
    broken.write('é', broken.length - 3, 'latin1');
    await refused(Buffer.concat([far, broken]), /line 32768 is not UTF-8, as the lines before it are/);
    const table = await read('path,note,label\na,dark, wet,ant\n');
    assert.throws(() => refuseLonger(table, table.records[1]!, 3), {
      code: 'labels-unreadable',
      message: /line 2 has 4 cells instead of 3; a cell that holds "," must be in quotes/,
    });
    refuseLonger(table, { line: 2, cells: ['a', 'b', 'c', '', ''] }, 3);
    refuseLonger(table, { line: 2, cells: ['a'] }, 3);
  });

  it('is refused where an unquoted comma has shifted the cells, seen or not', async () => {
    for (const text of [
      'path,note,label,extra\na.png,nice,ant,\nb.png,nice, big,bee,\n',
      'path,note,label,extra\na.png,nice,ant\nb.png,nice, big,bee,\n',
      'path,note,label,extra\na.png,nice,ant,,\nc.png,,ant,,\nb.png,nice, big,bee,,\n',
    ]) {
      const table = await read(text);
      const shifted = table.records.findIndex(({ cells }) => cells[0] === 'b.png');
      for (const [at, record] of table.records.entries())
        if (at === shifted) assert.throws(() => refuseLonger(table, record, 4), /line [34] has [56] cells/);
        else refuseLonger(table, record, 4);
    }
    const bare = await read('a.png,nice, big,ant\nb.png,nice,bee\nc.png,nice,bee\n');
    assert.throws(() => refuseLongerFirst(bare), /line 1 has 4 cells instead of 3/);
    refuseLongerFirst(await read('a.png,ant,note\nb.png,bee\nc.png,bee,note\n'));
  });

  it('is refused where a quote is closed rows later', async () => {
    const swallowed = 'x.png,nice,ant\ny.png,nice,bee\n';
    for (const text of [
      `path,note,label\na.png,ok,ant\nb.png,"nice,ant\n${swallowed}c.png,nice",bee\n`,
      'path,note,label\na.png,ok,ant\nb.png,"nice,ant\nc.png,nice",bee\n',
      'id,note,label\na,ok,ant\nb,"nice,ant\nc,nice,bee\nd,nice",bee\n',
    ])
      await refused(text, /line 3 opens a quote that is closed \d lines on/);
    const { cells } = await read('path,note,label\na.png,"two\nlines, or more\nof them",ant\n');
    assert.deepEqual(cells[1], ['a.png', 'two\nlines, or more\nof them', 'ant']);
  });

  it('takes no more memory than a row may have, whatever is in it', async () => {
    for (const start of ['', 'path,label\na,"'] as const) {
      await writeFile(file(), start);
      const handle = await open(file(), 'a');
      const megabyte = Buffer.alloc(1 << 20, 'x');
      for (let i = 0; i < 40; i++) await handle.write(megabyte);
      await handle.close();
      const before = process.memoryUsage().arrayBuffers;
      let most = 0;
      await assert.rejects(async () => {
        for await (const { records } of tableRecords(await openTable(file(), KIND))) {
          most = Math.max(most, process.memoryUsage().arrayBuffers);
          assert.ok(records.length > 0);
        }
      }, /line [12] begins a row of more than 16 MB; check that a quote in it is closed/);
      most = Math.max(most, process.memoryUsage().arrayBuffers);
      assert.ok(most - before < 150 << 20, `${(most - before) >> 20} MB`);
    }
  });

  it('lets a cancel through while it is read', async () => {
    await writeFile(file(), 'image.png,label\n'.repeat(200_000));
    const table = await openTable(file(), KIND);
    const controller = new AbortController();
    await assert.rejects(
      async () => {
        for await (const { done01 } of tableRecords(table, controller.signal)) {
          setImmediate(() => controller.abort());
          assert.ok(done01 < 1);
        }
      },
      { name: 'AbortError' },
    );
  });
});
