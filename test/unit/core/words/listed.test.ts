import assert from 'node:assert/strict';
import { listed } from '../../../../src/core/words/listed';

describe('names in a sentence', () => {
  it('are all there, or the first of them and a sign that there are more', () => {
    assert.deepEqual(listed([]), { list: [] });
    assert.deepEqual(listed(['a', 'b', 'c', 'd', 'e']), { list: ['a', 'b', 'c', 'd', 'e'] });
    assert.deepEqual(listed(['a', 'b', 'c', 'd', 'e', 'f']), { list: ['a', 'b', 'c', 'd', 'e', '…'] });
    assert.deepEqual(listed(['a', 'b', 'c'], { most: 2 }), { list: ['a', 'b', '…'] });
  });
});
