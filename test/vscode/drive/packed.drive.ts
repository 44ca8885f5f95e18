/** Images inside a Parquet file in a real VS Code: searched, seen whole, decided about, exported, and gone. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { SMALL_EDGE, writePacked } from '../../fixtures/packedStripes';
import { SEARCH_TIMEOUT_MS, webviewFrame, type DriveContext } from '../host/driveContext';
import { exportLabels } from './exportLabels';
import { startSearch } from './startSearch';

export const userSettings = {
  'labelReview.preset': 'fast',
  'labelReview.encoder': 'none',
  'labelReview.epochs': 12,
  'labelReview.folds': 2,
  'labelReview.seed': 1,
};

export async function drive(context: DriveContext): Promise<void> {
  const { page, step, screenshot, workspace } = context;
  const gallery = webviewFrame(page);
  const focused = gallery.locator('.row > [tabindex="0"]');
  const said = (text: string) => gallery.locator('[role=status]').filter({ hasText: text }).waitFor();
  const picture = gallery.locator('.stage > img');
  await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();

  const file = await writePacked(workspace, 'parquet');
  await step('searches, shows and decides about images in the file', async () => {
    await startSearch(context);
    const first = gallery.locator(`[data-position="0"][data-path^="${file}/"]`);
    await first.locator('img').waitFor({ timeout: SEARCH_TIMEOUT_MS });
    await first.click();
    await focused.press('Space');
    await picture.waitFor();
    const width = await picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
    assert.equal(width, SMALL_EDGE, 'the whole picture');
    await screenshot('packed-large');
    await page.keyboard.press('Enter');
    await said('Saved');
    await page.keyboard.press('Escape');
    await focused.waitFor();
  });

  await step('exports what was decided by the paths in the file', async () => {
    const rows = (await exportLabels(context)).trimEnd().split('\n').slice(1);
    assert.equal(rows.length, 60);
    assert.equal(rows.filter((row) => row.includes(',relabel')).length, 1);
  });

  await step('decides nothing about what was unpacked and is gone', async () => {
    await rm(path.join(workspace, '.label-review', 'cache', 'unpacked'), { recursive: true });
    await focused.press('x');
    await gallery.getByRole('alert').getByText('was deleted with the cache').waitFor();
    await screenshot('packed-not-unpacked');
  });
}
