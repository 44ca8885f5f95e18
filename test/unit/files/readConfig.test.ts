import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CONFIG_FILE } from '../../../src/core/names';
import { readConfig } from '../../../src/files/readConfig';
import { temporaryFolder } from '../temporaryFolder';
import { itWith } from '../../fixtures/itWith';

describe('the configuration of a dataset', () => {
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'pets');
  beforeEach(() => mkdir(root()));
  const write = (config: unknown, file = path.join(root(), CONFIG_FILE)) =>
    writeFile(file, typeof config === 'string' ? config : JSON.stringify(config));
  const refused = (message: RegExp, named?: string) =>
    assert.rejects(readConfig(root(), named), { code: 'bad-setting', message });

  it('is nothing where there is no file, or no folder', async () => {
    assert.equal(await readConfig(root()), undefined);
    assert.equal(await readConfig(path.join(folder(), 'absent')), undefined);
    await write('');
    assert.equal(await readConfig(path.join(root(), CONFIG_FILE)), undefined);
  });

  it('has the files that it names made absolute', async () => {
    await write({
      labels: { file: 'lists/l.csv', labelColumn: 'b' },
      encoder: 'f.npy',
      encoderOrder: 'o.csv',
      epochs: 2,
    });
    assert.deepEqual(await readConfig(root()), {
      labels: { file: path.join(root(), 'lists', 'l.csv'), labelColumn: 'b' },
      encoder: path.join(root(), 'f.npy'),
      encoderOrder: path.join(root(), 'o.csv'),
      epochs: 2,
    });
    await write({ encoder: 'none' });
    assert.deepEqual(await readConfig(root()), { encoder: 'none' });
  });

  it('names no file outside the dataset, by its path or through a link', async () => {
    await writeFile(path.join(folder(), 'secret.csv'), 'path,label\n');
    await symlink(folder(), path.join(root(), 'up'), 'junction');
    for (const file of [
      '../secret.csv',
      path.join(folder(), 'secret.csv'),
      'a/../../x.csv',
      'up/secret.csv',
    ]) {
      await write({ labels: { file } });
      await refused(
        /pets.label-review\.json: "labels\.file" names .*, which lies outside the dataset; name a file in it\.$/,
      );
    }
    await write({ encoderOrder: 'up/secret.csv' });
    await refused(/"encoderOrder" names up\/secret\.csv, which lies outside/);
    await write({ encoder: '../f.npy' });
    await refused(/"encoder" names \.\.\/f\.npy, which lies outside/);
  });

  it('may be in a dataset that is itself reached through a link', async () => {
    await write({ labels: { file: 'l.csv' } });
    await write('', path.join(root(), 'l.csv'));
    const link = path.join(folder(), 'linked');
    await symlink(root(), link, 'junction');
    assert.equal((await readConfig(link))?.labels?.file, path.join(link, 'l.csv'));
  });

  itWith('links', 'is no link, and names no file that is one to outside', async () => {
    const elsewhere = path.join(folder(), 'elsewhere.json');
    await write({ epochs: 2 }, elsewhere);
    await symlink('../elsewhere.json', path.join(root(), 'inside.csv'));
    await write({ labels: { file: 'inside.csv' } });
    await refused(/"labels\.file" names inside\.csv, which lies outside/);
    const file = path.join(root(), CONFIG_FILE);
    await rm(file);
    await symlink(elsewhere, file);
    await refused(/label-review\.json is no plain file; make it one, or remove it\.$/);
    assert.deepEqual(await readConfig(root(), file), { epochs: 2 }, 'a link that somebody names is followed');
  });

  it('is a plain file: no folder, and not a large one', async () => {
    const elsewhere = path.join(folder(), 'elsewhere.json');
    const other = path.join(folder(), 'other');
    await mkdir(path.join(other, CONFIG_FILE), { recursive: true });
    await assert.rejects(readConfig(other), /is no plain file/);
    await refused(
      /elsewhere\.json has 2 MB, more than the 1 MB of any configuration/,
      (await write('x'.repeat(2 ** 21), elsewhere), elsewhere),
    );
  });

  itWith('pipes', 'is no pipe', async () => {
    const pipe = path.join(folder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    await refused(/pipe is no plain file/, pipe);
  });

  it('is called by its path in complaints, and missed where it was named', async () => {
    await write('{ "epochs": 0 }');
    await refused(/pets.label-review\.json: "epochs" is 0; set it to a whole number from 1 to 10000\.$/);
    await refused(/^There is no file .*absent\.json; check its name\.$/, path.join(root(), 'absent.json'));
  });
});
