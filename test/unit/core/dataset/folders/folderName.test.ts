import assert from 'node:assert/strict';
import { isFolderName } from '../../../../../src/core/dataset/folders/folderName';

describe('isFolderName', () => {
  it('takes what a folder may be called on every system', () => {
    for (const label of ['cat', 'Größe 3', 'com', 'com10', 'console', 'nullable', 'a.b', '猫'])
      assert.ok(isFolderName(label), label);
  });

  it('takes nothing that one of them has no folder for, or hides', () => {
    const none = [
      '',
      '.',
      '..',
      '.cat',
      'a/b',
      'a\\b',
      'a:b',
      'who?',
      'cat.',
      'cat ',
      'tab\there',
      'x'.repeat(81),
    ];
    const devices = ['con', 'NUL', 'Aux.photos', 'com1', 'LPT9', 'com¹', 'CONIN$'];
    for (const label of [...none, ...devices]) assert.ok(!isFolderName(label), label);
  });
});
