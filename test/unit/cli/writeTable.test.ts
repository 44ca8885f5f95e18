import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeTable } from '../../../src/cli/writeTable';
import { temporaryFolder } from '../temporaryFolder';
import { createTestIo } from './testIo';

describe('writing what a command has found', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), 'found.csv');
  const TEXT = 'name,rank\na,1\nb,2\n';

  async function write(form: { out: string | undefined; isJson: boolean }): Promise<string> {
    const { io, printed } = createTestIo();
    const table = {
      columns: ['name', 'rank'],
      rows: ['a', 'b'].values(), // can be read once only
      cellsOf: (name: string) => [name, name === 'a' ? '1' : '2'],
      toJson: () => ({ count: 2 }),
    };
    await writeTable(table, form, io);
    return printed();
  }

  it('prints the table, or the object with --json', async () => {
    assert.equal(await write({ out: undefined, isJson: false }), TEXT);
    assert.equal(await write({ out: undefined, isJson: true }), '{"count":2}\n');
    assert.deepEqual(await readdir(folder()), []);
  });

  it('writes the table to --out, and still prints the object', async () => {
    assert.equal(await write({ out: file(), isJson: true }), '{"count":2}\n');
    assert.equal(await readFile(file(), 'utf8'), TEXT);
  });

  it('prints nothing with --out alone', async () => {
    assert.equal(await write({ out: file(), isJson: false }), '');
    assert.equal(await readFile(file(), 'utf8'), TEXT);
  });
});
