/** What a reviewer changes and looks for beside the main way, in a real VS Code: keys, groups, findings, the Explorer, a retraining that is cancelled. */
import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FrameLocator } from 'playwright-core';
import sharp from 'sharp';
import { writeStripes } from '../../fixtures/stripes';
import { SEARCH_TIMEOUT_MS, webviewFrame, type DriveContext } from '../host/driveContext';
import { decidedLine } from './decidedLine';
import { startSearch } from './startSearch';

export const userSettings = { 'labelReview.epochs': 4, 'labelReview.folds': 2, 'labelReview.seed': 1 };
const LOOK_INTERVAL_MS = 5;
const KEYS = { 'labelReview.keys': { keep: 'q', exclude: [] } };
export const userKeybindings = [
  { key: 'alt+j', command: 'labelReview.review.keep', when: 'labelReview.galleryActive && !inputFocus' },
];

export async function drive(context: DriveContext): Promise<void> {
  const { page, step, runCommand, screenshot, workspace } = context;
  await writeStripes(workspace, { perClass: 60, wrongPerClass: 6, seed: 5 });
  const copied = 'horizontal/copied.png';
  await copyFile(path.join(workspace, 'vertical', '118-020.png'), path.join(workspace, copied));
  await sharp({ create: { width: 24, height: 24, channels: 3, background: '#808080' } })
    .png()
    .toFile(path.join(workspace, 'vertical', 'empty.png'));

  const gallery: FrameLocator = webviewFrame(page);
  const cells = () => gallery.locator('[role=gridcell]');
  const focused = () => gallery.locator('.row > [tabindex="0"]');
  const pathOfFocus = async () => (await focused().getAttribute('data-path')) ?? '';
  const saved = (text: RegExp) => gallery.locator('[role=status]').filter({ hasText: text }).waitFor();
  const journal = async () => {
    const text = await readFile(path.join(workspace, '.label-review', 'decisions.jsonl'), 'utf8');
    return text.trim().split('\n').map(parseLine);
  };
  const choose = async (list: string, choice: RegExp) => {
    await gallery.getByRole('combobox', { name: list }).click();
    await gallery.getByRole('option', { name: choice }).click();
  };

  await step('finds suspects', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await startSearch(context);
    await cells().first().waitFor({ timeout: SEARCH_TIMEOUT_MS });
    await cells().first().click();
  });

  await step('reviews by its own keys', async () => {
    const image = await pathOfFocus();
    await focused().press('k');
    await saved(/Kept the label of 1 image\. Saved/);
    assert.deepEqual((await journal()).at(-1)?.decisions, [
      await decidedLine(workspace, image, { action: 'keep' }),
    ]);
    await focused().press('Control+z');
    await saved(/Undone for 1 image\. Saved/);
    await focused().press('Shift+Slash');
    await gallery.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await gallery.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
  });

  await step('follows the setting of its keys while it is open', async () => {
    const folder = path.join(workspace, '.vscode');
    await mkdir(folder);
    await writeFile(path.join(folder, 'settings.json'), JSON.stringify(KEYS));
    await gallery.locator('[data-action=keep][aria-keyshortcuts=Q]').waitFor();
    await cells().first().click();
    const image = await pathOfFocus();
    const before = (await journal()).length;
    // The two former keys would decide first, were they still heard.
    for (const key of ['k', 'x', 'q']) await focused().press(key);
    await saved(/Kept the label of 1 image\. Saved/);
    const entries = await journal();
    assert.equal(entries.length, before + 1);
    assert.deepEqual(entries.at(-1)?.decisions, [await decidedLine(workspace, image, { action: 'keep' })]);
    await focused().press('z');
    await saved(/Undone for 1 image\. Saved/);
  });

  await step('follows a keybinding of VS Code for a key that it has no use for', async () => {
    await cells().first().click();
    const image = await pathOfFocus();
    await focused().press('Alt+j');
    await saved(/Kept the label of 1 image\. Saved/);
    assert.deepEqual((await journal()).at(-1)?.decisions, [
      await decidedLine(workspace, image, { action: 'keep' }),
    ]);
    await focused().press('z');
    await saved(/Undone for 1 image\. Saved/);
  });

  await step('types letters that are keys into the filter', async () => {
    const before = (await journal()).length;
    await focused().press('/');
    const field = gallery.locator('query-field input');
    await field.press('q');
    await field.press('u');
    assert.equal(await field.inputValue(), 'qu');
    await field.press('Control+a');
    await field.press('Backspace');
    assert.equal(await field.inputValue(), '');
    await field.press('Escape');
    assert.equal((await journal()).length, before);
  });

  await step('accepts a group as one step', async () => {
    await choose('Group', /By given → suggested/);
    const header = gallery.getByRole('rowheader').first();
    await header.waitFor();
    await cells().first().click();
    await focused().press('ArrowUp');
    const size = Number(/, (\d+) suspect/.exec((await header.getAttribute('aria-label')) ?? '')?.[1]);
    await screenshot('groups');
    await focused().press('Enter');
    await saved(/Relabelled \d+ images? to \w+\. Saved/);
    const last = (await journal()).at(-1);
    assert.equal(last?.decisions?.length, size);
    await focused().press('z');
    await saved(/Undone for \d+ images?\. Saved/);
    await choose('Group', /One list/);
    await gallery.getByRole('rowheader').first().waitFor({ state: 'detached' });
  });

  await step('shows what was found besides suspects', async () => {
    await choose('Show', /Copies with different labels \(2\)/);
    // It may have been there before, among the suspects.
    await cells().nth(2).waitFor({ state: 'detached' });
    await gallery.locator(`[data-path="${copied}"]`).waitFor();
    assert.equal(await cells().count(), 2);
    await choose('Show', /Images that are blank \(1\)/);
    await gallery.locator('[data-path="vertical/empty.png"]').waitFor();
    assert.equal(await cells().count(), 1);
    await screenshot('findings');
    await choose('Show', /^Suspects$/);
    await gallery.locator('[data-path="vertical/empty.png"]').waitFor({ state: 'detached' });
  });

  await step('reveals the file in the Explorer', async () => {
    await cells().first().click();
    const name = path.basename(await pathOfFocus());
    await focused().press('r');
    await page
      .locator('.explorer-folders-view .monaco-list-row.selected')
      .filter({ hasText: name })
      .waitFor();
  });

  await step('keeps the run when a retraining is cancelled', async () => {
    const runs = path.join(workspace, '.label-review', 'runs');
    const before = await readdir(runs);
    const counts = gallery.getByText(/\d+ of \d+ reviewed/).first();
    const text = await counts.textContent();
    await cells().first().click();
    await focused().press('Enter');
    await saved(/Relabelled 1 image/);
    const [release] = await Promise.all([
      holdTrainer(workspace),
      runCommand('Label Review: Retrain with Corrections'),
    ]);
    await gallery.getByRole('button', { name: 'Cancel Run' }).first().click();
    release();
    await gallery.getByText('Cancelled; no images or decisions were changed.').first().waitFor();
    await page.locator('.statusbar-item[id$="labelReview.run"]').waitFor({ state: 'hidden' });
    assert.deepEqual(await readdir(runs), before);
    assert.notEqual(await counts.textContent(), text);
    assert.ok((await cells().count()) > 0);
  });
}

/** Stops the trainer of the next run as soon as it works: the whole run can be shorter than a click. @returns what lets it go on. */
async function holdTrainer(workspace: string): Promise<() => void> {
  const lock = path.join(workspace, '.label-review', 'run.lock');
  for (;;) {
    const pid = Number.parseInt(await readFile(lock, 'utf8').catch(() => ''), 10); // Not yet there.
    if (pid > 0) {
      process.kill(pid, 'SIGSTOP');
      return () => process.kill(pid, 'SIGCONT');
    }
    await sleep(LOOK_INTERVAL_MS);
  }
}

interface JournalLine {
  readonly type: string;
  readonly decisions?: readonly unknown[];
}

const parseLine = (line: string) => JSON.parse(line) as JournalLine; // Written by the program under test.
