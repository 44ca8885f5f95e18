import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../../../src/core/run/progress';
import type { RunController } from '../../../src/host/runs/runController';
import type { SmallDisk } from './smallDisk';

/** What a search writes, in this order: pixels into the cache, what training can go on from, and the run. */
export const STAGES = ['decode', 'train', 'write'] as const;
export type Stage = (typeof STAGES)[number];

const STAGE_OF: Partial<Record<Progress['phase'], Stage>> = {
  train: 'train',
  detect: 'write',
  thumbnails: 'write',
};
const SAMPLE_MS = 5;

/** The most bytes that a search takes by the end of each stage. */
export async function measureStages(
  disk: SmallDisk,
  controller: RunController,
  search: () => Promise<unknown>,
): Promise<readonly number[]> {
  const freeBefore = await disk.freeBytes();
  const used = STAGES.map(() => 0);
  let stage = 0;
  const listening = controller.onDidChangeState((state) => {
    if (state.status === 'running')
      stage = Math.max(stage, STAGES.indexOf(STAGE_OF[state.progress.phase] ?? 'decode'));
  });
  const ended = new AbortController();
  const sampling = (async () => {
    while (!ended.signal.aborted) {
      const now = freeBefore - (await disk.freeBytes());
      used[stage] = Math.max(used[stage] ?? 0, ...used.slice(0, stage), now);
      await sleep(SAMPLE_MS);
    }
  })();
  try {
    await search();
  } finally {
    ended.abort();
    await sampling;
    listening.dispose();
  }
  return used;
}
