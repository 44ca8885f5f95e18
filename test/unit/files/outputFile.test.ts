import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { link, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SCAN_COLUMNS } from '../../../src/core/names';
import { checkOutput } from '../../../src/files/outputFile';
import { temporaryFolder } from '../temporaryFolder';
import { itWith, systemHas } from '../../fixtures/itWith';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('a file that is named for a table', () => {
  const folder = temporaryFolder();
  const at = (name: string) => path.join(folder(), name);
  const refuses = (name: string, why: RegExp, inputs: readonly string[] = []) =>
    assert.rejects(checkOutput(at(name), inputs.map(at)), {
      code: 'bad-output',
      message: new RegExp(`${name.replaceAll('/', '.')}.*${why.source}`, 'u'), // `.` for either slash
    });

  it('may be new, an empty file or a table', async () => {
    await writeFile(at('empty'), '');
    await writeFile(at('table.csv'), 'path,label\n');
    for (const name of ['new.csv', 'empty', 'table.csv']) await checkOutput(at(name), [at('labels.csv')]);
    assert.deepEqual((await readdir(folder())).sort(), ['empty', 'table.csv']);
    assert.equal(await readFile(at('table.csv'), 'utf8'), 'path,label\n');
  });

  it('may not be what is read, under whatever name', async () => {
    await mkdir(at('sub'));
    await writeFile(at('labels.csv'), 'path,label\n');
    await link(at('labels.csv'), at('same.csv'));
    const names = ['labels.csv', 'sub/../labels.csv', 'same.csv'];
    if (systemHas('links')) {
      await symlink('labels.csv', at('link.csv'));
      await symlink('.', at('here'));
      names.push('link.csv', 'here/labels.csv');
    }
    for (const name of names)
      await assert.rejects(checkOutput(path.resolve(folder(), name), [at('other.npy'), at('labels.csv')]), {
        code: 'bad-output',
        message: /would be lost; write to another file/u,
      });
    await refuses('labels.csv', /is one of the files that are read/u, ['labels.csv']);
  });

  it('may not be an image or another file that is no table', async () => {
    await writeFile(at('cat.png'), PNG);
    await writeFile(at('text.JPG'), 'broken');
    await writeFile(at('image'), PNG);
    await writeFile(at('probs.npy'), Buffer.from('93NUMPY\0'));
    for (const name of ['cat.png', 'text.JPG', 'image', 'probs.npy']) await refuses(name, /is not a table/u);
    await writeFile(at('train.py'), 'print(1)\n');
    await refuses('train.py', /is not a table/u);
    await refuses('new.png', /is named like an image/u);
    await writeFile(at('before.txt'), `${SCAN_COLUMNS.join()}\n`);
    await checkOutput(at('before.txt'), []);
  });

  itWith('links', 'may not be a link to what is no table', async () => {
    await writeFile(at('text.JPG'), 'broken');
    await symlink('text.JPG', at('link.csv'));
    await refuses('link.csv', /is not a table/u);
  });

  it('may not be a folder, or lie in no folder or in a store', async () => {
    await mkdir(at('.label-review/runs'), { recursive: true });
    await writeFile(at('file'), '');
    await refuses('.label-review', /is a folder/u);
    await refuses('.label-review/decisions.jsonl', /where runs and decisions are kept/u);
    await refuses('.label-review/runs/x.csv', /where runs and decisions are kept/u);
    await refuses('none/x.csv', /make it, or check the path/u);
    await refuses('file/x.csv', /make it, or check the path/u);
  });

  itWith('pipes', 'may not be a pipe or a device', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    await refuses('pipe', /is a pipe or a device/u);
    await assert.rejects(checkOutput('/dev/null', []), { code: 'bad-output' });
  });
});
