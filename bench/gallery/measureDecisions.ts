import type { Workbench } from './workbench';
import { focusSuspects, pressUntilSaved, watchSaved } from './savedWatch';

const KEYS = ['Enter', 'k', 'x', 'u'];
const DECISIONS = 200;

/** Milliseconds from a key. */
export interface Decisions {
  /** To "saved". */
  readonly savedMs: readonly number[];
  /** To the answer of the host that holds nothing: what VS Code takes to carry a message there and back. */
  readonly roundTripMs: readonly number[];
}

/** One decision after the other, on the open gallery; they are all undone again. */
export async function measureDecisions({ gallery: open }: Workbench): Promise<Decisions> {
  const gallery = await open();
  await watchSaved(gallery);
  await focusSuspects(gallery);
  const savedMs: number[] = [];
  for (let i = 0; i < DECISIONS; i++) savedMs.push(await pressUntilSaved(gallery, KEYS[i % KEYS.length]!));
  const roundTripMs = await gallery.evaluate(() => window.benchSaved.roundTrips);
  for (let i = 0; i < DECISIONS; i++) await pressUntilSaved(gallery, 'z');
  return { savedMs, roundTripMs };
}
