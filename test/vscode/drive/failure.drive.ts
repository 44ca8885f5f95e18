/** A search that cannot be made: a failure is said once, where it is looked for. */
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { STRIPES_CLASSES, writeStripes } from '../../fixtures/stripes';
import { webviewFrame, type DriveContext } from '../host/driveContext';
import { answerSearch } from './startSearch';

export async function drive({ page, step, runCommand, screenshot, workspace }: DriveContext): Promise<void> {
  await writeStripes(workspace, { perClass: 10, wrongPerClass: 1, seed: 3 });
  const gallery: FrameLocator = webviewFrame(page);
  const question = page.locator('.quick-input-widget input');
  const notifications = page.locator('.notifications-toasts .notification-list-item');

  await step('leaves the keyboard to the question about the search', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await runCommand('Label Review: Open Gallery');
    await gallery.getByRole('button', { name: 'Find Wrong Labels…' }).click();
    await page.locator('.quick-input-list .monaco-list-row.focused').waitFor();
    await question.and(page.locator(':focus')).waitFor();
  });

  await step('says in the page alone that the folder has become empty', async () => {
    // The question would lead elsewhere had it found an empty folder.
    await answerSearch(page, () =>
      Promise.all(
        STRIPES_CLASSES.map((name) => rm(path.join(workspace, name), { recursive: true, force: true })),
      ),
    );
    await gallery.getByRole('heading', { name: 'The run failed' }).waitFor();
    const why = (await gallery.getByRole('alert').textContent())?.trim() ?? '';
    assert.notEqual(why, '');
    assert.equal((await gallery.getByRole('status').textContent())?.trim(), '');
    await screenshot('failure');
    assert.equal(await notifications.filter({ hasText: why }).count(), 0);
  });
}
