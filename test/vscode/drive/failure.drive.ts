/** A search that cannot be made: a failure is said once, where it is looked for. */
import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { webviewFrame, type DriveContext } from '../host/driveContext';

const STEP_TIMEOUT_MS = 30_000;

export async function drive({ page, step, runCommand, screenshot }: DriveContext): Promise<void> {
  page.setDefaultTimeout(STEP_TIMEOUT_MS);
  const gallery: FrameLocator = webviewFrame(page);
  const question = page.locator('.quick-input-widget input');
  const notifications = page.locator('.notifications-toasts .notification-list-item');

  await step('leaves the keyboard to the question about the search', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await runCommand('Label Review: Open Gallery');
    await gallery.getByRole('button', { name: 'Find Wrong Labels…' }).click();
    await question.waitFor();
    await page.locator('.quick-input-list .monaco-list-row.focused').waitFor();
    assert.equal(await question.evaluate((input) => document.activeElement === input), true);
  });

  await step('says in the page alone that the folder is empty', async () => {
    await question.press('Enter');
    await gallery.getByRole('heading', { name: 'The run failed' }).waitFor();
    const why = (await gallery.getByRole('alert').textContent())?.trim() ?? '';
    assert.notEqual(why, '');
    assert.equal((await gallery.getByRole('status').textContent())?.trim(), '');
    await screenshot('failure');
    assert.equal(await notifications.filter({ hasText: why }).count(), 0);
  });
}
