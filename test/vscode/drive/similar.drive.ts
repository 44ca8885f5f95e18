/** Similar images in a real VS Code: by key and from the palette, decided about at once, found again after a reload, or not. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import sharp from 'sharp';
import { writeStripes } from '../../fixtures/stripes';
import { webviewFrame, type DriveContext } from '../host/driveContext';
import { startSearch } from './startSearch';

const SETTINGS = {
  'labelReview.encoder': 'lite0',
  'labelReview.epochs': 4,
  'labelReview.folds': 2,
  'labelReview.seed': 1,
  // Something to see, so that it shows when VS Code has read the settings.
  'window.commandCenter': false,
};
const TRAINING_TIMEOUT_MS = 180_000;
const STEP_TIMEOUT_MS = 20_000;
/** Too large to be its own thumbnail, and no suspect, which would have one. */
const LARGE = 'vertical/large.png';
const LARGE_EDGE = 1200;
/** With the large one: few enough for all to be found. */
const IMAGES = 91;

export async function drive(context: DriveContext): Promise<void> {
  const { page, step, runCommand, screenshot, workspace } = context;
  await writeStripes(workspace, { perClass: 30, wrongPerClass: 3, seed: 5 });
  await sharp(path.join(workspace, 'horizontal', '104-020.png'))
    .rotate(90)
    .resize(LARGE_EDGE, LARGE_EDGE)
    .png()
    .toFile(path.join(workspace, LARGE));
  await mkdir(path.join(workspace, '.vscode'), { recursive: true });
  await writeFile(path.join(workspace, '.vscode', 'settings.json'), JSON.stringify(SETTINGS));
  page.setDefaultTimeout(STEP_TIMEOUT_MS);

  const gallery: FrameLocator = webviewFrame(page);
  const cells = () => gallery.locator('[role=gridcell]');
  const focused = () => gallery.locator('.row > [tabindex="0"]');
  const said = (text: RegExp) => gallery.locator('[role=status]').filter({ hasText: text }).waitFor();
  const filter = () => gallery.getByRole('combobox', { name: 'Filter' });
  const reload = async () => {
    await runCommand('Developer: Reload Window');
    await page.waitForEvent('load');
  };
  let asked = '';

  await step('finds suspects', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await page.locator('.command-center').waitFor({ state: 'detached' });
    await startSearch(context);
    await cells().first().waitFor({ timeout: TRAINING_TIMEOUT_MS });
    await cells().nth(1).click();
    asked = (await focused().getAttribute('data-path')) ?? '';
  });

  await step('shows what is similar to an image, of the whole dataset, with pictures', async () => {
    await focused().press('s');
    await said(new RegExp(`^${IMAGES} images in view, the most similar first\\.`));
    // Its row may come a moment after the words.
    await focused()
      .and(gallery.locator(`[data-path="${asked}"]`))
      .waitFor();
    assert.equal(await filter().inputValue(), `similar:${asked}`);
    await gallery
      .locator('[data-position="1"] .facts')
      .filter({ hasText: /^Similarity [01]/ })
      .waitFor();
    await screenshot('similar');
    await filter().fill(`similar:${asked} name:large.png`);
    await filter().press('Enter');
    const picture = gallery.locator(`[data-path="${LARGE}"] img`);
    await picture.waitFor();
    assert.match((await picture.getAttribute('src')) ?? '', /thumbnails/);
  });

  await step('goes back to the image at hand, and takes the command of the palette', async () => {
    await focused().press('Escape');
    await gallery.locator('[data-position="1"][tabindex="0"]').waitFor();
    assert.equal(await focused().getAttribute('data-path'), asked);
    await runCommand('Label Review: Find Similar Images');
    await said(new RegExp(`^${IMAGES} images in view`));
  });

  await step('decides about all of them as one step', async () => {
    await focused().press('Control+a');
    await focused().press('x');
    await said(new RegExp(`Excluded ${IMAGES} images\\. Saved`));
    const journal = await readFile(path.join(workspace, '.label-review', 'decisions.jsonl'), 'utf8');
    assert.equal(journal.split('"exclude"').length - 1, IMAGES);
    await focused().press('z');
    await said(new RegExp(`Undone for ${IMAGES} images\\. Saved`));
  });

  await step('shows them again after the window is reloaded', async () => {
    await reload();
    await gallery
      .locator(`[data-position="0"][data-path="${asked}"]`)
      .waitFor({ timeout: TRAINING_TIMEOUT_MS });
    assert.equal(await filter().inputValue(), `similar:${asked}`);
  });

  await step('says what to do when the cache is gone, and shows the suspects', async () => {
    const cache = path.join(workspace, '.label-review', 'cache');
    for (const name of await readdir(cache))
      if (name.startsWith('embeddings-')) await rm(path.join(cache, name));
    await reload();
    await gallery
      .getByText(/is not in the cache any more; find wrong labels again/)
      .waitFor({ timeout: TRAINING_TIMEOUT_MS });
    await cells().first().waitFor();
    assert.equal(await filter().inputValue(), '');
    await cells().first().click();
    await focused().press('s');
    await gallery
      .getByRole('alert')
      .getByText(/is not in the cache any more/)
      .waitFor();
  });
}
