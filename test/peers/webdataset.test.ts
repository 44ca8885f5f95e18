import assert from 'node:assert/strict';
import { samplesOf } from '../unit/dataset/formats/placedImages';
import { temporaryFolder } from '../unit/temporaryFolder';
import { readNow } from './review';
import { peer } from './startPeer';

describe('webdataset', () => {
  const ask = peer('webdataset_peer');
  const root = temporaryFolder();

  it('writes shards that are read as it reads them', async () => {
    await ask('write', { folder: root(), classes: ['cat', 'dog, big', 'Bär'] });
    const now = await readNow(root());
    assert.equal(now.paths.length, 11);
    assert.deepEqual(samplesOf(now), await ask('read', { folder: root() }));
    assert.deepEqual(now.splits, ['train', 'val']);
  });
});
