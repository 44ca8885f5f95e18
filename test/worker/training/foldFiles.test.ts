import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runSteps } from '../../../src/core/steps';
import type { TrainingPlan } from '../../../src/core/run/trainingPlan';
import { crossValidate, divideIntoFolds } from '../../../src/ml/train/crossValidate';
import { readFoldResult, writeFoldInputs } from '../../../src/ml/train/files/foldFiles';
import type { FoldSchedule } from '../../../src/ml/train/foldSchedule';
import type { LearningTask } from '../../../src/ml/train/learning';
import { createThreadSchedule } from '../../../src/ml/train/threadSchedule';
import { foldImageSteps } from '../../../src/ml/train/predictFold';
import { bundleFixture } from '../../fixtures/bundleFixture';
import { fileSource } from '../../fixtures/fileSource';
import { memorySource } from '../../fixtures/memorySource';
import { drawNoisyBars } from '../../fixtures/noisyBars';
import { SMALL_PLAN } from '../../fixtures/smallPlan';
import { temporaryFolder } from '../../unit/temporaryFolder';

const DIST = path.resolve(__dirname, '../../../dist');
const EDGE = 8;
const IMAGES = 60;
const KEY = 'all that decides the training';

const PLAN: TrainingPlan = {
  ...SMALL_PLAN,
  imageSize: EDGE,
  folds: 3,
  models: 2,
  predictions: 'all-models',
  epochs: 3,
  batchSize: 8,
  mirrors: { horizontal: true, vertical: false },
};

describe('folds as files', () => {
  const folder = temporaryFolder();
  const bars = drawNoisyBars(IMAGES, EDGE);
  const task: LearningTask = {
    images: memorySource(bars),
    labels: Int32Array.from({ length: IMAGES }, (_, image) =>
      Number(image < 5 ? image % 2 === 0 : image % 2),
    ),
    reviewStatus: Uint8Array.from({ length: IMAGES }, (_, image) => (image < 4 ? image % 3 : 0)),
    classCount: 2,
    plan: PLAN,
  };
  const log = () => undefined;
  const { signal } = new AbortController();
  let built: string;
  let program: string;
  let runs = 0;

  before(async () => {
    built = await mkdtemp(path.join(tmpdir(), 'label-review-fold-'));
    program = await bundleFixture(path.join(__dirname, '../fixtures/foldProcess.ts'), built);
  });
  after(() => rm(built, { recursive: true, force: true }));

  /** Trains a fold in a process of its own. @returns its image-steps. */
  async function trainInProcess(where: string, fold: number): Promise<number> {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [program, where, `${fold}`, DIST]);
    return Number(stdout);
  }

  /** One process after the other, the last fold first, each in a copy of the folder, as machines would see it. */
  const inProcesses: FoldSchedule = async function* ({ inputs }) {
    const here = path.join(folder(), `here ${++runs}`);
    const there = path.join(folder(), `there ${runs}`);
    await writeFoldInputs({ folder: here, key: KEY }, inputs);
    await cp(here, there, { recursive: true });
    yield { type: 'started', backend: { name: 'wasm', reason: 'elsewhere' } };
    for (const fold of [...Array(inputs.plan.models).keys()].reverse()) {
      await trainInProcess(there, fold);
      const trained = await readFoldResult({ folder: there, key: KEY }, fold);
      assert.ok(trained);
      yield { type: 'done', fold, result: trained.result };
    }
  };

  const learn = async (task: LearningTask, schedule: FoldSchedule) => {
    const learned = await runSteps(crossValidate(task, { schedule, log }, signal));
    return { ...learned, backend: undefined };
  };
  const inThreads = createThreadSchedule({
    foldWorkerFile: path.join(DIST, 'foldWorker.js'),
    wasmFolder: DIST,
    backend: 'wasm',
    speeds: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
    log,
  });

  it('are learnt by other processes to the same bits as by threads', async () => {
    const learned = await learn(task, inThreads);
    assert.deepEqual(await learn(task, inProcesses), learned);

    const isChanged = new Uint8Array(IMAGES).fill(1, 0, 9);
    const again = {
      ...task,
      warmStart: { ...learned.trained, isChanged },
      plan: { ...PLAN, epochShare: 0.5 },
    };
    assert.deepEqual(await learn(again, inProcesses), await learn(again, inThreads));
  });

  it('leave images where they are when they lie in a file', async () => {
    const images = await fileSource(path.join(folder(), 'cached.u8'), bars);
    const fromFile = { ...task, images };
    assert.deepEqual(await learn(fromFile, inProcesses), await learn(task, inThreads));
    assert.ok(!(await readdir(path.join(folder(), `here ${runs}`))).includes('pixels.u8'));
  });

  it('are trained once, and again only where the result is damaged or of other inputs', async () => {
    const place = { folder: path.join(folder(), 'once'), key: KEY };
    const inputs = divideIntoFolds(task);
    await writeFoldInputs(place, inputs);
    const unreviewed = (IMAGES * 2) / 3;
    const steps = await trainInProcess(place.folder, 1);
    assert.ok(steps > 0 && steps <= foldImageSteps(unreviewed, IMAGES, PLAN.epochs));
    assert.equal(await trainInProcess(place.folder, 1), 0);
    assert.equal(await readFoldResult(place, 0), undefined);
    const result = await readFoldResult(place, 1);
    assert.ok(result);

    await truncate(path.join(place.folder, 'result-1.bin'), 500);
    assert.equal(await readFoldResult(place, 1), undefined);
    assert.equal(await trainInProcess(place.folder, 1), steps);
    assert.deepEqual(await readFoldResult(place, 1), result);

    const other = { ...place, key: 'another training' };
    assert.equal(await readFoldResult(other, 1), undefined);
    await writeFoldInputs(other, inputs);
    assert.equal(await trainInProcess(place.folder, 1), steps);
  });

  it('cannot be trained without their images', async () => {
    const place = { folder: path.join(folder(), 'lost'), key: KEY };
    await writeFoldInputs(place, divideIntoFolds(task));
    await truncate(path.join(place.folder, 'pixels.u8'), 100);
    await assert.rejects(trainInProcess(place.folder, 0), /pixels\.u8 .*too short/);
  });
});
