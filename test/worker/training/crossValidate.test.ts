import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '../../../src/core/appError';
import type { TrainingProgress } from '../../../src/core/run/progress';
import { runSteps } from '../../../src/core/steps';
import { stratifiedFolds } from '../../../src/core/dataset/folds';
import type { TrainingPlan } from '../../../src/core/run/trainingPlan';
import type { SpeedMemory } from '../../../src/ml/backends/backendSpeeds';
import { crossValidate } from '../../../src/ml/train/crossValidate';
import { createThreadSchedule, type ThreadOptions } from '../../../src/ml/train/threadSchedule';
import { splitFold } from '../../../src/ml/train/foldTask';
import type { Learned, LearningTask } from '../../../src/ml/train/learning';
import { foldImageSteps } from '../../../src/ml/train/predictFold';
import { fileSource } from '../../fixtures/fileSource';
import { memorySource } from '../../fixtures/memorySource';
import { drawNoisyBars } from '../../fixtures/noisyBars';
import { SMALL_PLAN } from '../../fixtures/smallPlan';

const NO_SPEEDS: SpeedMemory = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
};
const DIST = path.resolve(__dirname, '../../../dist');
const EDGE = 8;
const IMAGES = 60;

const PLAN: TrainingPlan = {
  ...SMALL_PLAN,
  imageSize: EDGE,
  folds: 3,
  models: 3,
  epochs: 3,
  batchSize: 8,
  distortion: 0,
  seed: 4,
};

/** Worker threads keep the event loop busy through their message ports, and so show up here. */
const threadsRunning = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;

describe('crossValidate', () => {
  const bars = drawNoisyBars(IMAGES, EDGE);
  const task: LearningTask = {
    images: memorySource(bars),
    labels: Int32Array.from({ length: IMAGES }, (_, image) => image % 2),
    classCount: 2,
    plan: PLAN,
  };
  let folder: string;
  let logged: string[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-folds-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => (logged = []));
  afterEach(() => assert.equal(threadsRunning(), 0, 'threads are left'));

  const withPlan = (plan: Partial<TrainingPlan>): LearningTask => ({ ...task, plan: { ...PLAN, ...plan } });

  const inThreads = (options: Partial<ThreadOptions> = {}) => {
    const log = (line: string) => logged.push(line);
    const threads: ThreadOptions = {
      foldWorkerFile: path.join(DIST, 'foldWorker.js'),
      wasmFolder: DIST,
      backend: 'wasm',
      speeds: NO_SPEEDS,
      log,
      ...options,
    };
    return { schedule: createThreadSchedule(threads), log };
  };

  async function learn(
    learning: LearningTask,
    options: Partial<ThreadOptions> = {},
    { signal, onProgress }: { signal?: AbortSignal; onProgress?: (step: TrainingProgress) => void } = {},
  ): Promise<{ learned: Learned; progress: TrainingProgress[] }> {
    const run = crossValidate(learning, inThreads(options), signal ?? new AbortController().signal);
    const progress: TrainingProgress[] = [];
    const learned = await runSteps(run, (step) => {
      progress.push(step);
      onProgress?.(step);
    });
    return { learned, progress };
  }

  /** What a thread does instead of training. */
  async function workerFile(name: string, source: string): Promise<string> {
    const file = path.join(folder, `${name}.js`);
    await writeFile(file, source);
    return file;
  }

  it('predicts the same whatever the number of workers, up to one for each model', async () => {
    const { learned: one } = await learn(withPlan({ workers: 1 }));
    assert.equal(one.backend.name, 'wasm');
    assert.deepEqual(
      one.history.map(({ fold }) => fold),
      [0, 1, 2],
    );
    for (const workers of [2, 3]) assert.deepEqual((await learn(withPlan({ workers }))).learned, one);
  });

  describe('with more workers than models', () => {
    // Two threads for each model, with batches of 20 images.
    const shared = withPlan({ batchSize: 20, workers: 6 });

    it('trains each model by several, to what one learns up to rounding, always the same', async () => {
      const { learned: one } = await learn(withPlan({ batchSize: 20 }));
      const { learned, progress } = await learn(shared);
      assert.match(logged.at(-1)!, /, 2 threads for each model\.$/);
      learned.predProbs.forEach((value, at) =>
        assert.ok(Math.abs(value - one.predProbs[at]!) < 0.05, `value ${at}`),
      );
      assert.equal(learned.evidence.trajectories.length, one.evidence.trajectories.length);
      assert.ok(learned.predProbs.buffer instanceof ArrayBuffer);
      assert.equal(progress.at(-1)!.done, progress[0]!.total);
      assert.equal(progress[0]!.total, 3 * foldImageSteps((IMAGES * 2) / 3, IMAGES / 3, PLAN.epochs));
      assert.deepEqual((await learn(shared)).learned, learned);
    });

    it('trains one model after the other by the same threads', async () => {
      const { learned } = await learn({ ...shared, plan: { ...shared.plan, workers: 4 } });
      assert.equal(learned.history.length, 3);
    });

    it('goes on from models of an earlier run', async () => {
      const { learned } = await learn(shared);
      const isChanged = new Uint8Array(IMAGES).fill(1, 0, 5);
      const warmStart = { ...learned.trained, isChanged };
      const again = {
        ...shared,
        warmStart,
        plan: { ...shared.plan, epochShare: 0.9, epochs: 1, delayEpochs: 0 },
      };
      const { learned: retrained } = await learn(again);
      assert.match(logged.at(-1)!, /, 2 threads for each model\.$/);
      assert.notDeepEqual(retrained.trained.models, learned.trained.models);
      const broken = { ...warmStart, models: learned.trained.models.map((weights) => weights.slice(1)) };
      await assert.rejects(learn({ ...again, warmStart: broken }), { code: 'run-damaged' });
    });

    it('ends when aborted, though threads wait for each other', async () => {
      const controller = new AbortController();
      const onProgress = () => controller.abort();
      const endless = { ...shared, plan: { ...shared.plan, epochs: 100_000 } };
      await assert.rejects(learn(endless, {}, { signal: controller.signal, onProgress }), {
        name: 'AbortError',
      });
    });

    /** The thread of rank 1 does this when it has come to the barrier often enough to be in the middle of a training. */
    const failing = (how: string) =>
      workerFile(
        'failing',
        `const { parentPort } = require('node:worker_threads');
         const { add } = Atomics;
         let [isSecond, calls] = [false, 0];
         parentPort.on('message', ({ seat }) => (isSecond = seat.rank === 1));
         Atomics.add = (...args) => {
           if (isSecond && ++calls === 50) ${how};
           return add(...args);
         };
         require(${JSON.stringify(path.join(DIST, 'foldWorker.js'))});`,
      );

    it('fails with the error that one of them died of, while the others wait for it', async () => {
      const foldWorkerFile = await failing(`throw new RangeError('out of luck')`);
      await assert.rejects(learn(shared, { foldWorkerFile }), { name: 'RangeError', message: 'out of luck' });
    });

    it('fails when one of them stops without a word, while the others wait for it', async () => {
      const foldWorkerFile = await failing('process.exit(3)');
      await assert.rejects(learn(shared, { foldWorkerFile }), /exit code 3/);
    });
  });

  it('learns the same from images in a file as from images in memory, to the last bit', async () => {
    const images = await fileSource(path.join(folder, 'pixels.u8'), bars);
    // Distorted and mirrored, so that every way of reading is taken.
    const plan = { distortion: 1, mirrors: { horizontal: true, vertical: false }, workers: 3 } as const;
    const { learned } = await learn(withPlan(plan));
    assert.deepEqual((await learn({ ...withPlan(plan), images })).learned, learned);
  });

  it('fails with the name of a file of images that is gone', async () => {
    const images = await fileSource(path.join(folder, 'gone.u8'), bars);
    await rm(path.join(folder, 'gone.u8'));
    await assert.rejects(learn({ ...task, images }), { code: 'pixels-lost', message: /gone\.u8/ });
  });

  it('gives every image probabilities that add up to 1, in memory of its own', async () => {
    const { learned } = await learn(withPlan({ workers: 2 }));
    assert.equal(learned.predProbs.length, IMAGES * 2);
    assert.ok(learned.predProbs.buffer instanceof ArrayBuffer);
    for (let image = 0; image < IMAGES; image++)
      assert.ok(Math.abs(learned.predProbs[image * 2]! + learned.predProbs[image * 2 + 1]! - 1) < 1e-5);
  });

  it('predicts every image by a model that has not seen it', async () => {
    const { learned: plain } = await learn(task);
    const { folds, seed } = PLAN;
    const foldOf = stratifiedFolds(task.labels, { classCount: 2, folds, seed });
    // Another picture in fold 0 changes what the models of the other folds learn, but not the model of fold 0.
    const first = foldOf.indexOf(0);
    const data = Uint8Array.from(bars.data);
    const pixels = EDGE * EDGE;
    data.fill(128, first * pixels, (first + 1) * pixels);
    const { learned: changed } = await learn({ ...task, images: memorySource({ ...bars, data }) });
    const { predictOn } = splitFold({ ...PLAN, foldOf }, 0);
    for (const image of predictOn)
      if (image !== first)
        assert.equal(changed.predProbs[image * 2], plain.predProbs[image * 2], `image ${image}`);
    const others = splitFold({ ...PLAN, foldOf }, 1).predictOn;
    assert.ok(others.some((image) => changed.predProbs[image * 2] !== plain.predProbs[image * 2]));
  });

  it('trains a single model on everything with one fold', async () => {
    const { learned, progress } = await learn(withPlan({ folds: 1, models: 1, workers: 4 }));
    assert.equal(learned.history.length, 1);
    assert.equal(progress.at(-1)?.total, foldImageSteps(IMAGES, IMAGES, PLAN.epochs));
    assert.equal(progress.at(-1)?.folds, 1);
  });

  it('averages over all models, and keeps apart what those say that have not seen an image', async () => {
    const { learned: apart } = await learn(task);
    const plan = { predictions: 'all-models', workers: 3 } as const;
    const { learned } = await learn(withPlan(plan));
    const { images, predProbs } = learned.heldOut!;
    assert.deepEqual(
      [...images].sort((a, b) => a - b),
      [...task.labels.keys()],
    );
    images.forEach((image, row) => assert.equal(predProbs[row * 2], apart.predProbs[image * 2]));
    assert.ok(learned.predProbs.some((probability, cell) => probability !== apart.predProbs[cell]));
    for (let image = 0; image < IMAGES; image++)
      assert.ok(Math.abs(learned.predProbs[image * 2]! + learned.predProbs[image * 2 + 1]! - 1) < 1e-5);
    const agreeing = images.filter(
      (image, row) => Number(predProbs[row * 2]! < predProbs[row * 2 + 1]!) === task.labels[image],
    );
    assert.equal(learned.memorization!.heldOutAgreement, agreeing.length / IMAGES);
    // The same, whichever model is ready first.
    const { learned: again } = await learn(withPlan({ ...plan, workers: 1 }));
    assert.deepEqual(again.predProbs, learned.predProbs);
  });

  it('trains fewer models than there are folds', async () => {
    const { learned } = await learn(withPlan({ predictions: 'all-models', models: 2 }));
    assert.equal(learned.history.length, 2);
    assert.equal(learned.heldOut!.images.length, (IMAGES * 2) / 3);
  });

  for (const workers of [1, 3])
    it(`reports progress that adds up to the total with ${workers} workers`, async () => {
      const { progress } = await learn(withPlan({ workers }));
      const { total } = progress[0]!;
      assert.equal(total, 3 * foldImageSteps((IMAGES * 2) / 3, IMAGES / 3, PLAN.epochs));
      let done = 0;
      for (const step of progress) {
        assert.ok(step.done > done && step.done <= total);
        ({ done } = step);
        assert.equal(step.total, total);
        assert.ok(step.fold >= 1 && step.fold <= 3 && step.epoch >= 1 && step.epoch <= PLAN.epochs);
        assert.ok(step.imagesPerSecond > 0);
      }
      assert.equal(done, total);
      assert.deepEqual([...new Set(progress.map(({ fold }) => fold))].sort(), [1, 2, 3]);
    });

  it('ends when aborted in the middle, leaving no thread', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const onProgress = () => controller.abort(reason);
    const endless = withPlan({ epochs: 100_000, workers: 2 });
    await assert.rejects(
      learn(endless, {}, { signal: controller.signal, onProgress }),
      (error: Error) => error.name === 'AbortError' && error.cause === reason,
    );
  });

  it('does not begin when aborted before', async () => {
    await assert.rejects(learn(task, {}, { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });

  it('leaves no thread when its reader stops early', async () => {
    const { signal } = new AbortController();
    const run = crossValidate(withPlan({ epochs: 100_000 }), inThreads(), signal);
    for await (const step of run) {
      assert.ok(step.done > 0);
      break;
    }
  });

  it('fails with the error a worker died of', async () => {
    const crashing = await workerFile('crashing', `throw new RangeError('out of luck');`);
    await assert.rejects(learn(task, { foldWorkerFile: crashing }), {
      name: 'RangeError',
      message: 'out of luck',
    });
  });

  it('fails when a worker stops without a word', async () => {
    const leaving = await workerFile('leaving', 'process.exit(3);');
    await assert.rejects(learn(task, { foldWorkerFile: leaving }), /exit code 3/);
  });

  it('fails when the worker file does not exist', async () => {
    await assert.rejects(learn(task, { foldWorkerFile: path.join(folder, 'absent.js') }), {
      code: 'MODULE_NOT_FOUND',
    });
  });

  const isUnavailable = (wanted: RegExp) => (error: unknown) => {
    assert.ok(error instanceof AppError, String(error));
    assert.equal(error.code, 'backend-unavailable');
    assert.match(error.message, wanted);
    return true;
  };

  for (const backend of ['tensorflow', 'webgpu'] as const)
    it(`keeps the code of the error about ${backend} where it is not installed, and auto does without`, async () => {
      // Away from the checkout, whose optional packages may be installed.
      const foldWorkerFile = path.join(folder, 'foldWorker.js');
      await copyFile(path.join(DIST, 'foldWorker.js'), foldWorkerFile);
      await assert.rejects(
        learn(task, { foldWorkerFile, backend }),
        isUnavailable(new RegExp(`${backend} backend cannot be loaded .* is not installed`)),
      );
      // As if it had been there, and fastest, the last time.
      const speeds = {
        read: () => Promise.resolve({ wasm: 1, [backend]: 2 }),
        write: () => Promise.resolve(),
      };
      const shortTask = withPlan({ epochs: 1, delayEpochs: 0 });
      const { learned } = await learn(shortTask, { foldWorkerFile, backend: 'auto', speeds });
      assert.equal(learned.backend.name, 'wasm');
      assert.equal(logged.length, 1);
      assert.match(logged[0]!, /wasm/);
    });
});
