/** A folder that the user does not trust: what is there can be reviewed, and nothing is started until it is trusted. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { REPO_ROOT } from '../../../scripts/repoPaths';
import { listRuns } from '../../../src/store/runs';
import { writeStripes } from '../../fixtures/stripes';
import { SEARCH_TIMEOUT_MS, webviewFrame, type DriveContext } from '../host/driveContext';
import { exportLabels, fileOffered } from './exportLabels';
import { answerSearch } from './startSearch';

const run = promisify(execFile);
export const userSettings = { 'labelReview.epochs': 12, 'labelReview.folds': 2, 'labelReview.seed': 1 };
const BUNDLES = path.join(REPO_ROOT, 'dist');

export async function drive(context: DriveContext): Promise<void> {
  const { page, step, runCommand, screenshot, workspace } = context;
  await writeStripes(workspace, { perClass: 60, wrongPerClass: 4, seed: 3 });
  const settings = ['--epochs', '12', '--folds', '2', '--seed', '1'];
  const icon = page.locator('.activitybar').getByRole('tab', { name: 'Label Review' });
  const sidebar = page.locator('.part.sidebar');

  await step('is in Restricted Mode', async () => {
    await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor();
  });

  await step('offers trust where there is nothing to review', async () => {
    await icon.click();
    await sidebar.getByText('In Restricted Mode nothing is computed').waitFor();
    await sidebar.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    assert.equal(await sidebar.getByRole('button', { name: 'Find Wrong Labels…' }).count(), 0);
    await screenshot('restricted-welcome');
    // Not by the icon: a second click soon after the first does nothing in VS Code.
    await runCommand('View: Show Explorer');
    await sidebar.getByText('In Restricted Mode nothing is computed').waitFor({ state: 'hidden' });
  });

  await run(process.execPath, [path.join(BUNDLES, 'cli.js'), 'scan', workspace, ...settings, '--json']);
  const location = { root: workspace, folder: path.join(workspace, '.label-review'), isFallback: false };
  const runCount = async () => (await listRuns(location)).length;
  const notification = (text: string | RegExp) =>
    page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });

  await step('counts what is left to review on its icon after a reload', async () => {
    await page.reload();
    const { suspects } = (await listRuns(location))[0]!;
    await icon
      .locator('.badge-content')
      .filter({ hasText: String(suspects) })
      .waitFor();
    await screenshot('restricted-badge');
  });

  await step('lists the runs, and says what takes trust', async () => {
    await runCommand('View: Show Label Review');
    await sidebar.getByText('you can review and export what was found').waitFor();
    await sidebar.getByRole('treeitem').first().waitFor();
    await screenshot('restricted-runs');
  });

  await step('shows the run and saves a decision', async () => {
    await icon.waitFor();
    await runCommand('Label Review: Open Gallery');
    const gallery = webviewFrame(page);
    const first = gallery.locator('[role=gridcell]').first();
    await first.waitFor();
    await first.click();
    await gallery.locator('[role=gridcell][tabindex="0"]').press('x');
    await gallery
      .locator('[role=status]')
      .filter({ hasText: /Excluded 1 image\. Saved/ })
      .waitFor();
    const journal = await readFile(path.join(location.folder, 'decisions.jsonl'), 'utf8');
    assert.equal(journal.trim().split('\n').length, 1);
    await screenshot('restricted-gallery');
  });

  await step('computes nothing, and says why', async () => {
    const commands = ['Find Wrong Labels…', 'Retrain with Corrections', 'Install ONNX Runtime…'];
    for (const command of [...commands, 'Write Labels Back…']) {
      await runCommand(`Label Review: ${command}`);
      const refusal = notification('In Restricted Mode nothing is computed or installed');
      await refusal.first().waitFor();
      if (command.startsWith('Find')) await screenshot('restricted-refusal');
      await refusal.first().hover();
      await refusal.first().locator('.codicon-notifications-clear').click();
      await refusal.first().waitFor({ state: 'detached' });
    }
    assert.equal(await runCount(), 1);
    const { stdout } = await run('ps', ['-eo', 'args']);
    const started = stdout.split('\n').filter((line) => line.includes(path.join(BUNDLES, 'trainer.js')));
    assert.deepEqual(started, []);
  });

  await step('exports', async () => {
    const table = await exportLabels(context);
    assert.match(table, /,exclude/);
  });

  await step('saves a report', async () => {
    await runCommand('Label Review: Save Report…');
    await (await fileOffered(page, 'label-report.html')).press('Enter');
    await notification('Saved the report as label-report.html').waitFor();
    const report = await readFile(path.join(workspace, 'label-report.html'), 'utf8');
    assert.match(report, /Excluded<\/th><td class="number">1<\/td>/u);
    await screenshot('restricted-report');
  });

  await step('goes on with what was asked for once the folder is trusted', async () => {
    await runCommand('Label Review: Find Wrong Labels…');
    await notification('In Restricted Mode').getByRole('button', { name: 'Manage Trust' }).click();
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await page
      .locator('.statusbar-item')
      .filter({ hasText: 'Restricted Mode' })
      .waitFor({ state: 'detached' });
    await answerSearch(page);
    const runs = sidebar.getByRole('treeitem').and(page.locator('[aria-level="2"]'));
    await runs.nth(1).waitFor({ timeout: SEARCH_TIMEOUT_MS });
    await page.locator('.statusbar-item[id$="labelReview.run"]').waitFor({ state: 'hidden' });
    assert.equal(await runCount(), 2);
  });
}
