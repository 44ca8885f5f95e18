import assert from 'node:assert/strict';
import { wordMessage } from '../../../src/core/words/message';
import { smallClassesWarning } from '../../../src/pipeline/smallClasses';

describe('classes that are too small to be learnt', () => {
  const words = (...counts: readonly number[]) =>
    smallClassesWarning({
      classes: counts.map((_, label) => `class ${label}`),
      labels: Int32Array.from(counts.flatMap((count, label) => Array<number>(count).fill(label))),
    }).map((warning) => wordMessage(warning));

  it('are named, with how many there are', () => {
    assert.match(words(30, 1, 30, 2)[0]!, /too few images to learn from, 2 in all: class 1, class 3\./);
    assert.match(words(30, ...Array<number>(40).fill(1))[0]!, /40 in all: class 1, .*class 5, …\./);
  });

  it('are not those with enough images, or with none at all', () => {
    assert.deepEqual(words(30, 3, 0, 500), []);
  });
});
