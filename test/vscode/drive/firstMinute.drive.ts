/** The first minute of somebody who has just installed the extension. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { workbenchUrl } from '../../../scripts/vscode/workbenchPage';
import { writeStripes } from '../../fixtures/stripes';
import { workbenchReady, type DriveContext } from '../host/driveContext';

/** Pages may open by themselves, but VS Code's own page is not there to begin with. */
export const userSettings = { 'workbench.startupEditor': 'newUntitledFile' };

export async function drive(context: DriveContext): Promise<void> {
  const { page, origin, step, runCommand, screenshot, version, workspace } = context;
  const name = path.basename(workspace);
  const icon = page.locator('.activitybar').getByRole('tab', { name: 'Label Review' });
  const sidebar = page.locator('.part.sidebar');
  const walkthrough = page.locator('.gettingStartedContainer h2', { hasText: 'Find and fix wrong labels' });
  const welcome = sidebar.locator('.welcome-view-content');
  const offer = page
    .locator('.notifications-toasts .notification-list-item')
    .filter({ hasText: 'looks like a labelled image dataset' });

  await step('has the two things to do where no folder is open, and how it goes', async () => {
    await page.goto(workbenchUrl(origin, undefined));
    await workbenchReady(page);
    await icon.click();
    await welcome.getByRole('button', { name: 'Open Folder' }).waitFor();
    await welcome.getByRole('button', { name: 'Find Wrong Labels…' }).waitFor();
    // VS Code 1.100 reads the walkthroughs of extensions too late, and shows one of its own.
    if (version === 'current') await walkthrough.waitFor();
    await screenshot('first-empty');
  });

  await step('offers the dataset in the folder that is opened', async () => {
    await writeStripes(workspace, { perClass: 60, wrongPerClass: 4, seed: 3 });
    await page.goto(workbenchUrl(origin, workspace));
    await workbenchReady(page);
    await offer.filter({ hasText: `${name} looks like a labelled image dataset of 3 classes.` }).waitFor();
    // It goes after some seconds, unless the pointer is on it.
    await offer.hover();
    await offer.getByRole('button', { name: "Don't Ask Again" }).waitFor();
    await screenshot('first-offer');
  });

  await step('asks how to search it at a click', async () => {
    await offer.getByRole('button', { name: 'Find Wrong Labels…' }).click();
    const chosen = page.locator('.quick-input-list .monaco-list-row.focused');
    await chosen.filter({ hasText: /Balanced.*(about|less than a minute)/s }).waitFor();
    await screenshot('first-question');
    await page.keyboard.press('Escape');
  });

  await step('does not offer it again, nor show the walkthrough', async () => {
    await page.reload();
    await workbenchReady(page);
    await icon.waitFor();
    await runCommand('View: Show Label Review');
    await welcome.getByRole('button', { name: 'Find Wrong Labels…' }).waitFor();
    // What it does, it has done when a command answers.
    await runCommand('Label Review: Show Log');
    await page.locator('.part.panel').getByRole('tab', { name: 'Output' }).waitFor();
    assert.equal(await offer.count(), 0);
    assert.equal(await walkthrough.count(), 0);
    await screenshot('first-again');
  });
}
