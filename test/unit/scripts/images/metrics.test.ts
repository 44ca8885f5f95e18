import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  areaUnderRoc,
  averagePrecision,
  bestF1,
  detectionMetrics,
  precisionAtK,
} from '../../../../scripts/images/metrics';

const assertClose = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, not ${expected}`);

/** Suspicions with many ties. */
const rankings = fc.array(fc.record({ suspicion: fc.nat(5), isError: fc.boolean() }), {
  minLength: 1,
  maxLength: 30,
});
const columns = (ranking: readonly { suspicion: number; isError: boolean }[]) => ({
  suspicion: Float64Array.from(ranking, ({ suspicion }) => suspicion),
  isError: Uint8Array.from(ranking, ({ isError }) => (isError ? 1 : 0)),
});

describe('detectionMetrics', () => {
  it('works by hand: 2 of 3 flagged are errors, of 4', () => {
    const { precision, recall, f1 } = detectionMetrics(
      Uint8Array.of(1, 1, 1, 0, 0, 0),
      Uint8Array.of(1, 1, 0, 1, 1, 0),
    );
    assertClose(precision, 2 / 3);
    assertClose(recall, 1 / 2);
    assertClose(f1, 4 / 7);
  });

  it('is 0 where there is nothing to divide by', () => {
    const none = new Uint8Array(3);
    assert.deepEqual(detectionMetrics(none, none), { precision: 0, recall: 0, f1: 0 });
    assert.throws(() => detectionMetrics(none, new Uint8Array(2)), RangeError);
  });
});

describe('averagePrecision', () => {
  it('is that of the example in the documentation of scikit-learn', () => {
    // y_true [0, 0, 1, 1], y_score [0.1, 0.4, 0.35, 0.8]: 0.8333…
    assertClose(averagePrecision(Float64Array.of(0.1, 0.4, 0.35, 0.8), Uint8Array.of(0, 0, 1, 1)), 5 / 6);
  });

  it('lets equal scores enter together', () => {
    assertClose(averagePrecision(new Float64Array(4), Uint8Array.of(1, 0, 0, 0)), 1 / 4);
    assert.equal(averagePrecision(Float64Array.of(1), Uint8Array.of(0)), 0);
  });

  it('agrees with the definition, threshold by threshold', () => {
    fc.assert(
      fc.property(rankings, (ranking) => {
        const errors = ranking.filter(({ isError }) => isError).length;
        let expected = 0;
        let recallBefore = 0;
        for (const threshold of [5, 4, 3, 2, 1, 0]) {
          const above = ranking.filter(({ suspicion }) => suspicion >= threshold);
          const hits = above.filter(({ isError }) => isError).length;
          if (above.length === 0 || errors === 0) continue;
          expected += (hits / errors - recallBefore) * (hits / above.length);
          recallBefore = hits / errors;
        }
        const { suspicion, isError } = columns(ranking);
        assertClose(averagePrecision(suspicion, isError), expected);
      }),
      { seed: 1 },
    );
  });
});

describe('areaUnderRoc', () => {
  it('is that of the example in the documentation of scikit-learn', () => {
    assertClose(areaUnderRoc(Float64Array.of(0.1, 0.4, 0.35, 0.8), Uint8Array.of(0, 0, 1, 1)), 0.75);
  });

  it('agrees with comparing every error with every right label', () => {
    fc.assert(
      fc.property(rankings, (ranking) => {
        const errors = ranking.filter(({ isError }) => isError);
        const right = ranking.filter(({ isError }) => !isError);
        const wins = errors.flatMap((error) =>
          right.map((other) => (Math.sign(error.suspicion - other.suspicion) + 1) / 2),
        );
        const { suspicion, isError } = columns(ranking);
        const area = areaUnderRoc(suspicion, isError);
        if (wins.length === 0) assert.ok(Number.isNaN(area));
        else assertClose(area, wins.reduce((sum, win) => sum + win, 0) / wins.length);
      }),
      { seed: 2 },
    );
  });
});

describe('bestF1', () => {
  it('agrees with the F1 of every cut', () => {
    fc.assert(
      fc.property(rankings, (ranking) => {
        const { suspicion, isError } = columns(ranking);
        const cuts = [0, 1, 2, 3, 4, 5].map((threshold) => {
          const isFlagged = Uint8Array.from(suspicion, (value) => Number(value >= threshold));
          return detectionMetrics(isFlagged, isError).f1;
        });
        assertClose(bestF1(suspicion, isError), Math.max(...cuts));
      }),
      { seed: 3 },
    );
  });
});

describe('precisionAtK', () => {
  it('counts the errors among the first', () => {
    const isError = Uint8Array.of(1, 0, 1, 0);
    assertClose(precisionAtK(Int32Array.of(2, 1, 0, 3), isError, 3), 2 / 3);
    assertClose(precisionAtK(Int32Array.of(2, 1, 0, 3), isError, 100), 1 / 2);
    assert.equal(precisionAtK(new Int32Array(), isError, 5), 0);
  });
});
