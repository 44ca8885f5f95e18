import assert from 'node:assert/strict';
import { compareLabels } from '../../../../src/core/dataset/alikeClasses';
import { wordMessage } from '../../../../src/core/words/message';

describe('classes that are written alike', () => {
  const compare = (...labels: readonly string[]) => {
    const { labelOf, warnings } = compareLabels(new Map(labels.map((label, at) => [`${at}.png`, label])));
    const words = warnings.map((warning) => wordMessage(warning)).join('\n');
    return { classes: [...new Set(labelOf.values())], words };
  };

  it('are one where only the composition of Unicode differs', () => {
    const composed = 'café'.normalize('NFC');
    const { classes, words } = compare(composed, 'café'.normalize('NFD'), 'tea');
    assert.deepEqual(classes, [composed, 'tea']);
    assert.match(words, /^Names that differ only in how Unicode composes them.* one class: "café"\.$/);
    assert.deepEqual(compare('café'.normalize('NFD'), 'tea').classes, ['café'.normalize('NFD'), 'tea']);
  });

  it('are named where they may be one', () => {
    for (const [first, second] of [
      ['cat', 'Cat'],
      ['egg plant', 'egg_plant'],
      ['egg plant', 'eggplant'],
      ['egg-plant', 'Egg  Plant'],
      ['1', '01'],
      ['7', '7.0'],
      ['cat', 'cat\u200b'],
      ['hot dog', 'hot\u00a0dog'],
      ['ﬁsh', 'fish'],
    ] as const) {
      const { classes, words } = compare(first, second, second, 'other');
      assert.equal(classes.length, 3);
      assert.match(words, /may be meant to be one: ".*" \([12]\) = ".*" \([12]\)\./, first);
    }
    assert.match(compare('cat', 'cat\u200b').words, /"cat" \(1\) = "cat\\u\{200b\}" \(1\)/);
    const many = 'abcdefg'.split('').flatMap((letter) => [letter, letter.toUpperCase()]);
    assert.match(compare(...many).words, /, …\. If so/);
  });

  it('are named where they are what programs write in place of a label', () => {
    for (const name of ['NaN', 'NaT', '--', '.', '#N/A', '-nan', 'None', '?', 'undefined'])
      assert.match(compare('cat', name).words, /^The class ".+" \(1 image\) is what programs write/, name);
  });

  it('are not confused with others', () => {
    assert.equal(compare('cat', 'cats', '1', '10', '1.5', '15', '-1', 'C', 'C++', 'a/b', 'ab').words, '');
  });
});
