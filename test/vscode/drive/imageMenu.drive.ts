/** The menu of an image in a real VS Code: by mouse and by key, and what is chosen in it is done to that image. */
import assert from 'node:assert/strict';
import { writeStripes } from '../../fixtures/stripes';
import { SEARCH_TIMEOUT_MS, webviewFrame, type DriveContext } from '../host/driveContext';
import { startSearch } from './startSearch';

export const userSettings = {
  'labelReview.encoder': 'none',
  'labelReview.epochs': 4,
  'labelReview.folds': 2,
  'labelReview.seed': 1,
};

export async function drive(context: DriveContext): Promise<void> {
  const { page, step, screenshot, workspace } = context;
  await writeStripes(workspace, { perClass: 30, wrongPerClass: 3, seed: 5 });

  const gallery = webviewFrame(page);
  const cells = () => gallery.locator('[role=gridcell]');
  const items = () => page.locator('.context-view .monaco-menu .action-label');
  // A menu takes no click in its first moments, but keys.
  const choose = async (name: string) => {
    const item = page.locator('.context-view').getByRole('menuitem', { name });
    await item.hover();
    await page.keyboard.press('Enter');
    await item.waitFor({ state: 'detached' });
  };
  const said = (text: RegExp) => gallery.locator('[role=status]').filter({ hasText: text }).waitFor();

  await step('finds suspects', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await startSearch(context);
    await cells().first().waitFor({ timeout: SEARCH_TIMEOUT_MS });
  });

  await step('opens on a right click, and excludes that image', async () => {
    await cells().nth(2).click({ button: 'right' });
    await page.locator('.context-view').getByRole('menuitem', { name: 'Exclude' }).waitFor();
    await screenshot('image-menu');
    const names = await items().allTextContents();
    assert.deepEqual(
      names.map((name) => name.trim()).filter((name) => name !== ''),
      [
        ...['Accept Suggested Label', 'Keep Label', 'Choose Label…', 'Exclude', 'Mark as Unsure'],
        ...['Open Original', 'Reveal in Explorer', 'Find Similar'],
        ...['Show Only This Given → Suggested Pair', 'Show Only This Given Label', 'Show Only This Folder'],
        ...['Copy Path', 'Copy Picture'],
      ],
    );
    await choose('Exclude');
    await said(/Excluded 1 image\. Saved/);
    await gallery.locator('[data-position="2"][data-decision="exclude"]').waitFor();
  });

  await step('opens with Shift+F10, and filters to the folder', async () => {
    await cells().first().click();
    await page.keyboard.press('Shift+F10');
    await choose('Show Only This Folder');
    await said(/suspects in view/);
    const filter = gallery.getByRole('combobox', { name: 'Filter', exact: true });
    assert.equal(await filter.inputValue(), 'folder:horizontal');
  });

  await step('copies paths and the image', async () => {
    await cells().first().click({ button: 'right' });
    await choose('Copy Path');
    await said(/Copied the path/);
    await cells().first().click({ button: 'right' });
    await choose('Copy Picture');
    await said(/Copied the image/);
  });
}
