import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TaskWork } from '../../../../src/core/plan/listTasks';
import type { Progress } from '../../../../src/core/run/progress';
import { runSteps } from '../../../../src/core/steps';
import { noteProgress } from '../../../../src/pipeline/job/noteProgress';
import { temporaryFolder } from '../../temporaryFolder';

const SHARD: TaskWork = { kind: 'shard', shard: 3 };
const decoded = (done: number): Progress => ({ phase: 'decode', done, total: 40, unreadable: 0 });

describe('noteProgress', () => {
  const folder = temporaryFolder();
  const notes = () => readdir(path.join(folder(), 'progress')).catch(() => []); // nothing was noted
  let seconds: number;

  beforeEach(() => (seconds = 0));

  /** A task of some steps, two seconds each; what is noted after each. */
  async function work(task: TaskWork, steps: readonly Progress[], at = folder()): Promise<string[]> {
    const found: string[] = [];
    async function* working(): AsyncGenerator<Progress, string> {
      for (const step of steps) {
        seconds += await Promise.resolve(2);
        yield step;
      }
      return 'output';
    }
    const noted = noteProgress({ folder: at, work: task, now: () => new Date(1000 * seconds) }, working());
    const output = await runSteps(noted, async () => {
      const [name] = await notes();
      found.push(name === undefined ? '' : await readFile(path.join(folder(), 'progress', name), 'utf8'));
    });
    assert.equal(output, 'output');
    return found;
  }

  it('notes every few seconds how much is done, and nothing when the task has ended', async () => {
    const found = await work(SHARD, [1, 2, 3, 10, 20, 30].map(decoded));
    assert.deepEqual(found, ['', '', ...Array<string>(3).fill('{"share01":0.075}'), '{"share01":0.75}']);
    assert.deepEqual(await notes(), []);
  });

  it('notes only the phase that takes the time', async () => {
    const steps: Progress[] = [decoded(10), { phase: 'detect', done: 1, total: 2 }, decoded(20), decoded(30)];
    assert.deepEqual(await work({ kind: 'copies' }, steps), ['', '', '', '']);
  });

  it('does not end the work where nothing can be noted', async () => {
    await writeFile(path.join(folder(), 'file'), '');
    await work(SHARD, [1, 2, 3].map(decoded), path.join(folder(), 'file'));
  });
});
