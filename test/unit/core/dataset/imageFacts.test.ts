import assert from 'node:assert/strict';
import { galleryView } from '../../../../src/core/query/galleryView';
import { mapFaults } from '../../../../src/core/dataset/imageChecks';
import { imageFacts } from '../../../../src/core/dataset/imageFacts';
import { sampleResults } from '../../review/sampleRun';

const RESULTS = sampleResults(
  ['test/a/1.png', 'cat', 'dog'],
  ['train/b/1.png', 'dog', 'cat'],
  ['train/a/2.png', 'cat', 'cat'],
  ['train/a/1.png', 'cat', 'cat'],
  ['train/b/2.png', 'dog', 'dog'],
  ['train/b/3.png', 'dog', 'dog'],
);
const CHECKS = {
  groups: [
    { paths: ['train/a/2.png', 'train/b/2.png'], isExact: true },
    { paths: ['test/a/1.png', 'train/a/1.png'], isExact: false },
  ],
  faults: { ...mapFaults((): string[] => []), dark: ['train/b/2.png'], blurry: ['train/b/2.png'] },
};
const facts = imageFacts(CHECKS, RESULTS, ['test', 'train']);

describe('imageFacts', () => {
  it('says of each image its copies, in what they differ, and its faults', () => {
    assert.deepEqual([...facts.keys()].sort(), [
      'test/a/1.png',
      'train/a/1.png',
      'train/a/2.png',
      'train/b/2.png',
    ]);
    assert.deepEqual(facts.get('train/b/2.png'), {
      group: {
        paths: ['train/a/2.png', 'train/b/2.png'],
        labels: ['cat', 'dog'],
        isExact: true,
        isContradiction: true,
        isLeak: false,
        order: 1,
      },
      faults: ['dark', 'blurry'],
    });
    const leak = facts.get('train/a/1.png')?.group;
    assert.deepEqual([leak?.isLeak, leak?.isContradiction, leak?.order], [true, false, 0]);
  });

  it('brings copies side by side, those of the most suspect image first', () => {
    const show = (query: string) =>
      [
        ...galleryView(RESULTS, { query, sort: 'rank' }, () => null, { factsOf: (path) => facts.get(path) }),
      ].map((index) => RESULTS[index]!.path);
    assert.deepEqual(show('duplicate'), ['test/a/1.png', 'train/a/1.png', 'train/a/2.png', 'train/b/2.png']);
    assert.deepEqual(show('leak'), ['test/a/1.png', 'train/a/1.png']);
    assert.deepEqual(show('contradiction'), ['train/a/2.png', 'train/b/2.png']);
    assert.deepEqual(show('duplicate class:dog'), ['train/b/2.png']);
    assert.deepEqual(show(''), ['test/a/1.png', 'train/b/1.png']);
    assert.deepEqual(show('-leak'), ['train/b/1.png']);
  });
});
