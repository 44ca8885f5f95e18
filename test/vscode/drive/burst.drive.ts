/** Two thousand keys as fast as they can be pressed, in a real VS Code on a busy machine. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { drawRun, type DrawnRun } from '../../../bench/drawnRun/drawRun';
import { writeRunWithoutPictures } from '../../../bench/drawnRun/drawnRunFolder';
import { createRng } from '../../../src/core/rng';
import { pressKeys } from '../../fixtures/pressKeys';
import { drawKeys, expectedSteps, type ExpectedStep, type ExpectedSuspect } from '../../fixtures/randomKeys';
import { webviewFrame, type DriveContext } from '../host/driveContext';

const KEYS = 2_000;
const SUSPECTS = 1_500;
const SEED = 14;
/** Typed after them, into the list of labels that they open; by the time it is saved all others are. */
const LAST_LABEL = 'the end';
const SAVED_TIMEOUT_MS = 240_000;
const BUSY_LOOPS = 2;

export async function drive({ page, step, runCommand, screenshot, workspace }: DriveContext): Promise<void> {
  const run = drawRun({ images: 2 * SUSPECTS, suspects: SUSPECTS, seed: SEED });
  const location = await writeRunWithoutPictures(workspace, run);
  const suspects = suspectsOf(run);
  const keys = drawKeys(createRng(SEED), KEYS);
  const { steps, focus } = expectedSteps(suspects, keys);
  const gallery: FrameLocator = webviewFrame(page);

  await step('opens the run', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await runCommand('Label Review: Open Gallery');
    await gallery.locator('[role=gridcell]').first().click();
    await gallery.locator(`[role=gridcell][tabindex="0"][data-path="${suspects[0]!.path}"]:focus`).waitFor();
  });

  await step(`decides exactly what ${KEYS} keys say that are pressed while the machine is busy`, async () => {
    const busy = Array.from({ length: BUSY_LOOPS }, () => spawn(process.execPath, ['-e', 'for (;;);']));
    try {
      const session = await page.context().newCDPSession(page);
      await pressKeys(session, [...keys, 'l', ...LAST_LABEL.split(''), 'Enter']);
      await gallery
        .locator('[role=status]')
        .filter({ hasText: `Relabelled 1 image to ${LAST_LABEL}. Saved.` })
        .waitFor({ timeout: SAVED_TIMEOUT_MS });
    } finally {
      for (const loop of busy) loop.kill();
    }
    await screenshot('burst');
    const last: ExpectedStep = [suspects[focus]!.path, `relabel ${LAST_LABEL}`];
    assert.deepEqual(await readSteps(path.join(location.folder, 'decisions.jsonl')), [...steps, last]);
  });
}

function suspectsOf({ classes, results, predProbs }: DrawnRun): readonly ExpectedSuspect[] {
  const paths = results.map((row) => row.path).sort();
  const rowOf = new Map(paths.map((name, row) => [name, row]));
  return results
    .filter(({ isLabelIssue }) => isLabelIssue)
    .map((row) => {
      const start = rowOf.get(row.path)! * classes.length;
      const probabilityOf = (name: string) => predProbs[start + classes.indexOf(name)]!;
      return {
        path: row.path,
        givenLabel: row.givenLabel,
        suggestedLabel: row.predictedLabel,
        topClasses: [...classes].sort((a, b) => probabilityOf(b) - probabilityOf(a)),
      };
    });
}

interface JournalLine {
  readonly type: 'decide' | 'undo' | 'redo';
  readonly id?: string;
  readonly of?: string;
  readonly decisions?: readonly {
    readonly path: string;
    readonly decision: { readonly action: string; readonly label?: string };
  }[];
}

async function readSteps(file: string): Promise<readonly ExpectedStep[]> {
  const text = await readFile(file, 'utf8');
  // Written by the program under test.
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalLine);
  const indices = new Map(lines.map(({ id }, index) => [id, index]));
  return lines.map(({ type, of, decisions = [] }): ExpectedStep => {
    if (type !== 'decide') return [type, indices.get(of)!];
    assert.equal(decisions.length, 1);
    const [{ path: image, decision }] = decisions as [(typeof decisions)[number]];
    return [image, [decision.action, decision.label].filter(Boolean).join(' ')];
  });
}
