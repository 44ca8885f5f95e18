/** Many decisions, undos and reloads in a real VS Code: what is exported is what the keys meant. `npm run test:endurance` takes more. */
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { drawRun } from '../../../bench/drawnRun/drawRun';
import { drawnRunFolder, writeRunWithoutPictures } from '../../../bench/drawnRun/drawnRunFolder';
import { workbenchUrl } from '../../../scripts/vscode/workbenchPage';
import { CORRECTED_CSV, STORE_FOLDER } from '../../../src/core/names';
import { createRng } from '../../../src/core/rng';
import { pressKeys } from '../../fixtures/pressKeys';
import { PlainReview, replayPlainly } from '../endurance/plainReview';
import { enduranceSize } from '../endurance/size';
import { reloadWindow, webviewFrame, workbenchReady, type DriveContext } from '../host/driveContext';
import { exportLabels } from './exportLabels';

const KEYS = ['Enter', 'k', 'x', 'u', 'Enter'] as const;
/** From here on a run with images and thumbnails is drawn, once. */
const WITH_IMAGES = 10_000;
/** Steps of one image each, for each that is undone; the other decisions are about selections. */
const SINGLES_PER_UNDO = 1.3;
const SELECTIONS = 4;
/** Of the undos of a round, those that are about single decisions, too. */
const SINGLE_UNDO_SHARE = 0.95;

export async function drive(context: DriveContext): Promise<void> {
  const { page, step, runCommand, screenshot } = context;
  const size = enduranceSize();
  const { folder, plain } = await openRun(context, size);
  const rng = createRng(size.seed);
  const journalFile = path.join(folder, STORE_FOLDER, 'decisions.jsonl');
  const session = await page.context().newCDPSession(page);
  const gallery = webviewFrame(page);
  const focused = () => gallery.locator('[role=gridcell][tabindex="0"][data-path]');
  const cellOf = (index: number) =>
    gallery.locator(`[role=gridcell][tabindex="0"][data-path="${plain.suspects[index]!.path}"]`);
  const isShown = async () => {
    await cellOf(plain.focus).waitFor();
    await isCounted();
  };
  const isCounted = async () => {
    const [reviewed, suspects] = [plain.reviewed, plain.suspects.length].map((n) =>
      n.toLocaleString('en-US'),
    );
    await gallery.getByText(`${reviewed} of ${suspects} reviewed`).first().waitFor();
  };
  const perRound = size.decisions / size.reloads;
  const undosPerRound = size.undos / size.reloads;
  const singles = Math.ceil(undosPerRound * SINGLES_PER_UNDO);

  const decideOneByOne = async () => {
    const keys = Array.from({ length: singles }, () => KEYS[rng.nextInt(KEYS.length)]!);
    for (const key of keys) plain.decide(key);
    const undos = Math.floor(undosPerRound * SINGLE_UNDO_SHARE);
    for (let i = 0; i < undos; i++) plain.undo();
    await focused().focus();
    await pressKeys(session, [...keys, ...Array.from({ length: undos }, () => 'z')]);
    await isShown();
  };
  const decideBySelection = async (count: number) => {
    const key = KEYS[rng.nextInt(KEYS.length)]!;
    const from = Math.min(plain.focus + 1, plain.suspects.length - 1);
    const columns = await gallery.locator('.row').first().locator('[role=gridcell]').count();
    const rows = Math.min(
      Math.ceil(count / columns),
      Math.floor((plain.suspects.length - 1 - from) / columns),
    );
    const to = from + rows * columns;
    await focused().focus();
    await pressKeys(session, ['ArrowRight', ...Array.from({ length: rows }, () => 'Shift+ArrowDown'), key]);
    plain.decideFrom(key, from, to);
    await isShown();
  };
  const undoSelections = async () => {
    const undos = Math.ceil(undosPerRound * (1 - SINGLE_UNDO_SHARE));
    // All but the last one are done again: the same images as before.
    for (let i = 0; i < undos; i++) {
      plain.undo();
      await focused().focus();
      await pressKeys(session, ['z']);
      await isShown();
      if (i < undos - 1) await decideBySelection(2);
    }
  };

  await step('opens the run', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await runCommand('Label Review: Open Gallery');
    await isShown();
    await focused().click();
  });

  await step(
    `decides about ${size.decisions} images, undoes ${size.undos} steps, reloads ${size.reloads} times`,
    async () => {
      for (let round = 0; round < size.reloads; round++) {
        await decideOneByOne();
        const perSelection = Math.ceil((perRound - singles) / SELECTIONS);
        for (let i = 0; i < SELECTIONS; i++) await decideBySelection(perSelection);
        await undoSelections();
        await gallery.locator('.saving').waitFor({ state: 'detached' });
        await reloadWindow(context);
        await isCounted();
        // A place is kept a moment after the focus has moved: it may be the one before.
        const place = await focused().getAttribute('data-path');
        plain.focus = plain.suspects.findIndex((suspect) => suspect.path === place);
      }
      await screenshot('endurance');
    },
  );

  await step('exports what a plain replay comes to', async () => {
    const journal = await readFile(journalFile, 'utf8');
    assert.equal(journal.trim().split('\n').length, plain.lines);
    assert.deepEqual(sorted(replayPlainly(journal)), sorted(plain.decided));
    const text = await exportLabels({ ...context, workspace: folder });
    const rows: Record<string, string>[] = parse(text, { columns: true });
    assert.equal(rows.length, size.images);
    // "Unsure" is a note to come back.
    const reviewed = [...plain.decided].filter(([, decision]) => decision !== 'unsure');
    const exported = rows
      .filter(({ action }) => action !== '')
      .map(({ path: image, action, corrected_label: label }) => [
        image,
        action === 'relabel' ? `relabel ${label}` : action,
      ]);
    assert.deepEqual(sorted(new Map(exported as [string, string][])), sorted(new Map(reviewed)));
  });
}

const sorted = (decisions: ReadonlyMap<string, string>) =>
  new Map([...decisions].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Opens the folder of a drawn run: with its images where it is large, which takes minutes the first time. */
async function openRun({ page, origin, workspace }: DriveContext, size: ReturnType<typeof enduranceSize>) {
  const plainOf = ({ results }: ReturnType<typeof drawRun>) =>
    new PlainReview(
      results
        .filter(({ isLabelIssue }) => isLabelIssue)
        .map((row) => ({ path: row.path, givenLabel: row.givenLabel, suggestedLabel: row.predictedLabel })),
    );
  if (size.images < WITH_IMAGES) {
    const run = drawRun(size);
    await writeRunWithoutPictures(workspace, run);
    return { folder: workspace, plain: plainOf(run) };
  }
  const run = await drawnRunFolder(size);
  // Nothing is asked about a file that an earlier drive has left.
  await rm(path.join(run.folder, CORRECTED_CSV), { force: true });
  await page.goto(workbenchUrl(origin, run.folder));
  await workbenchReady(page);
  return { folder: run.folder, plain: plainOf(run) };
}
