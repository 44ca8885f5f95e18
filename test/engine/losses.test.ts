import assert from 'node:assert/strict';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { createRng } from '../../src/core/rng';
import { LOSS_NAMES, type LossSpec } from '../../src/core/run/trainingPlan';
import { sampleLosses } from '../../src/ml/train/losses';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import { addCpuBackend } from './addCpuBackend';
import { computeValues } from './computeValues';
import { CLOSED_FORMS, type ClosedForm, type Sample } from './lossForms';
import { openTestBackend, TEST_BACKEND } from './openTestBackend';

/** All have the same number of classes. */
type Samples = readonly Sample[];

const row = (values: Iterable<number>) => Float64Array.from(values, Math.fround);

/** Samples of every kind: ordinary logits, confident ones, and some beyond what `exp` can hold. */
function drawSamples(classCount: number): Samples {
  const rng = createRng(classCount);
  const draw = (scale: number): Sample => {
    const label = rng.nextInt(classCount);
    const logits = row(Array.from({ length: classCount }, () => scale * rng.normal()));
    return { logits, label, target: drawTarget() };
  };
  /** All but one class at 0. */
  const spike = (at: number, height: number, label: number): Sample => ({
    logits: row(Array.from({ length: classCount }, (_, k) => (k === at ? height : 0))),
    label,
    target: drawTarget(),
  });
  /** A corner of the simplex, nearly, as after many epochs; times the weight of those epochs. */
  const drawTarget = () => {
    const at = rng.nextInt(classCount);
    const rest = 1e-4 / Math.max(classCount - 1, 1);
    const weight = rng.nextInt(2) === 0 ? 1 : 0.3;
    return row(Array.from({ length: classCount }, (_, k) => weight * (k === at ? 1 - 1e-4 : rest)));
  };
  const last = classCount - 1;
  return [
    ...Array.from({ length: 6 }, () => draw(1)),
    ...Array.from({ length: 6 }, () => draw(4)),
    draw(100),
    draw(1e4),
    ...[-1e4, -200, -40, 0.3, 17, 40, 200, 1e4].flatMap((height) => [
      spike(last, height, last),
      spike(0, height, last),
    ]),
  ];
}

describe('losses', () => {
  let tf: TensorFlow;

  before(async function () {
    this.timeout(20_000);
    tf = await openTestBackend();
    await addCpuBackend();
  });
  after(() => tf.setBackend(TEST_BACKEND));

  function stack(rows: readonly ArrayLike<number>[]): Tensor2D {
    const columns = rows[0]!.length;
    const flat = Float32Array.from(rows.flatMap((values) => Array.from(values)));
    return tf.tensor2d(flat, [rows.length, columns]);
  }

  const inputsOf = (samples: Samples) => ({
    oneHot: stack(samples.map(({ logits, label }) => logits.map((_, k) => Number(k === label)))),
    targets: stack(samples.map(({ target }) => target)),
  });

  async function valuesOf(spec: LossSpec, samples: Samples): Promise<number[]> {
    const [values] = await computeValues(tf, () => {
      const logits = stack(samples.map((sample) => sample.logits));
      return [sampleLosses(tf, spec, { logits, ...inputsOf(samples) })];
    });
    return values!;
  }

  async function gradientsOf(spec: LossSpec, samples: Samples): Promise<number[][]> {
    const [flat] = await computeValues(tf, () => {
      const inputs = inputsOf(samples);
      // tf.grad passes on the matrix given below.
      const gradient = tf.grad((x: Tensor) =>
        tf.sum(sampleLosses(tf, spec, { logits: x as Tensor2D, ...inputs })),
      );
      return [gradient(stack(samples.map(({ logits }) => logits)))];
    });
    const columns = samples[0]!.logits.length;
    return samples.map((_, sample) => flat!.slice(sample * columns, (sample + 1) * columns));
  }

  it('have a closed form each', () => {
    const names = new Set(CLOSED_FORMS.map(({ spec }) => spec.name));
    assert.deepEqual([...names].sort(), [...LOSS_NAMES].sort());
  });

  for (const form of CLOSED_FORMS) {
    const parameters = Object.values(form.spec).slice(1).join(', ');
    describe(`${form.spec.name} ${parameters}`, () => {
      for (const classCount of [2, 10, 100, 1000]) {
        const samples = drawSamples(classCount);

        it(`has a closed form with the right gradient, by central differences, for ${classCount} classes`, () => {
          samples.slice(0, 12).forEach((sample, i) => {
            const gradient = form.gradient(sample);
            for (const k of [sample.label, (sample.label + 1) % classCount])
              assertClose(gradient[k]!, slopeOf(form, sample, k), 1e-5, `sample ${i}, class ${k}`);
          });
        });

        for (const backend of [TEST_BACKEND, 'cpu'])
          it(`has the values and gradients of its closed form for ${classCount} classes on ${backend}`, async () => {
            await tf.setBackend(backend);
            assert.equal(tf.getBackend(), backend);
            const values = await valuesOf(form.spec, samples);
            const gradients = await gradientsOf(form.spec, samples);
            // Terms of a sum cancel to no more than the precision of the larger one.
            const weights = Object.values(form.spec).filter((value) => typeof value === 'number');
            const tolerance = 2e-4 * Math.max(1, ...weights);
            samples.forEach((sample, i) => {
              assertClose(values[i]!, form.value(sample), 1e-4, `sample ${i}`);
              const expected = form.gradient(sample);
              const wrong = expected.findIndex((slope, k) => !isClose(gradients[i]![k]!, slope, tolerance));
              assert.equal(wrong, -1, `sample ${i}: ${gradients[i]![wrong]!} instead of ${expected[wrong]!}`);
            });
          });
      }
    });
  }

  describe(`on ${TEST_BACKEND}`, () => {
    before(() => tf.setBackend(TEST_BACKEND));

    /** A sample of three classes whose middle one, the given label, has probability p. */
    const withProbability = (p: number): Sample => ({
      logits: row([Math.log((1 - p) / 3), Math.log(p), Math.log((2 * (1 - p)) / 3)]),
      label: 1,
      target: new Float64Array(3),
    });

    it('leave no tensors', async () => {
      const before = tf.memory().numTensors;
      for (const { spec } of CLOSED_FORMS) await gradientsOf(spec, [withProbability(0.3)]);
      assert.equal(tf.memory().numTensors, before);
    });

    it('piecewise-zero has a gradient of exactly 0 below the cutoff and that of cross-entropy above', async () => {
      const spec: LossSpec = { name: 'piecewise-zero', cutoff: 0.25 };
      const below = [0.2499, 0.1, 0.001, 1e-8].map(withProbability);
      for (const number of [...(await valuesOf(spec, below)), ...(await gradientsOf(spec, below)).flat()])
        assert.equal(Math.abs(number), 0);
      const above = [0.2501, 0.4, 0.9].map(withProbability);
      assert.deepEqual(await gradientsOf(spec, above), await gradientsOf({ name: 'cross-entropy' }, above));
    });

    it('blurry pulls towards the label above p = e^(−1/γ) and away from it below', async () => {
      for (const gamma of [0.3, 0.4, 0.8]) {
        const turn = Math.exp(-1 / gamma);
        const spec: LossSpec = { name: 'blurry', gamma };
        const samples = [turn * 0.9, turn, turn * 1.1].map(withProbability);
        const [below, at, above] = await gradientsOf(spec, samples);
        assert.ok(below![1]! > 0, `γ = ${gamma}, below`);
        assertClose(at![1]!, 0, 1e-6, `γ = ${gamma}, at the turn`);
        assert.ok(above![1]! < 0, `γ = ${gamma}, above`);
      }
    });

    it('early-learning is cross-entropy before anything is remembered, and refuses to work without targets', async () => {
      const spec: LossSpec = { name: 'early-learning', regularization: 3, momentum: 0.7 };
      const samples = [0.01, 0.3, 0.9].map(withProbability);
      const own = (await gradientsOf(spec, samples)).flat();
      const plain = (await gradientsOf({ name: 'cross-entropy' }, samples)).flat();
      own.forEach((value, i) => assertClose(value, plain[i]!, 1e-5, `${i}`));
      assert.throws(() =>
        tf.tidy(() => sampleLosses(tf, spec, { logits: tf.ones([1, 2]), oneHot: tf.ones([1, 2]) })),
      );
    });
  });
});

/** The central difference of a closed form's value by one logit. */
function slopeOf(form: ClosedForm, sample: Sample, k: number): number {
  const STEP = 1e-5;
  const moved = (by: number) => ({
    ...sample,
    logits: sample.logits.map((logit, at) => (at === k ? logit + by : logit)),
  });
  return (form.value(moved(STEP)) - form.value(moved(-STEP))) / (2 * STEP);
}

function assertClose(actual: number, expected: number, tolerance: number, where: string): void {
  if (!isClose(actual, expected, tolerance)) assert.fail(`${where}: ${actual} instead of ${expected}`);
}

function isClose(actual: number, expected: number, tolerance: number): boolean {
  return Math.abs(actual - expected) <= tolerance * Math.max(Math.abs(expected), 1);
}
