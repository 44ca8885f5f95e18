import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { NewRuns } from '../../../../src/host/runs/newRuns';
import type { RunState } from '../../../../src/host/runs/runController';
import { Emitter } from '../../../../src/review/emitter';
import type { OpenDataset } from '../../../../src/review/openReview';
import { listAllRuns } from '../../../../src/store/allRuns';
import { ensureStore, locateStore } from '../../../../src/store/location';
import { openRun } from '../../../../src/store/openRun';
import { writeRun } from '../../../../src/store/runs';
import { sampleColumns, sampleResults, sampleRun } from '../../review/sampleRun';
import { sampleSession } from '../../review/sampleSession';
import { temporaryFolder } from '../../temporaryFolder';

const RESULTS = sampleResults(['a', 'cat', 'dog'], ['b', 'dog', 'cat']);
const IDLE: RunState = { status: 'idle' };

describe('new runs', () => {
  const root = temporaryFolder();

  async function saveRun(id: string, second: number): Promise<void> {
    const location = await locateStore(root(), root());
    await ensureStore(location);
    await writeRun(location, {
      summary: { ...sampleRun(RESULTS), id, createdAt: `2026-01-02T03:04:0${second}.000Z` },
      results: sampleColumns(RESULTS),
      predProbs: new Float32Array(RESULTS.length * 3),
    });
  }

  /** A window that has read the runs there are now, unless it has `notRead` them, and has made `made`. */
  async function openWindow(made: readonly string[] = [], { notRead = false } = {}) {
    const location = await locateStore(root(), root());
    const read = async (): Promise<OpenDataset> => {
      const runs = await listAllRuns(location);
      const ofRun = sampleSession(sampleRun(RESULTS), RESULTS);
      const open = (run: OpenDataset['runs'][number]) => openRun(location, run);
      return { name: 'data', location, runs, openRun: open, problems: [], ...ofRun };
    };
    let isOpen = !notRead;
    let dataset = read();
    await dataset;
    const states = new Emitter<RunState>();
    const [events, shown]: [EventEmitter, string[]] = [new EventEmitter(), []];
    let state = IDLE;
    const newRuns = new NewRuns({
      datasets: {
        get: () => {
          isOpen = true;
          return dataset;
        },
        isOpen: () => isOpen,
        locate: () => Promise.resolve(location),
      },
      runs: {
        get state() {
          return state;
        },
        hasMade: (id) => made.includes(id),
        onDidChangeState: states.event,
      },
      show: async (folder) => {
        dataset = read();
        await dataset;
        shown.push(folder);
        events.emit('shown');
      },
      log: { error: (message) => assert.fail(message), info: () => undefined },
    });
    const enter = (next: RunState) => {
      state = next;
      states.fire(next);
    };
    return { newRuns, shown, enter, nextShown: () => once(events, 'shown') };
  }

  it('of other processes are shown, once', async () => {
    await saveRun('run-1', 1);
    const { newRuns, shown } = await openWindow();
    await newRuns.look(root());
    assert.deepEqual(shown, [], 'nothing is new');
    await saveRun('run-2', 2);
    await newRuns.look(root());
    await newRuns.look(root());
    assert.deepEqual(shown, [root()]);
    newRuns.dispose();
  });

  it('are shown where there was none, and not where an older one comes', async () => {
    const { newRuns, shown } = await openWindow();
    await newRuns.look(root());
    assert.deepEqual(shown, []);
    await saveRun('run-2', 2);
    await newRuns.look(root());
    await saveRun('run-1', 1);
    await newRuns.look(root());
    assert.deepEqual(shown, [root()]);
    newRuns.dispose();
  });

  it('are shown where the dataset is read only now, once', async () => {
    await saveRun('run-1', 1);
    const { newRuns, shown } = await openWindow([], { notRead: true });
    await newRuns.look(root());
    await newRuns.look(root());
    assert.deepEqual(shown, [root()]);
    newRuns.dispose();
  });

  it('of this window are left to the command that makes them', async () => {
    const { newRuns, shown } = await openWindow(['run-1']);
    await saveRun('run-1', 1);
    await newRuns.look(root());
    assert.deepEqual(shown, []);
    newRuns.dispose();
  });

  it('that come while this window is at work on the dataset are shown when that is over', async () => {
    const { newRuns, shown, enter, nextShown } = await openWindow();
    enter({ status: 'preparing', root: root() });
    await saveRun('run-1', 1);
    await newRuns.look(root());
    assert.deepEqual(shown, []);
    const next = nextShown();
    enter(IDLE);
    await next;
    assert.deepEqual(shown, [root()]);
    newRuns.dispose();
  });
});
