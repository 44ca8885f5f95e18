import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import type { Decision } from '../../src/core/review/review';
import { STORE_FOLDER } from '../../src/core/names';
import { replayJournal } from '../../src/store/journal/replayJournal';
import { journalFile } from '../../src/store/location';
import type { DrawnRunFolder } from '../drawnRun/drawnRunFolder';
import { focusSuspects } from './savedWatch';
import type { Workbench } from './workbench';

export interface SimulatedReview {
  readonly decisions: number;
  readonly keyPresses: number;
  readonly seconds: number;
}

/** The number keys. */
const MOST_TOP = 9;
const KEY_OF = { accept: 'Enter', keep: 'k', exclude: 'x' } as const;

/**
 * A reviewer who knows what each image shows and presses the keys that say so, as fast as the gallery goes on. Checks that
 * the journal then holds exactly what was meant.
 */
export async function simulateReviewer(
  { gallery: open }: Workbench,
  run: DrawnRunFolder,
  decisions: number,
): Promise<SimulatedReview> {
  const gallery = await open();
  await focusSuspects(gallery);
  const placeOf = new Map(run.verdicts.map((_, place) => [run.results[place]!.path, place]));
  const rows = new Map([...placeOf.keys()].map((image) => [image, 0]));
  run.results
    .map((row) => row.path)
    .sort()
    .forEach((image, row) => rows.has(image) && rows.set(image, row));
  const meant = new Map<string, Decision>();
  let keyPresses = 0;
  const startMs = performance.now();
  for (let i = 0; i < decisions; i++) {
    const image = await focusedPath(gallery);
    const place = placeOf.get(image);
    assert.ok(place !== undefined && !meant.has(image), `${image} was shown again, or is no suspect`);
    const { decision, keys } = keysFor(run, place, rows.get(image)!);
    meant.set(image, decision);
    for (const key of keys) await gallery.page().keyboard.press(key);
    keyPresses += keys.length;
    await gallery.locator(`[role=gridcell][tabindex="0"]:not([data-path="${image}"])[data-path]`).waitFor();
  }
  const seconds = (performance.now() - startMs) / 1000;
  await gallery.locator('.saving').waitFor({ state: 'detached' });
  await checkJournal(run.folder, meant);
  return { decisions, keyPresses, seconds };
}

async function focusedPath(gallery: Frame): Promise<string> {
  const image = await gallery.locator('[role=gridcell][tabindex="0"]').getAttribute('data-path');
  if (image === null) throw new Error('The focused suspect has not been loaded.');
  return image;
}

/** One key, unless the label is not among the nine most probable ones: then it is typed. */
function keysFor(
  { results, verdicts, predProbs, classes }: DrawnRunFolder,
  place: number,
  row: number,
): { readonly decision: Decision; readonly keys: readonly string[] } {
  const verdict = verdicts[place]!;
  if (verdict.action === 'accept')
    return {
      decision: { action: 'relabel', label: results[place]!.predictedLabel },
      keys: [KEY_OF.accept],
    };
  if (verdict.action !== 'relabel')
    return { decision: { action: verdict.action }, keys: [KEY_OF[verdict.action]] };
  const { label } = verdict;
  const probs = predProbs.subarray(row * classes.length, (row + 1) * classes.length);
  const byProbability = classes.map((name, k) => ({ name, probability: probs[k]! }));
  const top = byProbability
    .sort((a, b) => b.probability - a.probability)
    .findIndex(({ name }) => name === label);
  const keys = top < MOST_TOP ? [String(top + 1)] : ['l', ...Array.from(label), 'Enter'];
  return { decision: { action: 'relabel', label }, keys };
}

async function checkJournal(folder: string, meant: ReadonlyMap<string, Decision>): Promise<void> {
  const store = { folder: path.join(folder, STORE_FOLDER) };
  const { log } = await replayJournal(store, []);
  const saved = new Map([...log.decidedPaths()].map((image) => [image, log.decisionOf(image)]));
  const file = journalFile(store);
  assert.deepEqual(saved, meant, `${file} (${(await readFile(file)).length} bytes) is not what was decided`);
}
