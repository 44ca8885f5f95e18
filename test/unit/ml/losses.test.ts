import assert from 'node:assert/strict';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { LossSpec } from '../../../src/core/trainingPlan';
import { sampleLosses } from '../../../src/ml/losses';
import type { TensorFlow } from '../../../src/ml/tensorFlow';
import { openWasm } from './openWasm';

/** A loss as printed in its paper: its value and its derivative by p, the probability of the given label. */
interface ClosedForm {
  readonly spec: LossSpec;
  readonly value: (p: number) => number;
  readonly slope: (p: number) => number;
}

const log = Math.log;
const FORMS: readonly ClosedForm[] = [
  { spec: { name: 'cross-entropy' }, value: (p) => -log(p), slope: (p) => -1 / p },
  ...[0.5, 2].map((gamma): ClosedForm => ({
    spec: { name: 'focal', gamma },
    value: (p) => -((1 - p) ** gamma) * log(p),
    slope: (p) => gamma * (1 - p) ** (gamma - 1) * log(p) - (1 - p) ** gamma / p,
  })),
  ...[0.2, 0.4].map((gamma): ClosedForm => ({
    spec: { name: 'blurry', gamma },
    value: (p) => -(p ** gamma) * log(p),
    slope: (p) => -(p ** (gamma - 1)) * (gamma * log(p) + 1),
  })),
  {
    spec: { name: 'piecewise-zero', cutoff: 0.1 },
    value: (p) => (p >= 0.1 ? -log(p) : 0),
    slope: (p) => (p >= 0.1 ? -1 / p : 0),
  },
  {
    spec: { name: 'generalized-cross-entropy', q: 0.7 },
    value: (p) => (1 - p ** 0.7) / 0.7,
    slope: (p) => -(p ** (0.7 - 1)),
  },
];

const PROBABILITIES = [0.001, 0.05, 0.099, 0.101, 0.2, 0.3679, 0.5, 0.8, 0.95, 0.999];
const CLASSES = 3;

/** Logits of a row whose middle class, the given label, has probability p. */
function logitsFor(p: number): number[] {
  return [log((1 - p) / 3), log(p), log((2 * (1 - p)) / 3)];
}

describe('losses', () => {
  let tf: TensorFlow;

  before(async function () {
    this.timeout(20_000);
    tf = await openWasm();
  });

  const oneHotRows = (rows: number): Tensor2D =>
    tf.tensor2d(
      Array.from({ length: rows }, () => [0, 1, 0]),
      [rows, CLASSES],
    );

  function valuesOf(spec: LossSpec, logits: number[][]): number[] {
    return tf.tidy(() => {
      const inputs = { logits: tf.tensor2d(logits), oneHot: oneHotRows(logits.length) };
      return [...sampleLosses(tf, spec, inputs).dataSync()];
    });
  }

  function gradientsOf(spec: LossSpec, logits: number[][]): number[][] {
    return tf.tidy(() => {
      const oneHot = oneHotRows(logits.length);
      // tf.grad passes on the matrix given below.
      const gradient = tf.grad((x: Tensor) =>
        tf.sum(sampleLosses(tf, spec, { logits: x as Tensor2D, oneHot })),
      );
      const flat = [...gradient(tf.tensor2d(logits)).dataSync()];
      return logits.map((_, row) => flat.slice(row * CLASSES, (row + 1) * CLASSES));
    });
  }

  for (const { spec, value, slope } of FORMS) {
    const parameters = Object.values(spec).slice(1).join();
    describe(`${spec.name} ${parameters}`, () => {
      it('has the values of its formula', () => {
        const values = valuesOf(spec, PROBABILITIES.map(logitsFor));
        PROBABILITIES.forEach((p, i) => assertClose(values[i]!, value(p), 1e-4, `p = ${p}`));
      });

      it('has the gradient of its formula: dL/dp · p · (one-hot − softmax)', () => {
        const gradients = gradientsOf(spec, PROBABILITIES.map(logitsFor));
        PROBABILITIES.forEach((p, i) => {
          const probs = [(1 - p) / 3, p, (2 * (1 - p)) / 3];
          probs.forEach((prob, k) => {
            const expected = slope(p) * p * ((k === 1 ? 1 : 0) - prob);
            assertClose(gradients[i]![k]!, expected, 2e-4, `p = ${p}, class ${k}`);
          });
        });
      });

      it('has the gradient that central differences of its values give', () => {
        const STEP = 0.02;
        for (const p of [0.02, 0.2, 0.5, 0.9]) {
          const logits = logitsFor(p);
          const [gradient] = gradientsOf(spec, [logits]);
          for (let k = 0; k < CLASSES; k++) {
            const moved = (by: number) => logits.map((logit, at) => (at === k ? logit + by : logit));
            const [upper, lower] = valuesOf(spec, [moved(STEP), moved(-STEP)]);
            assertClose(gradient![k]!, (upper! - lower!) / (2 * STEP), 0.002, `p = ${p}, class ${k}`);
          }
        }
      });

      it('stays finite, value and gradient, as p goes to 0 and to 1', () => {
        const extreme = [-1e4, -200, -40, -17, 17, 40, 200, 1e4].map((logit) => [0, logit, 0]);
        for (const number of [...valuesOf(spec, extreme), ...gradientsOf(spec, extreme).flat()])
          assert.ok(Number.isFinite(number), `${number}`);
        assertClose(valuesOf(spec, [[0, 200, 0]])[0]!, 0, 1e-6, 'p = 1');
      });
    });
  }

  it('leaves no tensors', () => {
    const before = tf.memory().numTensors;
    for (const { spec } of FORMS) gradientsOf(spec, [logitsFor(0.3)]);
    assert.equal(tf.memory().numTensors, before);
  });

  it('piecewise-zero has a gradient of exactly 0 below the cutoff and that of cross-entropy above', () => {
    const spec: LossSpec = { name: 'piecewise-zero', cutoff: 0.25 };
    const below = [0.2499, 0.1, 0.001, 1e-8].map(logitsFor);
    for (const number of [...valuesOf(spec, below), ...gradientsOf(spec, below).flat()])
      assert.equal(Math.abs(number), 0);
    const above = [0.2501, 0.4, 0.9].map(logitsFor);
    assert.deepEqual(gradientsOf(spec, above), gradientsOf({ name: 'cross-entropy' }, above));
  });

  it('blurry pulls towards the label above p = e^(−1/γ) and away from it below', () => {
    for (const gamma of [0.3, 0.4, 0.8]) {
      const turn = Math.exp(-1 / gamma);
      const spec: LossSpec = { name: 'blurry', gamma };
      const [below, at, above] = gradientsOf(spec, [turn * 0.9, turn, turn * 1.1].map(logitsFor));
      assert.ok(below![1]! > 0, `γ = ${gamma}, below`);
      assertClose(at![1]!, 0, 1e-6, `γ = ${gamma}, at the turn`);
      assert.ok(above![1]! < 0, `γ = ${gamma}, above`);
    }
  });
});

function assertClose(actual: number, expected: number, tolerance: number, where: string): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), 1),
    `${where}: ${actual} instead of ${expected}`,
  );
}
