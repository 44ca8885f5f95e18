import assert from 'node:assert/strict';
import { isInside, pictureFile, picturePath } from '../../../../src/core/dataset/imagePlace';

describe('where the picture of an image is', () => {
  const box = { x: 1, y: 2, width: 3, height: 4 };
  const range = { offset: 0, bytes: 1 };

  it('is told by its file, its path, and whether one is a part of the other', () => {
    const whole = { path: 'cat/1.png' };
    const ofBox = { path: 'a.png#7', place: { file: 'a.png', box } };
    const member = { path: 'a.tar/x/1.png', place: { file: 'a.tar', range } };
    const ofMember = { path: 'a.tar/x/1.png#7', place: { file: 'a.tar', range, box } };
    const unpacked = { path: 'a.parquet/17', place: { file: '01-02.bin', unpackedFrom: 'a.parquet', range } };
    const all = [whole, ofBox, member, ofMember, unpacked];
    assert.deepEqual(all.map(pictureFile), ['cat/1.png', 'a.png', 'a.tar', 'a.tar', 'a.parquet']);
    assert.deepEqual(all.map(picturePath), [
      'cat/1.png',
      'a.png',
      'a.tar/x/1.png',
      'a.tar/x/1.png',
      'a.parquet/17',
    ]);
    assert.deepEqual(all.map(isInside), [false, false, true, true, true]);
  });
});
