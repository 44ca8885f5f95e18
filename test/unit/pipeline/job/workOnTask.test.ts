import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JobPlan } from '../../../../src/core/plan/jobPlan';
import { listTasks, listWork, taskId } from '../../../../src/core/plan/listTasks';
import { jobFiles, sha256, writeDone, type Job } from '../../../../src/pipeline/job/jobFolder';
import { isReadyToMerge } from '../../../../src/pipeline/job/workOnTask';
import { temporaryFolder } from '../../temporaryFolder';

const WORK = {
  images: 9,
  trainings: [{ by: 'network' as const, models: 2 }],
  shards: [{ first: 0, count: 9, bytes: 90, key: 'shard' }],
  imagesOfPart: 9,
  dataset: { classes: ['a', 'b'] },
};
const TEXT = 'The plan.';
const PLAN = { ...WORK, forms: [], request: { root: '/images' }, tasks: listTasks(WORK) };

describe('a job that is ready to be merged', () => {
  const folder = temporaryFolder();
  const at = (...names: readonly string[]) => path.join(folder(), ...names);
  // Of a plan, as much as tells which tasks are done.
  const job = (key = sha256(TEXT)): Job => ({ folder: folder(), plan: PLAN as unknown as JobPlan, key });

  async function finish(...tasks: readonly string[]): Promise<void> {
    await writeFile(jobFiles.plan(folder()), TEXT);
    for (const work of listWork(WORK)) {
      const task = taskId(work);
      if (!tasks.includes(task)) continue;
      await writeFile(at(task), task);
      await writeDone(job(), work, [at(task)]);
    }
  }

  it('has all that its merge needs, whole and of its plan', async () => {
    assert.equal(await isReadyToMerge(job()), false);
    await finish('shard-0000', 'inputs', 'copies', 'network-0');
    assert.equal(await isReadyToMerge(job()), false);
    await finish('network-1');
    assert.equal(await isReadyToMerge(job()), true);
    assert.equal(await isReadyToMerge(job('other')), false);
    await rm(at('inputs'));
    assert.equal(await isReadyToMerge(job()), false);
  });

  it('may be merged already', async () => {
    await finish('merge');
    assert.equal(await isReadyToMerge(job()), true);
  });
});
