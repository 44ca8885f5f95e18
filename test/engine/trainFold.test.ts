import assert from 'node:assert/strict';
import type { TrainingPlan } from '../../src/core/run/trainingPlan';
import { createRng } from '../../src/core/rng';
import { pixelsInMemory } from '../../src/core/dataset/pixelsInMemory';
import { REVIEW_STATUS } from '../../src/core/review/reviewedLabels';
import { splitFold } from '../../src/ml/train/foldTask';
import type { Checkpoint, FoldState } from '../../src/ml/train/checkpoint';
import { chooseLoss } from '../../src/ml/plan/lossChoice';
import type { FoldTask } from '../../src/ml/train/foldTask';
import type { FoldProgress } from '../../src/ml/train/foldTask';
import { foldImageSteps } from '../../src/ml/train/predictFold';
import { trainFold } from '../../src/ml/train/trainFold';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import { drawNoisyBars } from '../fixtures/noisyBars';
import { SMALL_PLAN } from '../fixtures/smallPlan';
import { openTestBackend } from './openTestBackend';
import { wordMessage } from '../../src/core/words/message';

const EDGE = 8;
const IMAGES = 80;
/** Images whose given label is the other class. */
const FLIPPED = [3, 17, 30, 41, 56, 71];

const PLAN: TrainingPlan = { ...SMALL_PLAN, imageSize: EDGE, epochs: 6, delayEpochs: 2 };

const trueLabels = Int32Array.from({ length: IMAGES }, (_, image) => image % 2);
const givenLabels = trueLabels.map((label, image) => (FLIPPED.includes(image) ? 1 - label : label));
const everyImage = Int32Array.from(trueLabels.keys());

const TASK: FoldTask = {
  images: pixelsInMemory(drawNoisyBars(IMAGES, EDGE)),
  labels: givenLabels,
  classCount: 2,
  plan: PLAN,
  fold: 0,
  trainOn: everyImage,
  predictOn: everyImage,
};

describe('trainFold', () => {
  let tf: TensorFlow;
  let progress: FoldProgress[] = [];

  before(async function () {
    this.timeout(20_000);
    tf = await openTestBackend();
  });
  beforeEach(() => (progress = []));

  const train = (task: FoldTask, signal = new AbortController().signal) =>
    trainFold(tf, task, { signal, onProgress: (step) => progress.push(step) });

  it('finds the flipped labels among its own training images', async () => {
    const { predProbs, history, warnings } = await train(TASK);
    assert.deepEqual(warnings, []);
    assert.equal(predProbs.length, IMAGES * 2);
    const ofGiven = [...everyImage].map((image) => predProbs[image * 2 + givenLabels[image]!]!);
    const ranked = [...everyImage].sort((a, b) => ofGiven[a]! - ofGiven[b]!);
    assert.deepEqual(
      ranked.slice(0, FLIPPED.length).sort((a, b) => a - b),
      FLIPPED,
    );
    for (const image of FLIPPED) assert.ok(ofGiven[image]! < 0.5, `image ${image}: ${ofGiven[image]!}`);
    for (const image of everyImage)
      assert.ok(Math.abs(predProbs[image * 2]! + predProbs[image * 2 + 1]! - 1) < 1e-5);
    assert.equal(history.fold, 0);
    assert.equal(history.meanLoss.length, PLAN.epochs);
    assert.equal(history.trainAccuracy.length, PLAN.epochs);
    assert.ok(history.trainAccuracy.at(-1)! > 0.85);
  });

  for (const name of ['symmetric-cross-entropy', 'active-passive', 'early-learning'] as const)
    it(`learns with the ${name} loss, and leaves no tensors`, async () => {
      const { numTensors } = tf.memory();
      const loss = chooseLoss(
        { preset: 'balanced', encoder: 'auto', seed: 1, backend: 'auto', loss: name },
        2,
      );
      const { predProbs, warnings } = await train({
        ...TASK,
        plan: { ...PLAN, loss, delayEpochs: 0 },
      });
      assert.deepEqual(warnings, []);
      const right = everyImage.filter((image) => predProbs[image * 2 + trueLabels[image]!]! > 0.5);
      assert.ok(right.length >= 0.9 * IMAGES, `${right.length} right`);
      assert.equal(tf.memory().numTensors, numTensors);
    });

  it('keeps the targets of early-learning by image, through the shuffling of batches', async () => {
    const plan: TrainingPlan = { ...PLAN, epochs: 3, delayEpochs: 0 };
    const withWeight = (regularization: number) =>
      train({ ...TASK, plan: { ...plan, loss: { name: 'early-learning', regularization, momentum: 0.7 } } });
    const plain = await train({ ...TASK, plan: { ...plan, loss: { name: 'cross-entropy' } } });
    assert.deepEqual((await withWeight(0)).predProbs, plain.predProbs);
    const held = await withWeight(3);
    assert.notDeepEqual(held.predProbs, plain.predProbs);
    assert.deepEqual((await withWeight(3)).predProbs, held.predProbs);
  });

  it('notes how the probability of each given label moved', async () => {
    const trainOn = everyImage.filter((image) => image % 5 !== 0);
    const { trajectories, history } = await train({ ...TASK, trainOn });
    const { epochs } = PLAN;
    assert.equal(trajectories.length, IMAGES * epochs);
    for (const image of everyImage) {
      const ofImage = [...trajectories.subarray(image * epochs, (image + 1) * epochs)];
      const isProbability = (value: number) => value >= 0 && value <= 1;
      assert.ok(ofImage.every(image % 5 === 0 ? Number.isNaN : isProbability), `image ${image}`);
    }
    // With two classes a label is hit where its probability is above one half.
    const hits = trainOn.filter((image) => trajectories[image * epochs + epochs - 1]! > 0.5).length;
    assert.equal(hits / trainOn.length, history.trainAccuracy.at(-1));
  });

  it('finds images that look like those whose label it doubts, and only in the first fold', async () => {
    const { neighbours } = await train(TASK);
    for (const image of FLIPPED) {
      const row = neighbours!.images.indexOf(image);
      assert.ok(row >= 0, `image ${image}`);
      const alike = [...neighbours!.neighbours.subarray(row * 6, (row + 1) * 6)];
      assert.ok(!alike.includes(image));
      assert.ok(alike.filter((other) => trueLabels[other] === trueLabels[image]).length >= 5);
    }
    assert.equal((await train({ ...TASK, fold: 1 })).neighbours, undefined);
  });

  it('predicts images it was not trained on, in the order asked for', async () => {
    const predictOn = everyImage.filter((image) => image % 5 === 0).reverse();
    const trainOn = everyImage.filter((image) => image % 5 !== 0);
    const { predProbs } = await train({ ...TASK, trainOn, predictOn });
    assert.equal(predProbs.length, predictOn.length * 2);
    predictOn.forEach((image, row) =>
      assert.ok(predProbs[row * 2 + trueLabels[image]!]! > 0.5, `image ${image}`),
    );
  });

  it('reports every image-step', async () => {
    const predictOn = everyImage.subarray(0, 10);
    await train({ ...TASK, predictOn });
    const steps = progress.reduce((sum, { images }) => sum + images, 0);
    assert.equal(steps, foldImageSteps(IMAGES, predictOn.length, PLAN.epochs));
    assert.deepEqual(
      progress.map(({ epoch }) => epoch),
      progress.map(({ epoch }) => epoch).sort((a, b) => a - b),
    );
    assert.equal(progress.at(-1)?.epoch, PLAN.epochs);
  });

  it('gives the same for the same seed, and something else for another seed or fold', async () => {
    const shortPlan = { ...PLAN, epochs: 3 };
    const short = { ...TASK, plan: shortPlan };
    const first = await train(short);
    assert.deepEqual(await train(short), first);
    const otherSeed = await train({ ...short, plan: { ...shortPlan, seed: 2 } });
    assert.notDeepEqual(otherSeed.predProbs, first.predProbs);
    const otherFold = await train({ ...short, fold: 1 });
    assert.notDeepEqual(otherFold.predProbs, first.predProbs);
  });

  it('stops between two batches when aborted, with the signal’s reason', async () => {
    const { numTensors } = tf.memory();
    const controller = new AbortController();
    const reason = new Error('enough');
    const watch = {
      signal: controller.signal,
      onProgress: (step: FoldProgress) => {
        progress.push(step);
        if (progress.length === 3) controller.abort(reason);
      },
    };
    await assert.rejects(trainFold(tf, TASK, watch), reason);
    assert.equal(progress.length, 3);
    assert.equal(tf.memory().numTensors, numTensors);
  });

  it('does not begin when aborted before', async () => {
    await assert.rejects(train(TASK, AbortSignal.abort(new Error('never mind'))), /never mind/);
    assert.deepEqual(progress, []);
  });

  for (const network of ['compact', 'paper'] as const)
    it(`leaves no tensors of the ${network} network`, async () => {
      const before = tf.memory();
      await train({ ...TASK, plan: { ...PLAN, network, epochs: 2, delayEpochs: 1 } });
      const after = tf.memory();
      assert.equal(after.numTensors, before.numTensors);
      assert.equal(after.numDataBuffers, before.numDataBuffers);
    });

  it('trains again with cross-entropy, and says so, when the loss cannot learn', async () => {
    // p never reaches 1, so no image has a gradient.
    const plan: TrainingPlan = { ...PLAN, loss: { name: 'piecewise-zero', cutoff: 1 }, delayEpochs: 0 };
    const { warnings, history, predProbs } = await train({ ...TASK, plan });
    assert.deepEqual(
      warnings.map((warning) => wordMessage(warning)),
      ['Training with the piecewise-zero loss collapsed and was repeated with cross-entropy.'],
    );
    assert.ok(history.trainAccuracy.at(-1)! > 0.85);
    const plain = await train({ ...TASK, plan: { ...plan, loss: { name: 'cross-entropy' } } });
    assert.deepEqual(predProbs, plain.predProbs);
  });

  it('says that nothing can be learnt from labels at random', async () => {
    const labels = Int32Array.from(TASK.labels);
    createRng(21).shuffle(labels);
    const plan: TrainingPlan = { ...PLAN, epochs: 2, learningRate: 1e-5, folds: 3 };
    const robust = await train({ ...TASK, labels, fold: 1, plan });
    assert.deepEqual(
      robust.warnings.map((warning) => wordMessage(warning)),
      [
        'Training of part 2 of 3 with the piecewise-zero loss collapsed and was repeated with cross-entropy, which did no better than chance either.',
      ],
    );
    const plain = await train({ ...TASK, labels, plan: { ...plan, loss: { name: 'cross-entropy' } } });
    assert.deepEqual(
      plain.warnings.map((warning) => wordMessage(warning)),
      ['Training of part 1 of 3 did no better than chance.'],
    );
  });

  it('believes confirmed labels that the loss would ignore', async () => {
    const ofGiven = async (reviewStatus?: Uint8Array) => {
      const { predProbs } = await train({ ...TASK, reviewStatus, plan: { ...PLAN, distortion: 0 } });
      return FLIPPED.map((image) => predProbs[image * 2 + givenLabels[image]!]!).reduce((a, b) => a + b);
    };
    const reviewStatus = new Uint8Array(IMAGES);
    for (const image of FLIPPED) reviewStatus[image] = REVIEW_STATUS.confirmed;
    assert.ok((await ofGiven(reviewStatus)) > (await ofGiven()));
  });

  it('leaves what is set aside out of training, not out of the predictions', () => {
    const reviewStatus = Uint8Array.from(everyImage, (image) =>
      image < 3 ? REVIEW_STATUS.setAside : REVIEW_STATUS.open,
    );
    const foldOf = everyImage.map((image) => image % 4);
    for (const folds of [1, 4]) {
      const split = splitFold({ foldOf, folds, models: folds, predictions: 'all-models', reviewStatus }, 0);
      assert.ok(split.trainOn.every((image) => image >= 3));
      assert.deepEqual(split.predictOn, everyImage);
    }
  });

  for (const [name, plan] of Object.entries({
    'the default loss': PLAN,
    'a loss with a memory': {
      ...PLAN,
      loss: chooseLoss(
        { preset: 'balanced', encoder: 'auto', seed: 1, backend: 'auto', loss: 'early-learning' },
        2,
      ),
      delayEpochs: 0,
    },
  } satisfies Record<string, TrainingPlan>))
    it(`goes on where it was interrupted, with ${name}, to the same result`, async () => {
      const task = { ...TASK, plan };
      const whole = await train(task);
      let state: FoldState | undefined;
      const abort = new AbortController();
      const checkpoint: Checkpoint = {
        load: () => Promise.resolve(state && structuredClone(state)),
        save: async (current) => {
          state = structuredClone(await current());
          if (state.epochsDone === PLAN.epochs - 1) abort.abort();
        },
      };
      const { signal } = abort;
      await assert.rejects(trainFold(tf, task, { signal, checkpoint, onProgress: () => undefined }));
      const resumed: [number, number][] = [];
      let images = 0;
      const again = await trainFold(tf, task, {
        signal: new AbortController().signal,
        checkpoint: { ...checkpoint, save: () => Promise.resolve() },
        onProgress: (step) => (images += step.images),
        onResume: (epochs, saved) => resumed.push([epochs, saved]),
      });
      assert.deepEqual(again, whole);
      assert.equal(resumed.length, 1);
      assert.equal(resumed[0]![0], PLAN.epochs - 1);
      assert.equal(resumed[0]![1] + images, foldImageSteps(IMAGES, IMAGES, PLAN.epochs));
    });
});
