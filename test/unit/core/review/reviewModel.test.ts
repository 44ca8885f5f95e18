import assert from 'node:assert/strict';
import { decide, drawReview } from '../../../../bench/review/drawnReview';
import { errorsFound } from '../../../../bench/review/simulateReview';
import { rescore } from '../../../../src/core/run/rescore';
import {
  estimateWrong,
  fitReviewModel,
  VERDICT,
  wrongProbability,
  type JudgedSuspects,
} from '../../../../src/core/review/reviewModel';
import { createRng } from '../../../../src/core/rng';
import { atOnce } from '../../../../src/core/atOnce';
import { stoppingAdvice, type StoppingInput } from '../../../../src/core/review/stopping';

const suspects = (rows: readonly (readonly [number, number, number])[]): JudgedSuspects => ({
  wrong: Float64Array.from(rows, ([wrong]) => wrong),
  pair: Int32Array.from(rows, ([, pair]) => pair),
  pairCount: Math.max(...rows.map(([, pair]) => pair)) + 1,
  verdict: Uint8Array.from(rows, ([, , verdict]) => verdict),
});

const fit = (all: JudgedSuspects) => atOnce(fitReviewModel(all));
const advise = (input: StoppingInput) => atOnce(stoppingAdvice(input));
const { none, right, wrong } = VERDICT;

describe('the review model', () => {
  it('believes the run before any decision, with the doubt of its priors', () => {
    const all = suspects([
      [0.9, 0, none],
      [0.5, 1, none],
    ]);
    const model = fit(all);
    assert.deepEqual([model.level, model.slope, ...model.pairs], [0, 1, 0, 0]);
    assert.ok(Math.abs(wrongProbability(model, all, 0) - 0.9) < 1e-12);
    // By hand, for the second: p = 1/2, own variance 1/4, x = 0. Level: 1/16 · 1/4; pair: 1/16 · 0.4.
    const { errors, low, high } = estimateWrong(model, all, [1]);
    assert.equal(errors, 0.5);
    const deviation = 1.96 * Math.sqrt(1 / 4 + 1 / 64 + 0.4 / 16);
    assert.ok(Math.abs(high - Math.min(1, 0.5 + deviation)) < 1e-12);
    assert.equal(low, Math.max(0, 0.5 - deviation));
  });

  it('is at the maximum of its posterior', () => {
    // At p = 1/2 (x = 0) the slope has no say: level l and pair u share the surprise, each against its own prior.
    const all = suspects([
      ...Array.from({ length: 8 }, (): [number, number, number] => [0.5, 0, right]),
      [0.5, 0, wrong],
      [0.5, 0, wrong],
    ]);
    const { level, slope, pairs, pairSpread } = fit(all);
    const p = 1 / (1 + Math.exp(-(level + pairs[0]!)));
    assert.equal(slope, 1);
    assert.ok(Math.abs(2 - 10 * p - level / 0.25) < 0.02, 'gradient by the level');
    assert.ok(Math.abs(2 - 10 * p - pairs[0]! / pairSpread) < 0.02, 'gradient by the pair');
  });

  it('raises the pair whose suspects were wrong and lowers the one whose were right', () => {
    const decided = (pair: number, verdict: number) =>
      Array.from({ length: 6 }, (): [number, number, number] => [0.6, pair, verdict]);
    const all = suspects([
      ...decided(0, wrong),
      ...decided(1, right),
      [0.6, 0, none],
      [0.6, 1, none],
      [0.6, 2, none],
    ]);
    const scores = rescore(fit(all), all);
    assert.ok(scores[12]! > 0.75 && scores[13]! < 0.45, `${scores[12]} ${scores[13]}`);
    assert.ok(scores[14]! > scores[13]! && scores[14]! < scores[12]!);
    assert.ok(
      scores.slice(0, 12).every((score) => score < 0),
      'what is decided comes last',
    );
  });

  it('survives certainties of the run that turn out wrong', () => {
    const all = suspects([
      ...Array.from({ length: 500 }, (): [number, number, number] => [1, 0, right]),
      ...Array.from({ length: 500 }, (): [number, number, number] => [0, 1, wrong]),
      [0.5, 2, none],
    ]);
    const model = fit(all);
    assert.ok([model.level, model.slope, ...model.pairs].every(Number.isFinite));
    assert.ok(model.slope >= 0);
    const { low, high } = estimateWrong(model, all, [1000]);
    assert.ok(low >= 0 && high <= 1 && low < high);
  });

  it('has an interval that holds the errors left in at least nine of ten reviews', () => {
    let held = 0;
    let total = 0;
    for (let world = 0; world < 60; world++) {
      const rng = createRng(world);
      const review = drawReview(rng, {
        suspects: 600,
        pairs: 12,
        pairSpread: 0.7,
        level: 0.5 * rng.normal(),
      });
      for (const looked of [0, 30, 100, 300]) {
        for (let i = 0; i < looked; i++) decide(review, i);
        const open = Array.from({ length: 600 - looked }, (_, i) => looked + i);
        const { low, high } = estimateWrong(fit(review.suspects), review.suspects, open);
        const left = open.reduce((sum, i) => sum + review.truth[i]!, 0);
        total++;
        if (left >= low && left <= high) held++;
      }
    }
    assert.ok(held / total >= 0.9, `${held} of ${total}`);
  });

  it('finds more errors per image looked at than the order of the run, and no fewer where there is nothing to learn', () => {
    const shares = [0.25, 0.5];
    const found = (pairSpread: number, updateEvery?: number) => {
      const sums = [0, 0];
      for (let world = 0; world < 10; world++) {
        const review = drawReview(createRng(world), { suspects: 600, pairs: 20, pairSpread, level: 0 });
        errorsFound(review, shares, updateEvery).forEach((errors, i) => (sums[i]! += errors));
      }
      return sums;
    };
    const [staticQuarter, staticHalf] = found(1);
    const [liveQuarter, liveHalf] = found(1, 50);
    assert.ok(liveQuarter! > staticQuarter!, `${liveQuarter} ${staticQuarter}`);
    assert.ok(liveHalf! > 1.03 * staticHalf!, `${liveHalf} ${staticHalf}`);
    assert.ok(found(0, 50)[1]! > 0.98 * found(0)[1]!);
  });
});

describe('where to stop', () => {
  const otherErrors = 7;
  const many = (count: number, probability: number, verdict: number) =>
    Array.from({ length: count }, (): [number, number, number] => [probability, 0, verdict]);

  it('is found in many turns, for the thread has other work, too', () => {
    const all = suspects(Array.from({ length: 40 }, (_, i) => [0.5, i % 4, i % 3]));
    const work = stoppingAdvice({ suspects: all, recent: [], otherErrors: 0 });
    let pauses = 0;
    while (work.next().done !== true) pauses++;
    assert.ok(pauses > 20, `${pauses} pauses`);
  });

  it('counts what was found, lately and in all', () => {
    const all = suspects([
      [0.9, 0, wrong],
      [0.8, 0, wrong],
      [0.7, 0, right],
      [0.6, 0, none],
    ]);
    const advice = advise({ suspects: all, recent: [1, 2], otherErrors });
    assert.equal(advice.reviewed, 3);
    assert.equal(advice.found, 2);
    assert.deepEqual(advice.recent, { images: 2, wrong: 1 });
    assert.equal(advice.left.images, 1);
    assert.equal(advice.next.images, 1);
    assert.equal(advice.otherErrors, 7);
  });

  it('goes on while errors are found', () => {
    const advice = advise({
      suspects: suspects([...many(100, 0.8, wrong), ...many(100, 0.7, none)]),
      recent: [],
      otherErrors,
    });
    assert.equal(advice.canStop, false);
    assert.ok(advice.left.errors > 70);
  });

  it('stops when the decisions say that hardly any are left, even at the upper bound', () => {
    const all = suspects([...many(50, 0.9, wrong), ...many(150, 0.2, right), ...many(100, 0.1, none)]);
    const advice = advise({ suspects: all, recent: [], otherErrors });
    assert.equal(advice.canStop, true);
    assert.ok(advice.next.high <= 5, `${advice.next.high}`);
  });

  it('says nothing on the ground of a few decisions, and stops when none is left', () => {
    assert.equal(
      advise({
        suspects: suspects([...many(10, 0.05, right), ...many(60, 0.01, none)]),
        recent: [],
        otherErrors,
      }).canStop,
      false,
    );
    assert.equal(advise({ suspects: suspects(many(3, 0.9, wrong)), recent: [], otherErrors }).canStop, true);
  });
});
