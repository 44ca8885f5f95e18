import assert from 'node:assert/strict';
import path from 'node:path';
import { glanceAtFolder, isClassFolders, parentOfClass } from '../../../../src/host/scan/glanceAtFolder';
import { createTemporaryFolder, type TemporaryFolder } from '../../dataset/temporaryFolder';

describe('a glance at a folder', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const images = async (below: string, count: number) => {
    for (let i = 0; i < count; i++) await folder.write(`${below}/${i}.jpg`, '');
  };
  const isDataset = async () => isClassFolders(await glanceAtFolder(folder.root));

  it('knows class folders, and reads a few names of each', async () => {
    await images('cat', 100);
    await images('dog', 25);
    await folder.write('labels.csv', 'file,label\n');
    const { classes, tables } = await glanceAtFolder(folder.root);
    assert.deepEqual([...classes].sort(), [
      ['cat', 64],
      ['dog', 25],
    ]);
    assert.deepEqual(tables, ['labels.csv']);
    assert.ok(await isDataset());
  });

  it('knows classes below train and test', async () => {
    for (const split of ['train', 'test'])
      for (const label of ['cat', 'dog']) await images(`${split}/${label}`, 12);
    assert.ok(await isDataset());
  });

  it('takes no program with pictures for a dataset', async () => {
    await images('assets', 30);
    await images('docs', 12);
    for (let i = 0; i < 20; i++) await folder.write(`docs/page${i}.md`, '');
    for (const other of ['src', 'test', 'scripts']) await folder.write(`${other}/main.ts`, '');
    assert.ok(!(await isDataset()));
  });

  it('takes a few pictures, or those of one class, for none', async () => {
    await images('cat', 60);
    assert.ok(!(await isDataset()));
    await images('dog', 3);
    assert.ok(!(await isDataset()));
  });

  it('finds nothing in a folder that is not there', async () => {
    const { classes } = await glanceAtFolder(path.join(folder.root, 'gone'));
    assert.equal(classes.size, 0);
  });

  it('tells of a class folder which folder it is a class of', async () => {
    await images('pets/cat', 30);
    await images('pets/dog', 30);
    assert.equal(await parentOfClass(folder.at('pets/cat')), folder.at('pets'));
    assert.equal(await parentOfClass(folder.at('pets')), undefined);
  });
});
