import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REVIEW_STATUS } from '../../../src/core/review/reviewedLabels';
import { createRng } from '../../../src/core/rng';
import { LOSS_NAMES, type TrainingPlan } from '../../../src/core/run/trainingPlan';
import { chooseLoss } from '../../../src/ml/plan/lossChoice';
import type { TensorFlow } from '../../../src/ml/backends/tensorFlow';
import type { FoldResult } from '../../../src/ml/train/foldTask';
import { foldImageSteps } from '../../../src/ml/train/predictFold';
import { trainFold } from '../../../src/ml/train/trainFold';
import { openPixels } from '../../../src/files/pixels/openPixels';
import { bundleFixture } from '../../fixtures/bundleFixture';
import { memorySource } from '../../fixtures/memorySource';
import { drawNoisyBars } from '../../fixtures/noisyBars';
import { SMALL_PLAN } from '../../fixtures/smallPlan';
import type { ReplicaTask } from './fixtures/replica';
import { openWasm } from '../openWasm';
import { trainReplicas } from './trainReplicas';
import { wordMessage } from '../../../src/core/words/message';

const EDGE = 16;
/** Batches of 13 and 14 images. */
const [IMAGES, BATCH_SIZE] = [83, 16];

const PLAN: TrainingPlan = {
  ...SMALL_PLAN,
  imageSize: EDGE,
  batchSize: BATCH_SIZE,
  learningRate: 1e-3,
  mirrors: { horizontal: true, vertical: false },
};

const bars = drawNoisyBars(IMAGES, EDGE);
const everyImage = Int32Array.from({ length: IMAGES }, (_, image) => image);
const labels = everyImage.map((image) => (image % 9 === 0 ? 1 - (image % 2) : image % 2));
const TASK: ReplicaTask = {
  images: memorySource(bars),
  labels,
  classCount: 2,
  plan: PLAN,
  fold: 0,
  trainOn: everyImage.filter((image) => image % 7 !== 0),
  predictOn: everyImage,
};

describe('replicas of a model', function () {
  this.timeout(60_000);
  let tf: TensorFlow;
  let folder: string;
  let workerFile: string;
  before(async () => {
    tf = await openWasm();
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-replicas-'));
    workerFile = await bundleFixture(path.join(__dirname, 'fixtures', 'replica.ts'), folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const trainAlone = (task: ReplicaTask) =>
    trainFold(
      tf,
      { ...task, images: openPixels(task.images) },
      { signal: new AbortController().signal, onProgress: () => undefined },
    );

  const lossOf = (loss: (typeof LOSS_NAMES)[number]) =>
    chooseLoss({ preset: 'balanced', encoder: 'auto', seed: 1, backend: 'auto', loss }, 2);
  const colours = memorySource({ ...bars, channels: 3, data: drawColours() });
  function drawColours(): Uint8Array {
    const rng = createRng(3);
    return Uint8Array.from({ length: bars.data.length * 3 }, (_, at) =>
      Math.min(bars.data[Math.floor(at / 3)]! * (0.8 + 0.2 * rng.next01()), 255),
    );
  }
  const reviewStatus = Uint8Array.from(labels, (_, image) =>
    image % 9 === 0 ? REVIEW_STATUS.confirmed : REVIEW_STATUS.open,
  );

  const cases: Readonly<Record<string, ReplicaTask>> = {
    ...Object.fromEntries(
      LOSS_NAMES.map((name) => [
        `the ${name} loss`,
        { ...TASK, plan: { ...PLAN, loss: lossOf(name), delayEpochs: 0 } },
      ]),
    ),
    'a delayed loss and confirmed labels': { ...TASK, reviewStatus },
    'colour images': { ...TASK, images: colours, plan: { ...PLAN, channels: 3 } },
    'the paper’s network': { ...TASK, plan: { ...PLAN, network: 'paper', learningRate: 1e-3 } },
    'images predicted that were not trained on': { ...TASK, fold: 1, predictOn: Int32Array.of(7, 0, 14) },
  };
  const sizesOf = (at: number) => (at === 0 ? [2, 3] : [2 + (at % 2)]);
  for (const [at, [name, task]] of Object.entries(cases).entries())
    for (const size of sizesOf(at))
      it(`learn what one thread does, with ${name}, ${size} of them`, async () => {
        const alone = await trainAlone(task);
        const reports = await trainReplicas(workerFile, task, size);
        const [leader, ...others] = reports.map(({ result }) => result);
        assertAlike(leader!, alone);
        for (const other of others) {
          assert.deepEqual(other.weights, leader!.weights, 'bit for bit');
          assert.deepEqual(other.history, leader!.history);
        }
        for (const { tensorsLeft } of reports) assert.equal(tensorsLeft, 0);
        const steps = foldImageSteps(task.trainOn.length, task.predictOn.length, PLAN.epochs);
        assert.equal(reports[0]!.images, steps);
      });

  it('give the same again, bit for bit', async () => {
    const [[first], [second]] = [
      await trainReplicas(workerFile, TASK, 2),
      await trainReplicas(workerFile, TASK, 2),
    ];
    assert.deepEqual(second, first);
  });

  it('train again with cross-entropy, all of them, when the loss cannot learn', async () => {
    const plan: TrainingPlan = { ...PLAN, loss: { name: 'piecewise-zero', cutoff: 1 }, delayEpochs: 0 };
    const [report] = await trainReplicas(workerFile, { ...TASK, plan }, 2);
    const alone = await trainAlone({ ...TASK, plan });
    assert.match(wordMessage(alone.warnings[0]!), /collapsed and was repeated/);
    assertAlike(report!.result, alone);
  });
});

/** Rounding grows with every step: what it does to weights whose gradient is hardly more than that, Adam makes a step of. */
const TOLERANCE = { weights: 2e-4, probabilities: 5e-5, losses: 1e-5 };

function assertAlike(actual: FoldResult, expected: FoldResult): void {
  assertClose(actual.weights, expected.weights, TOLERANCE.weights);
  assertClose(actual.predProbs, expected.predProbs, TOLERANCE.probabilities);
  assertClose(actual.trajectories, expected.trajectories, TOLERANCE.probabilities);
  assertClose(actual.history.meanLoss, expected.history.meanLoss, TOLERANCE.losses);
  assert.deepEqual(actual.history.trainAccuracy, expected.history.trainAccuracy);
  assert.deepEqual(actual.warnings, expected.warnings);
  assert.deepEqual(actual.neighbours?.images, expected.neighbours?.images);
}

/** What is no number in one must be none in the other. */
function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let at = 0; at < expected.length; at++) {
    const [got, wanted] = [actual[at]!, expected[at]!];
    const isClose = Number.isNaN(wanted) ? Number.isNaN(got) : Math.abs(got - wanted) <= tolerance;
    assert.ok(isClose, `value ${at}: ${got} instead of ${wanted}`);
  }
}
