import assert from 'node:assert/strict';
import path from 'node:path';
import { bytesOf } from '../unit/dataset/formats/placedImages';
import { temporaryFolder } from '../unit/temporaryFolder';
import { labelsOf, readNow } from './review';
import { peer } from './startPeer';

describe('NumPy', () => {
  const ask = peer('numpy_peer');
  const folder = temporaryFolder();

  it('writes arrays that are read as it reads them', async () => {
    const root = path.join(folder(), 'arrays');
    const forms = (await ask('write', { folder: root })) as string[];
    assert.equal(forms.length, 5);
    for (const form of forms) {
      const now = await readNow(path.join(root, form));
      const labels = labelsOf(now);
      const ours = now.paths.map((image, i) => ({
        bytes: bytesOf(now, i).toString('hex'),
        label: labels[image],
      }));
      assert.deepEqual(ours, await ask('read', { file: path.join(root, form, 'pets.npz') }), form);
    }
  });
});
