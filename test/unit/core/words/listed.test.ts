import assert from 'node:assert/strict';
import { listed } from '../../../../src/core/words/listed';

describe('names in a sentence', () => {
  it('are all there, or the first of them and a sign that there are more', () => {
    assert.equal(listed([]), '');
    assert.equal(listed(['a', 'b', 'c', 'd', 'e']), 'a, b, c, d, e');
    assert.equal(listed(['a', 'b', 'c', 'd', 'e', 'f']), 'a, b, c, d, e, …');
    assert.equal(listed(['a', 'b', 'c'], { most: 2, separator: '; ' }), 'a; b; …');
  });
});
