/** Similar images in a real VS Code: by key and from the palette, decided about at once, found again after a reload, or not. */
import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import sharp from 'sharp';
import { writeStripes } from '../../fixtures/stripes';
import { reloadWindow, SEARCH_TIMEOUT_MS, webviewFrame, type DriveContext } from '../host/driveContext';
import { startSearch } from './startSearch';

export const userSettings = {
  'labelReview.encoder': 'lite0',
  'labelReview.epochs': 4,
  'labelReview.folds': 2,
  'labelReview.seed': 1,
};
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

  const gallery: FrameLocator = webviewFrame(page);
  const cells = () => gallery.locator('[role=gridcell]');
  const focused = () => gallery.locator('.row > [tabindex="0"]');
  const said = (text: RegExp) => gallery.locator('[role=status]').filter({ hasText: text }).waitFor();
  const filter = () => gallery.getByRole('combobox', { name: 'Filter' });
  let asked = '';

  await step('finds suspects', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await startSearch(context);
    await cells().first().waitFor({ timeout: SEARCH_TIMEOUT_MS });
    await gallery.locator('[data-position="1"]').click();
    await gallery.locator('[data-position="1"][tabindex="0"]').waitFor();
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
    await runCommand('Label Review: Find Similar');
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
    await reloadWindow(context);
    await gallery
      .locator(`[data-position="0"][data-path="${asked}"]`)
      .waitFor({ timeout: SEARCH_TIMEOUT_MS });
    assert.equal(await filter().inputValue(), `similar:${asked}`);
  });

  await step('says what to do when the cache is gone, and shows the suspects', async () => {
    const cache = path.join(workspace, '.label-review', 'cache');
    for (const name of await readdir(cache))
      if (name.startsWith('embeddings-')) await rm(path.join(cache, name));
    await reloadWindow(context);
    await gallery
      .getByText(/is not in the cache any more; find wrong labels again/)
      .waitFor({ timeout: SEARCH_TIMEOUT_MS });
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
