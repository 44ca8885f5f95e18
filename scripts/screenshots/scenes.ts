/** What the pictures show: the gallery and its pages, brought there as a person does it. */
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { webviewFrame } from '../../test/vscode/host/driveContext';
import { runPaletteCommand } from '../vscode/runPaletteCommand';

/** Through the view in the activity bar, so that the picture shows it too. */
export async function openGallery(page: Page): Promise<FrameLocator> {
  await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).click();
  await runPaletteCommand(page, 'Label Review: Open Gallery');
  const gallery = webviewFrame(page);
  await gallery.locator('[role=gridcell] img').first().waitFor();
  return gallery;
}

export const focusedImage = (gallery: FrameLocator): Locator =>
  gallery.locator('[role=gridcell][tabindex="0"]');

/** Presses a key on the image at hand, and waits for what the page then says. */
export async function decide(gallery: FrameLocator, key: string, said: RegExp): Promise<void> {
  await focusedImage(gallery).press(key);
  await gallery.locator('[role=status]').filter({ hasText: said }).waitFor();
}

/** A few decisions of all kinds but *keep*, as the first suspects of the demo are wrong. */
export async function reviewSome(gallery: FrameLocator): Promise<void> {
  await focusedImage(gallery).click();
  await decide(gallery, 'Enter', /Relabelled 1 image.* Saved/);
  await decide(gallery, 'Enter', /Relabelled 1 image.* Saved/);
  await decide(gallery, 'x', /Excluded 1 image\. Saved/);
  await decide(gallery, 'Enter', /Relabelled 1 image.* Saved/);
  await decide(gallery, 'u', /unsure\. Saved/);
  // It follows a moment later.
  await gallery.getByText('4 errors found').waitFor();
}

/** The panel beside the grid, with all it shows. */
export async function explain(gallery: FrameLocator): Promise<void> {
  await focusedImage(gallery).press('i');
  await gallery.locator('.why .examples img').first().waitFor();
}

export async function enlarge(gallery: FrameLocator): Promise<void> {
  await focusedImage(gallery).press(' ');
  await gallery.locator('.stage > img').waitFor();
}

export async function openOverview(page: Page): Promise<void> {
  await runPaletteCommand(page, 'Label Review: Open Overview');
  await webviewFrame(page).getByRole('heading', { name: 'Confusions' }).waitFor();
}

/** The question before a search, as it is asked of a dataset that was never searched: it says how long each preset takes. */
export async function askQuestion(page: Page): Promise<void> {
  const offer = page
    .locator('.notification-list-item')
    .filter({ hasText: 'looks like a labelled image dataset' });
  await offer.getByRole('button', { name: 'Find Wrong Labels…' }).click();
  await page
    .locator('.quick-input-list .monaco-list-row.focused')
    .filter({ hasText: /about|less than a minute/ })
    .waitFor();
}
