import assert from 'node:assert/strict';
import { matchNames } from '../../../../webview/filters/matchNames';

const match = (names: readonly string[], query: string) => matchNames(names, query, (name) => name);

describe('matching names', () => {
  it('puts whole names first, then starts, starts of words, and the rest', () => {
    assert.deepEqual(match(['bobcat', 'wild cat', 'catfish', 'dog', 'cat'], 'cat'), [
      'cat',
      'catfish',
      'wild cat',
      'bobcat',
    ]);
  });

  it('ignores case, accents and outer spaces', () => {
    assert.deepEqual(match(['Être', 'Zebra'], ' etre '), ['Être']);
  });

  it('keeps everything for an empty query', () => {
    const names = ['b', 'a'];
    assert.deepEqual(match(names, '  '), names);
  });
});
