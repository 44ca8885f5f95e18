import assert from 'node:assert/strict';
import { isImagePath } from '../../../../src/core/dataset/imagePath';

describe('the path of an image', () => {
  const INSIDE = ['a.png', 'a/b.png', '..a/b..png', 'a/...png', 'c:d.png', 'train\\a.png', ' /a.png'];
  const OUTSIDE = [
    '',
    '..',
    '../a.png',
    'a/../../b.png',
    'a/..',
    '..\\a.png',
    'a\\..\\b.png',
    '/etc/a.png',
    '\\\\host\\a.png',
    'C:\\a.png',
    'c:/a.png',
    'a\0.png',
  ];
  for (const path of INSIDE)
    it(`lies in the dataset: ${JSON.stringify(path)}`, () => assert.ok(isImagePath(path)));
  for (const path of OUTSIDE) it(`is refused: ${JSON.stringify(path)}`, () => assert.ok(!isImagePath(path)));
});
