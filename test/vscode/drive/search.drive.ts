/** The question that *Find Wrong Labels…* asks, in a real VS Code, by keyboard. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listRuns } from '../../../src/store/runs';
import { writeStripes } from '../../fixtures/stripes';
import { SEARCH_TIMEOUT_MS, webviewFrame, type DriveContext } from '../host/driveContext';

export const userSettings = { 'labelReview.epochs': 2, 'labelReview.folds': 2, 'labelReview.seed': 1 };
const TIME = /about|less than a minute/;
/** Longer than a look at the folder takes. */
const HELD_UP_MS = 4_000;

export async function drive(context: DriveContext): Promise<void> {
  const { page, step, runCommand, screenshot, workspace } = context;
  const { images } = await writeStripes(workspace, { perClass: 60, wrongPerClass: 4, seed: 3 });
  const question = page.locator('.quick-input-widget');
  const rows = question.locator('.quick-input-list .monaco-list-row');
  const chosen = question.locator('.quick-input-list .monaco-list-row.focused');
  /** Before, the rows are set anew sooner or later. */
  const looked = chosen.filter({ hasText: TIME });
  const input = question.locator('input.input');
  const settingsFile = path.join(workspace, '.vscode', 'settings.json');
  const location = { root: workspace, folder: path.join(workspace, '.label-review'), isFallback: false };
  const ask = () => runCommand('Label Review: Find Wrong Labels…');

  await step('asks once, with the answers that Enter gives and how long they take', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await ask();
    await chosen.filter({ hasText: /Balanced.*(about|less than a minute)/s }).waitFor();
    await question.getByText(`Find Wrong Labels: ${path.basename(workspace)}`).waitFor();
    assert.equal(await input.getAttribute('placeholder'), `${images} images of 3 classes. Enter starts.`);
    await question.getByText('rough times').waitFor();
    for (const text of ['Fast', 'Thorough', 'Labels: folder names', 'Image encoder: automatic'])
      await rows.filter({ hasText: text }).first().waitFor();
    await screenshot('search-question');
  });

  await step('leaves nothing behind when it is closed', async () => {
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
    assert.ok(!(await readdir(workspace)).includes('.label-review'));
  });

  await step('stays where the user went while the times came', async () => {
    await ask();
    await chosen.filter({ hasText: 'Balanced' }).waitFor();
    // The key and the times wait for the workbench together.
    const heldUp = page.evaluate((ms) => {
      const endMs = performance.now() + ms;
      while (performance.now() < endMs);
    }, HELD_UP_MS);
    await Promise.all([heldUp, page.keyboard.press('ArrowUp')]);
    await rows.filter({ hasText: 'Balanced' }).filter({ hasText: TIME }).waitFor();
    await looked.filter({ hasText: 'Fast' }).waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
  });

  await step('changes what computes the training, and asks on', async () => {
    await ask();
    await looked.waitFor();
    await rows.filter({ hasText: 'Computed by' }).click();
    await rows.filter({ hasText: 'WebAssembly' }).click();
    await rows.filter({ hasText: 'Computed by: WebAssembly' }).waitFor();
    assert.match(await readFile(settingsFile, 'utf8'), /"labelReview.backend": "wasm"/);
  });

  await step('checks the labels of a table that is chosen', async () => {
    const table = (await readdir(path.join(workspace, 'diagonal')))
      .slice(0, 40)
      .map((name, i) => `diagonal/${name},${i % 2 === 0 ? 'even' : 'odd'}`);
    await writeFile(path.join(workspace, 'labels.csv'), `file,label\n${table.join('\n')}\n`);
    await page.keyboard.press('Escape');
    await ask();
    await looked.waitFor();
    await rows.filter({ hasText: 'Labels: folder names' }).click();
    await rows.filter({ hasText: 'labels.csv' }).click();
    await rows.filter({ hasText: 'Labels: labels.csv' }).waitFor();
    await looked.waitFor();
    assert.match((await input.getAttribute('placeholder')) ?? '', /^40 images of 2 classes/);
    await page.keyboard.press('Escape');
  });

  await step('offers the whole dataset for the folder of one class', async () => {
    const explorer = page.locator('.explorer-folders-view');
    await explorer.getByRole('treeitem', { name: 'horizontal' }).click({ button: 'right' });
    // The menu opens under the pointer, and takes no click before it has moved.
    await page.getByRole('menuitem', { name: 'Find Wrong Labels…' }).hover();
    await page.keyboard.press('Enter');
    await chosen.filter({ hasText: `Use ${path.basename(workspace)} instead` }).waitFor();
    await screenshot('search-class-folder');
    await page.keyboard.press('Enter');
    await chosen.filter({ hasText: /Balanced.*(about|less than a minute)/s }).waitFor();
  });

  await step('starts what is chosen, and remembers it', async () => {
    await page.keyboard.press('ArrowUp');
    await chosen.filter({ hasText: 'Fast' }).waitFor();
    await page.keyboard.press('Enter');
    const first = webviewFrame(page).locator('[role=gridcell]').first();
    await first.waitFor({ timeout: SEARCH_TIMEOUT_MS });
    await page.locator('.statusbar-item[id$="labelReview.run"]').waitFor({ state: 'hidden' });
    // The palette closes when the gallery takes the focus.
    await first.click();
    const [run] = await listRuns(location);
    assert.deepEqual([run?.plan?.preset, run?.images, run?.classes.length], ['fast', images, 3]);
    await ask();
    await chosen.filter({ hasText: /Fast.*(about|less than a minute)/s }).waitFor();
    await question.getByText('times by earlier runs').waitFor();
    await screenshot('search-again');
    await page.keyboard.press('Escape');
  });
}
