import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/appError';
import type { Progress } from '../../../../src/core/run/progress';
import {
  CLOSING,
  RunController,
  type RunRequest,
  type RunState,
} from '../../../../src/host/runs/runController';
import type { Trainer } from '../../../../src/worker/client/client';
import type { AnalyzeOutcome } from '../../../../src/core/run/analyzeRequest';

const DONE: AnalyzeOutcome = { status: 'done', runId: 'run-1', storeFolder: '/data/.label-review' };
const REQUEST: RunRequest = {
  root: '/data',
  chooseLabels: {},
  options: { preset: 'fast', encoder: 'auto', seed: 1, backend: 'auto' },
  filterBy: 'both',
};

/** A trainer whose run ends as the test says. */
function setUp(analyze: (signal: AbortSignal) => Promise<AnalyzeOutcome>) {
  const calls: string[] = [];
  const states: RunState[] = [];
  let nowMs = 0;
  let report: (progress: Progress) => void = () => undefined;
  const trainer: Trainer = {
    pid: 1,
    inspect: ({ root }) => {
      calls.push(`inspect ${root}`);
      return Promise.resolve({ classFolders: [], labelFiles: [] });
    },
    analyze: ({ labels }, signal) => {
      calls.push(`analyze ${labels?.file ?? 'folders'}`);
      return analyze(signal);
    },
    forecast: () => assert.fail('a run has begun'),
    similar: () => assert.fail('a run looks for no similar images'),
    writeBack: () => assert.fail('a run changes nothing'),
    plan: () => assert.fail('a run is made here'),
    merge: () => assert.fail('a run is made here'),
    dispose: () => {
      calls.push('dispose');
      return Promise.resolve();
    },
  };
  const runs = new RunController({
    startTrainer: (backend, onProgress) => {
      calls.push(`start for ${backend}`);
      report = onProgress;
      return Promise.resolve(trainer);
    },
    fallbackStore: '/fallback',
    nowMs: () => nowMs,
  });
  runs.onDidChangeState((state) => states.push(state));
  const progress = (value: Progress, laterMs = 0) => {
    nowMs += laterMs;
    report(value);
  };
  return { runs, calls, states, progress };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<AnalyzeOutcome>((resolve) => {
    const stop = () => resolve({ status: 'cancelled' });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });

describe('RunController', () => {
  it('starts a trainer, runs, and ends it', async () => {
    const { runs, calls, states } = setUp(() => Promise.resolve(DONE));
    assert.deepEqual(await runs.run(REQUEST), DONE);
    assert.deepEqual(calls, ['start for auto', 'analyze folders', 'dispose']);
    assert.deepEqual(
      states.map(({ status }) => status),
      ['preparing', 'running', 'idle'],
    );
    assert.deepEqual([runs.hasMade('run-1'), runs.hasMade('run-2')], [true, false]);
  });

  it('asks the trainer what the folder offers before asking which labels to use', async () => {
    const { runs, calls } = setUp(() => Promise.resolve(DONE));
    await runs.run({
      ...REQUEST,
      chooseLabels: () => {
        calls.push('choose');
        return Promise.resolve({ labels: { file: '/data/l.csv' } });
      },
    });
    assert.deepEqual(calls, ['start for auto', 'inspect /data', 'choose', 'analyze /data/l.csv', 'dispose']);
  });

  it('ends the trainer when the user backs out of choosing labels', async () => {
    const { runs, calls } = setUp(() => Promise.resolve(DONE));
    const result = await runs.run({ ...REQUEST, chooseLabels: () => Promise.resolve(undefined) });
    assert.deepEqual(result, { status: 'cancelled' });
    assert.deepEqual(calls, ['start for auto', 'inspect /data', 'dispose']);
  });

  it('refuses a second run while one is going on', async () => {
    const { runs, calls } = setUp(untilAborted);
    const first = runs.run(REQUEST);
    await assert.rejects(runs.run({ ...REQUEST, root: '/other' }), {
      code: 'run-in-progress',
      message: /\/data/,
    });
    runs.cancel();
    assert.deepEqual(await first, { status: 'cancelled' });
    assert.equal(calls.filter((call) => call === 'start for auto').length, 1);
  });

  it('tells what goes on elsewhere whether it is cancelled or the window closes', async () => {
    for (const [end, reason] of [
      ['cancel', undefined],
      ['dispose', CLOSING],
    ] as const) {
      const { runs } = setUp(() => Promise.resolve(DONE));
      let given: unknown;
      const run = runs.occupy({ root: '/data' }, async ({ signal }) => {
        await untilAborted(signal);
        given = signal.reason;
        return { status: 'cancelled' };
      });
      await runs[end]();
      assert.deepEqual(await run, { status: 'cancelled' });
      assert.equal(given === CLOSING, reason === CLOSING);
    }
  });

  it('can run again after a crash', async () => {
    let crashes = true;
    const { runs, calls } = setUp(() =>
      crashes ? Promise.reject(new AppError('trainer-crashed', 'It stopped.')) : Promise.resolve(DONE),
    );
    await assert.rejects(runs.run(REQUEST), { code: 'trainer-crashed' });
    assert.equal(runs.state.status, 'idle');
    crashes = false;
    assert.deepEqual(await runs.run(REQUEST), DONE);
    assert.equal(calls.filter((call) => call === 'dispose').length, 2);
  });

  it('takes an error after cancelling for the cancelling', async () => {
    const { runs } = setUp(async (signal) => {
      await untilAborted(signal);
      throw new Error('the channel closed');
    });
    runs.onDidChangeState(({ status }) => {
      if (status === 'running') runs.cancel();
    });
    assert.deepEqual(await runs.run(REQUEST), { status: 'cancelled' });
  });

  it('waits for the trainer to be gone when disposed', async () => {
    const { runs, calls } = setUp(untilAborted);
    const started = new Promise<void>((resolve) => {
      runs.onDidChangeState(({ status }) => {
        if (status === 'running') resolve();
      });
    });
    const run = runs.run(REQUEST);
    await started;
    await runs.dispose();
    assert.equal(calls.at(-1), 'dispose');
    assert.deepEqual(await run, { status: 'cancelled' });
  });

  it('says once that images were found, and never for a folder without', async () => {
    const decode = (done: number): Progress => ({ phase: 'decode', done, total: 2, unreadable: 0 });
    const found: string[] = [];
    const full = setUp(async () => {
      await Promise.resolve();
      full.progress({ phase: 'discover', images: 2 }, 1000);
      found.push('discovered');
      for (const progress of [decode(0), decode(2), { phase: 'detect' } satisfies Progress])
        full.progress(progress, 1000);
      return DONE;
    });
    await full.runs.run({ ...REQUEST, onImagesFound: () => found.push('found') });
    assert.deepEqual(found, ['discovered', 'found']);
    const empty = setUp(() => Promise.reject(new AppError('no-images', 'There are none.')));
    const run = empty.runs.run({ ...REQUEST, onImagesFound: () => found.push('found none') });
    await assert.rejects(run, { code: 'no-images' });
    assert.equal(found.length, 2);
  });

  it('thins progress, but shows each new phase and each end', async () => {
    const decode = (done: number): Progress => ({ phase: 'decode', done, total: 100, unreadable: 0 });
    const { runs, states, progress } = setUp(async () => {
      await Promise.resolve();
      progress(decode(1), 1000);
      progress(decode(2), 10);
      progress(decode(3), 10);
      progress(decode(50), 100);
      progress(decode(100), 1);
      progress({ phase: 'detect' }, 1);
      return DONE;
    });
    await runs.run(REQUEST);
    const shown = states.flatMap((state) => (state.status === 'running' ? [state.progress] : []));
    assert.deepEqual(shown, [
      { phase: 'discover', images: 0 },
      decode(1),
      decode(50),
      decode(100),
      { phase: 'detect' },
    ]);
  });

  it('shows all that a cluster tells, as there may be no more of it for long', async () => {
    const tasks = (done: number): Progress => ({ phase: 'tasks', done, total: 9, tasksDone: done, tasks: 9 });
    const { runs, states, progress } = setUp(async () => {
      await Promise.resolve();
      progress(tasks(0), 1000);
      progress(tasks(4), 1);
      return DONE;
    });
    await runs.run(REQUEST);
    const shown = states.flatMap((state) => (state.status === 'running' ? [state.progress] : []));
    assert.deepEqual(shown.slice(1), [tasks(0), tasks(4)]);
  });
});
