import assert from 'node:assert/strict';
import { findDataset } from '../../../../src/host/firstUse/findDataset';
import { createTemporaryFolder, type TemporaryFolder } from '../../dataset/temporaryFolder';

describe('findDataset', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());
  const found = () => findDataset(folder.root);

  it('finds class folders', async () => {
    for (const label of ['cat', 'dog', 'owl'])
      for (let i = 0; i < 20; i++) await folder.write(`${label}/${i}.png`, '');
    assert.deepEqual(await found(), { kind: 'folders', classes: 3 });
  });

  it('finds a table of labels whose images are there', async () => {
    await folder.write('images/1.png', '');
    await folder.write('prices.csv', 'date,price\n2020-01-01,3\n');
    await folder.write('train.csv', 'image,label\nimages/1.png,cat\nimages/2.png,dog\n');
    assert.deepEqual(await found(), { kind: 'table', name: 'train.csv' });
  });

  it('passes over tables about other things, of other places, and none', async () => {
    await folder.write('files.csv', 'file,category\nreport.pdf,a\n');
    await folder.write('elsewhere.csv', 'file,label\ngone/1.png,cat\n');
    await folder.write('broken.csv', Buffer.from([0, 1, 2, 255]));
    assert.equal(await found(), undefined);
  });
});
