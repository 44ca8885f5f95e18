import type { Workbench } from './workbench';
import { focusSuspects, pressUntilSaved, watchSaved } from './savedWatch';

const KEYS = ['Enter', 'k', 'x', 'u'];
const DECISIONS = 200;

/** Milliseconds from a key to "saved", one decision after the other, on the open gallery; they are all undone again. */
export async function measureDecisions({ gallery: open }: Workbench): Promise<readonly number[]> {
  const gallery = await open();
  await watchSaved(gallery);
  await focusSuspects(gallery);
  const latencies: number[] = [];
  for (let i = 0; i < DECISIONS; i++) latencies.push(await pressUntilSaved(gallery, KEYS[i % KEYS.length]!));
  for (let i = 0; i < DECISIONS; i++) await pressUntilSaved(gallery, 'z');
  return latencies;
}
