import assert from 'node:assert/strict';
import path from 'node:path';
import { insideOf } from '../../../src/files/insideOf';

describe('insideOf', () => {
  const folder = path.resolve('data');

  it('gives what lies in the folder, also where a name begins with dots', () => {
    assert.equal(insideOf(folder, path.join(folder, 'cat', '1.png')), 'cat/1.png');
    assert.equal(insideOf(folder, path.join(folder, '..x', '1.png')), '..x/1.png');
    assert.equal(insideOf(folder, folder), '');
  });

  it('gives nothing for what lies elsewhere', () => {
    for (const elsewhere of [path.dirname(folder), `${folder}2`, path.join(folder, '..', 'other', '1.png')])
      assert.equal(insideOf(folder, elsewhere), undefined);
  });
});
