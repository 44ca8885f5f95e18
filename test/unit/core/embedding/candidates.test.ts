import assert from 'node:assert/strict';
import { drawCandidates } from '../../../../src/core/embedding/candidates';

const labels = Int32Array.from({ length: 120 }, (_, image) => (image < 100 ? 0 : image < 115 ? 1 : 3));
const draw = (most: number, seed = 1) =>
  drawCandidates({ labels, classCount: 4, most, leastOfClass: 2, seed });

describe('drawCandidates', () => {
  it('takes all images, class by class, where there are not more', () => {
    const { images, starts } = draw(120);
    assert.deepEqual([...images], [...labels.keys()]);
    assert.deepEqual([...starts], [0, 100, 115, 115, 120]);
  });

  it('takes all of a small class and as many of each other one', () => {
    const { images, starts } = draw(25);
    assert.deepEqual([...starts], [0, 10, 20, 20, 25]);
    for (let label = 0; label < 4; label++)
      for (const image of images.subarray(starts[label], starts[label + 1]))
        assert.equal(labels[image], label);
    assert.equal(new Set(images).size, 25);
  });

  it('draws by the seed', () => {
    assert.deepEqual(draw(25), draw(25));
    assert.notDeepEqual(draw(25).images, draw(25, 2).images);
  });

  it('takes a few of each class even where that is more than was asked for', () => {
    assert.deepEqual([...draw(1).starts], [0, 2, 4, 4, 6]);
  });
});
