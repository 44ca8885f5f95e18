/** *Write Labels Back…* by hand in a real VS Code: the list, a file beside what it is going to be, writing, and taking back. */
import assert from 'node:assert/strict';
import { readTree, writeFiles, writeReview } from '../../fixtures/reviewedDataset';
import type { DriveContext } from '../host/driveContext';

const TABLE = 'path,label\r\na.png,cat\r\nb.png,cat\r\nc.png,dog\r\n';
const CORRECTED = 'path,label\r\na.png,dog\r\nb.png,cat\r\n';

export async function drive(context: DriveContext): Promise<void> {
  const { page, step, runCommand, screenshot, workspace } = context;
  await writeFiles(workspace, { 'a.png': 'a', 'b.png': 'b', 'c.png': 'c', 'labels.csv': TABLE });
  await writeReview(workspace, {
    labels: { 'a.png': 'cat', 'b.png': 'cat', 'c.png': 'dog' },
    decisions: { 'a.png': { action: 'relabel', label: 'dog' }, 'c.png': { action: 'exclude' } },
    source: { kind: 'csv', file: `${workspace}/labels.csv`, pathColumn: 'path', labelColumn: 'label' },
  });
  const list = page.locator('.quick-input-widget');
  const row = (text: string) => list.locator('.monaco-list-row').filter({ hasText: text });
  // Not the command of that name, which the palette lists.
  const write = row('New labels: 1. Excluded: 1. Files: 1.');
  const comparison = page.locator('.tab').filter({ hasText: 'labels.csv (corrected)' });
  const notification = (text: string) =>
    page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  /** In the list of all: VS Code shows no more than three by themselves within a moment. */
  const listed = async (text: string) => {
    await runCommand('Notifications: Show Notifications');
    await page.locator('.notifications-center .notification-list-item').filter({ hasText: text }).waitFor();
    await runCommand('Notifications: Clear All Notifications');
  };
  const table = async () => (await readTree(workspace))['labels.csv'];

  await step('lists what would be changed', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await runCommand('Label Review: Write Labels Back…');
    await write.waitFor();
    await row('labels.csv').waitFor();
    await screenshot('write-back-list');
  });

  await step('shows a file beside what it is going to be, and the list again', async () => {
    await row('labels.csv').click();
    await comparison.waitFor();
    const question = notification('This is what labels.csv is going to be');
    await question.waitFor();
    await list.waitFor({ state: 'hidden' });
    await screenshot('write-back-difference');
    await question.getByRole('button', { name: 'Back to the List' }).click();
    await write.waitFor();
    assert.equal(await table(), TABLE, 'nothing is written yet');
  });

  await step('writes when that is chosen, and closes what was compared', async () => {
    await write.click();
    await notification('Wrote labels back').waitFor();
    assert.equal(await table(), CORRECTED);
    await comparison.waitFor({ state: 'detached' });
    assert.match(await notification('Wrote labels back').innerText(), /1 new label, 1 excluded/);
    await screenshot('write-back-written');
  });

  await step('takes it back from the message', async () => {
    await notification('Wrote labels back').getByRole('button', { name: 'Take Back' }).click();
    await listed('is as it was before');
    assert.equal(await table(), TABLE);
  });

  await step('takes the last time back from the list', async () => {
    await runCommand('Label Review: Write Labels Back…');
    await write.click();
    await notification('Wrote labels back').waitFor();
    assert.equal(await table(), CORRECTED);
    await runCommand('Label Review: Write Labels Back…');
    await row('Take Back the Last Time').waitFor();
    await screenshot('write-back-again');
    await row('Take Back the Last Time').click();
    await listed('is as it was before');
    assert.equal(await table(), TABLE);
  });

  await step('leaves all as it is when the list is closed', async () => {
    await runCommand('Label Review: Write Labels Back…');
    await write.waitFor();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    assert.equal(await table(), TABLE);
  });
}
