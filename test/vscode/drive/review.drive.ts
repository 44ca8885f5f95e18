/** The whole job as a user does it, in a real VS Code, by keyboard: scan, review, reload, export, retrain. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { FrameLocator, Locator } from 'playwright-core';
import { openRun } from '../../../src/store/openRun';
import { listRuns } from '../../../src/store/runs';
import { STRIPES_CLASSES, writeStripes } from '../../fixtures/stripes';
import { reloadWindow, SEARCH_TIMEOUT_MS, webviewFrame, type DriveContext } from '../host/driveContext';
import { exportLabels } from './exportLabels';
import { decidedLine } from './decidedLine';
import { watchFor } from './sights';
import { startSearch } from './startSearch';

/** Small enough for seconds of training. */
export const userSettings = { 'labelReview.epochs': 24, 'labelReview.folds': 2, 'labelReview.seed': 1 };
const RUN_ITEM = '.statusbar-item[id$="labelReview.run"]';

export async function drive(context: DriveContext): Promise<void> {
  const { page, step, runCommand, screenshot, workspace } = context;
  const dataset = await writeStripes(workspace, { perClass: 60, wrongPerClass: 4, seed: 3 });

  let gallery: FrameLocator = webviewFrame(page);
  const cells = () => gallery.locator('[role=gridcell]');
  const focused = () => gallery.locator('[role=gridcell][tabindex="0"]');
  const status = () => gallery.locator('[role=status]');
  const journalFile = path.join(workspace, '.label-review', 'decisions.jsonl');
  const journal = async () => (await readFile(journalFile, 'utf8')).trim().split('\n').map(parseLine);

  /** Presses a key on the focused suspect and returns once the page says that the result is on disk. */
  const decide = async (key: string, expected: RegExp): Promise<string> => {
    const image = await pathOf(focused());
    await focused().press(key);
    await status().filter({ hasText: expected }).waitFor();
    return image;
  };

  await step('scans the folder from the palette and shows the progress', async () => {
    const sights = await watchFor(page, {
      'in the status bar': { selector: RUN_ITEM, text: 'Training' },
      'in the gallery': { selector: '[role=progressbar]' },
    });
    // The palette lists the commands of an extension once its contributions are in place, as its icon is.
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await startSearch(context);
    const failure = gallery.getByText('The run failed');
    await cells().first().or(failure).first().waitFor({ timeout: SEARCH_TIMEOUT_MS });
    assert.equal(await failure.count(), 0, 'the run failed');
    await page.locator(RUN_ITEM).waitFor({ state: 'hidden' });
    assert.deepEqual(sights(), ['in the gallery', 'in the status bar']);
  });

  await step('opens the gallery with the suspects, planted errors first', async () => {
    assert.ok(dataset.wrong.has(await pathOf(cells().first())), 'the first suspect is a planted error');
    const image = cells().first().locator('img');
    await image.waitFor();
    assert.ok(
      await image.evaluate((element: HTMLImageElement) =>
        element.decode().then(() => element.naturalWidth > 0),
      ),
    );
    await cells().first().click();
    await screenshot('gallery');
  });

  let accepted = '';
  let excluded = '';
  let typed = '';
  await step('accepts the suggestion with Enter and goes to the next suspect', async () => {
    accepted = await decide('Enter', /Relabelled 1 image to \w+\. Saved/);
    assert.notEqual(await pathOf(focused()), accepted);
    const [entry] = await journal();
    const label = dataset.wrong.get(accepted);
    assert.ok(label !== undefined);
    assert.deepEqual(entry?.decisions, [
      await decidedLine(workspace, accepted, { action: 'relabel', label }),
    ]);
  });

  await step('excludes with X, takes it back with Z, excludes again with Shift+Z', async () => {
    excluded = await decide('x', /Excluded 1 image\. Saved/);
    await decide('z', /Undone for 1 image\. Saved/);
    assert.equal((await journal()).at(-1)?.type, 'undo');
    await decide('Shift+Z', /Redone for 1 image\. Saved/);
    assert.equal((await journal()).at(-1)?.type, 'redo');
  });

  await step('types a class that did not exist', async () => {
    await focused().press('ArrowRight');
    typed = await pathOf(focused());
    await focused().press('l');
    const input = gallery.getByRole('combobox', { name: 'Relabel' });
    await input.fill('zigzag, "steep"');
    await input.press('Enter');
    await status()
      .filter({ hasText: /Relabelled 1 image to zigzag.* Saved/ })
      .waitFor();
  });

  await step('keeps all of what two more selected suspects have', async () => {
    await focused().press('Shift+ArrowRight');
    await decide('k', /Kept the label of 2 images\. Saved/);
  });

  await step('shows the same place and counts after the window is reloaded', async () => {
    const place = await pathOf(focused());
    const counts = await countsOf(gallery);
    assert.match(counts, /5 of \d+ reviewed/);
    await reloadWindow(context);
    gallery = webviewFrame(page);
    await cells().first().waitFor();
    await gallery.locator(`[role=gridcell][tabindex="0"][data-path="${place}"]`).waitFor();
    assert.equal(await countsOf(gallery), counts);
  });

  await step('counts what is left to review on its icon and lists the pairs of a class', async () => {
    const icon = page.locator('.activitybar').getByRole('tab', { name: /Label Review/ });
    await icon.click();
    const tree = page.locator('.part.sidebar').getByRole('tree');
    const row = (level: number) => tree.locator(`[role=treeitem][aria-level="${level}"]`);
    await row(3).first().waitFor();
    const left = Number(/of (\d+) reviewed/.exec(await countsOf(gallery))?.[1]) - 5;
    await icon
      .locator('.badge-content')
      .filter({ hasText: String(left) })
      .waitFor();
    await row(3).first().locator('.monaco-tl-twistie').click();
    await row(4).first().waitFor();
    assert.match(await row(4).first().innerText(), /→ \w+/);
    await screenshot('tree');
    // A second click on the icon soon after the first does nothing in VS Code.
    await runCommand('View: Toggle Primary Side Bar Visibility');
    await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  });

  await step('shows the review in the overview, and opens a pair of it in the gallery', async () => {
    await runCommand('Label Review: Open Overview');
    const overview = webviewFrame(page);
    await overview.getByText(/5 of \d+ suspects reviewed/).waitFor();
    await screenshot('overview');
    const pair = overview.locator('pair-table .link').first();
    const [given] = (await pair.innerText()).split(' → ');
    await pair.click();
    const ofClass = `[data-path^="${given ?? ''}/"]`;
    await gallery.locator(ofClass).first().waitFor();
    // The gallery shows the suspects of before until those of the pair have come.
    await gallery.locator(`[role=gridcell]:not(${ofClass})`).first().waitFor({ state: 'detached' });
  });

  await step('exports every image with the decisions applied', async () => {
    const text = await exportLabels(context);
    const rows: Record<string, string>[] = parse(text, { columns: true });
    assert.equal(rows.length, dataset.images);
    const row = (image: string) => rows.find(({ path: other }) => other === image);
    assert.equal(row(accepted)?.corrected_label, dataset.wrong.get(accepted));
    assert.equal(row(accepted)?.action, 'relabel');
    assert.equal(row(excluded)?.corrected_label, '');
    assert.equal(row(excluded)?.action, 'exclude');
    assert.equal(row(typed)?.corrected_label, 'zigzag, "steep"');
    assert.equal(rows.filter(({ action }) => action === 'keep').length, 2);
    assert.equal(rows.filter(({ action }) => action === '').length, dataset.images - 5);
    assert.ok(rows.every(({ given_label: label }) => STRIPES_CLASSES.some((name) => name === label)));
  });

  await step('retrains with the corrections, and asks about no decided image again', async () => {
    await runCommand('Label Review: Retrain with Corrections');
    await gallery
      .getByText(/Since the run before: \d+ new suspects, \d+ as before, 5 decided by you/)
      .waitFor({ timeout: SEARCH_TIMEOUT_MS });
    const location = { root: workspace, folder: path.join(workspace, '.label-review'), isFallback: false };
    const runs = await listRuns(location);
    assert.equal(runs.length, 2);
    assert.equal(runs[0]!.images, dataset.images);
    const { rows } = await openRun(location, runs[0]!).shown();
    const suspects = new Set(rows.filter((row) => row.isLabelIssue).map((row) => row.path));
    assert.ok(suspects.size > 0);
    for (const image of [accepted, excluded, typed]) assert.ok(!suspects.has(image), image);
  });
}

interface JournalLine {
  readonly type: string;
  readonly decisions?: unknown;
}

const parseLine = (line: string) => JSON.parse(line) as JournalLine; // Written by the program under test.

async function pathOf(cell: Locator): Promise<string> {
  const image = await cell.getAttribute('data-path');
  assert.ok(image !== null);
  return image;
}

async function countsOf(gallery: FrameLocator): Promise<string> {
  const counts = await gallery
    .getByText(/\d+ of \d+ reviewed/)
    .first()
    .textContent();
  return counts?.trim() ?? '';
}
