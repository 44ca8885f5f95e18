import assert from 'node:assert/strict';
import { heldOutAgreement, mixOpinions } from '../../../../src/core/labelNoise/mixOpinions';

const near = (found: number, expected: number) =>
  assert.ok(Math.abs(found - expected) < 1e-6, `${found} instead of ${expected}`);

describe('mixOpinions', () => {
  it('is the geometric mean of two that agree as often', () => {
    const { predProbs, weights, heldOut } = mixOpinions(Int32Array.of(0), [
      { predProbs: Float64Array.of(0.8, 0.2) },
      { predProbs: Float64Array.of(0.5, 0.5) },
    ]);
    assert.deepEqual(weights, [0.5, 0.5]);
    assert.equal(heldOut, undefined);
    // √(.8·.5) : √(.2·.5) = 2 : 1
    near(predProbs[0]!, 2 / 3);
    near(predProbs[1]!, 1 / 3);
  });

  it('weighs by the squared odds of the held-out agreement', () => {
    const images = 1000;
    const labels = new Int32Array(images);
    const agreeing = (count: number) =>
      Float32Array.from({ length: images * 2 }, (_, at) => Number(at >> 1 < count === (at % 2 === 0)));
    const { weights, agreements } = mixOpinions(labels, [
      { predProbs: agreeing(840) },
      { predProbs: agreeing(640) },
    ]);
    assert.deepEqual(agreements, [0.84, 0.64]);
    // The prior is 50 images of which each names 25: (840 + 25) / (160 + 25) and (640 + 25) / (360 + 25).
    const [first, second] = [(865 / 185) ** 2, (665 / 385) ** 2];
    near(weights[0], first / (first + second));
    near(weights[1], second / (first + second));
  });

  it('hardly moves from equal weights where there are few images', () => {
    const { weights } = mixOpinions(Int32Array.of(0, 0), [
      { predProbs: Float64Array.of(1, 0, 1, 0) },
      { predProbs: Float64Array.of(0, 1, 0, 1) },
    ]);
    near(weights[0], (27 / 25) ** 2 / ((27 / 25) ** 2 + (25 / 27) ** 2));
  });

  it('never silences an opinion', () => {
    const labels = new Int32Array(100_000);
    const sure = (value: number) =>
      new Float32Array(200_000).map((_, at) => (at % 2 === 0 ? value : 1 - value));
    const { weights, predProbs } = mixOpinions(labels, [{ predProbs: sure(1) }, { predProbs: sure(0) }]);
    near(weights[1], 0.1);
    const [given, other] = [0.0001 ** 0.1, 0.0001 ** 0.9];
    near(predProbs[0]!, given / (given + other));
  });

  it('compares and mixes held-out predictions of the images that both have', () => {
    const seen = Float32Array.of(0.9, 0.1, 0.9, 0.1, 0.9, 0.1);
    const { heldOut, agreements } = mixOpinions(Int32Array.of(0, 0, 1), [
      {
        predProbs: seen,
        heldOut: { images: Int32Array.of(2, 0), predProbs: Float32Array.of(0.2, 0.8, 0.6, 0.4) },
      },
      { predProbs: Float32Array.of(0.3, 0.7, 0.5, 0.5, 0.2, 0.8) },
    ]);
    assert.deepEqual(agreements, [1, 0.5]);
    assert.deepEqual([...heldOut!.images], [0, 2]);
    for (const row of [0, 1]) near(heldOut!.predProbs[row * 2]! + heldOut!.predProbs[row * 2 + 1]!, 1);
    assert.ok(heldOut!.predProbs[3]! > 0.79);
  });

  it('tells how often an opinion names the given label', () => {
    const predProbs = Float32Array.of(0.9, 0.1, 0.4, 0.6, 0.3, 0.7);
    assert.equal(heldOutAgreement(Int32Array.of(0, 0, 1), { predProbs }), 2 / 3);
  });
});
