import assert from 'node:assert/strict';
import { contentHashAt } from '../../../../src/core/dataset/contentHash';
import { hashContent } from '../../../../src/dataset/decode/reader/imageFile';

describe('content hashes', () => {
  it('begin as those of sha256sum', () => {
    const words = Uint32Array.from([...hashContent(Buffer.from('a')), ...hashContent(Buffer.from('abc'))]);
    assert.equal(contentHashAt(words, 0), 'ca978112ca1bbdcafac231b39a23dc4d');
    assert.equal(contentHashAt(words, 1), 'ba7816bf8f01cfea414140de5dae2223');
  });
});
