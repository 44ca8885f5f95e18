import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/appError';
import { message } from '../../../../src/core/words/message';
import { goOnWithJob, isInHand, type LostJob } from '../../../../src/host/ray/goOnWithJob';
import { createMemory } from './memoryOfRay';

const JOB = { root: '/images', address: 'head', folder: '/shared/job', submissionId: 'id', tasks: 12 };
const WHY = new AppError(
  'ray-unreachable',
  message('ray-no-answer', { address: 'head', code: 'ECONNREFUSED' }),
);
const LOST: LostJob = { status: 'lost', why: WHY };
const DONE = { status: 'done', runId: 'run-1' } as const;
type Outcome = typeof DONE | { readonly status: 'cancelled' };
type Look = Outcome | LostJob;

describe('going on with a job on a cluster', () => {
  let memory: ReturnType<typeof createMemory>;
  let warnings: string[];
  let asked: number;

  beforeEach(async () => {
    memory = createMemory();
    await memory.setJob(JOB);
    [warnings, asked] = [[], 0];
  });

  /** A window is opened: this is found, one look after the other, and this is answered. */
  function open(
    found: readonly (Look | (() => Promise<Look>))[],
    ...answers: readonly ('again' | 'forget')[]
  ) {
    const [looks, clicks] = [[...found], [...answers]];
    return goOnWithJob<Outcome>({
      memory,
      log: { warn: (sentence) => void warnings.push(sentence) },
      watch: () => {
        const look = looks.shift()!;
        return typeof look === 'function' ? look() : Promise.resolve(look);
      },
      ask: (_, why) => {
        assert.equal(why, WHY);
        asked++;
        return Promise.resolve(clicks.shift());
      },
    });
  }

  it('says once that the cluster does not answer, whatever windows are opened', async () => {
    for (let window = 0; window < 3; window++) assert.deepEqual(await open([LOST]), { status: 'cancelled' });
    assert.deepEqual([asked, warnings], [1, [WHY.message, WHY.message, WHY.message]]);
    assert.equal(memory.job()?.submissionId, 'id');
  });

  it('tries again as often as that is wanted', async () => {
    assert.equal(await open([LOST, LOST, DONE], 'again', 'again'), DONE);
    assert.equal(asked, 2);
    assert.equal(memory.job()?.isSaid, false);
  });

  it('forgets the job where that is wanted', async () => {
    assert.deepEqual(await open([LOST], 'forget'), { status: 'cancelled' });
    assert.equal(memory.job(), undefined);
    assert.deepEqual(await open([]), { status: 'cancelled' });
  });

  it('says it anew when the cluster has answered in between', async () => {
    await open([LOST]);
    assert.deepEqual(await open([{ status: 'cancelled' }]), { status: 'cancelled' });
    await open([LOST]);
    assert.equal(asked, 2);
  });

  it('says that the run cannot be made, though something else was said before', async () => {
    await open([LOST]);
    const end = async () => {
      await memory.setJob({ ...JOB, isDone: true, isSaid: false });
      return LOST;
    };
    await open([end]);
    assert.equal(asked, 2);
    await open([LOST]);
    assert.equal(asked, 2);
    assert.deepEqual(memory.job(), { ...JOB, isDone: true, isSaid: true });
  });

  it('goes on with a job that an error leaves in the memory', async () => {
    const bug = new Error('a bug');
    assert.deepEqual([isInHand(memory, WHY), isInHand(memory, bug)], [true, false]);
    await memory.setJob(undefined);
    assert.equal(isInHand(memory, WHY), false);
  });
});
