/** `git pull` in the middle of a review, in a real VS Code: what others decided comes in, and a conflict stops deciding. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFile, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { FrameLocator } from 'playwright-core';
import { drawRun } from '../../../bench/drawnRun/drawRun';
import { writeRunWithoutPictures } from '../../../bench/drawnRun/drawnRunFolder';
import type { Decision, JournalEntry } from '../../../src/core/review/review';
import { writeFileAtomic } from '../../../src/files/atomicWrite';
import { journalFile, runsFolder } from '../../../src/store/location';
import { webviewFrame, type DriveContext } from '../host/driveContext';

const run = promisify(execFile);
const SUSPECTS = 12;
/** Nothing of the machine's own settings, and a name to commit with. */
const GIT_ENVIRONMENT = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  ...{ GIT_AUTHOR_NAME: 'test', GIT_AUTHOR_EMAIL: 'test@example.org' },
  ...{ GIT_COMMITTER_NAME: 'test', GIT_COMMITTER_EMAIL: 'test@example.org' },
};

const git = (folder: string, ...args: readonly string[]) =>
  run('git', ['-C', folder, '-c', 'init.defaultBranch=main', ...args], { env: GIT_ENVIRONMENT });

export async function drive({ page, step, runCommand, screenshot, workspace }: DriveContext): Promise<void> {
  const drawn = drawRun({ images: 2 * SUSPECTS, suspects: SUSPECTS, seed: 7 });
  const location = await writeRunWithoutPictures(workspace, drawn);
  const paths = drawn.results.filter(({ isLabelIssue }) => isLabelIssue).map((row) => row.path);

  const [server, clone] = [`${workspace}.git`, `${workspace}.clone`];
  const commit = async (folder: string, ...more: readonly string[]) => {
    await git(folder, 'add', '--all');
    await git(folder, 'commit', '--quiet', '--message', 'Review', ...more);
  };
  /** What a colleague decides and pushes. */
  const pushFromClone = async (decisions: readonly (readonly [image: string, decision: Decision])[]) => {
    await git(clone, 'pull', '--quiet');
    for (const [image, decision] of decisions)
      await appendFile(cloneJournal, lineOf([{ path: image, decision, givenLabel: labelOf(image) }]));
    await commit(clone);
    await git(clone, 'push', '--quiet');
  };
  const cloneJournal = path.join(clone, path.relative(workspace, journalFile(location)));

  const gallery: FrameLocator = webviewFrame(page);
  const cell = (image: string) => gallery.locator(`[role=gridcell][data-path="${image}"]`);
  const says = (text: string | RegExp) =>
    gallery.locator('[role=status]').filter({ hasText: text }).waitFor();
  const counts = (text: string) => gallery.getByText(text).first().waitFor();
  const shows = (image: string, decision: string) => cell(image).filter({ hasText: decision }).waitFor();
  const press = (key: string) => gallery.locator('[role=gridcell][tabindex="0"]').press(key);
  const lastLine = async () => {
    const lines = (await readFile(journalFile(location), 'utf8')).trim().split('\n');
    return JSON.parse(lines.at(-1)!) as JournalEntry; // Written by the program under test.
  };
  let ownId = '';

  await step('decides, commits and pushes', async () => {
    await git(path.dirname(workspace), 'init', '--quiet', '--bare', server);
    await git(workspace, 'init', '--quiet');
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await runCommand('Label Review: Open Gallery');
    await cell(paths[0]!).click();
    await press('x');
    await says('Excluded 1 image. Saved.');
    const own = await lastLine();
    assert.ok(own.type === 'decide');
    ownId = own.id;
    await commit(workspace);
    await git(workspace, 'remote', 'add', 'origin', server);
    await git(workspace, 'push', '--quiet', '--set-upstream', 'origin', 'main');
    await git(path.dirname(workspace), 'clone', '--quiet', server, clone);
  });

  await step('shows what another has decided as soon as it is pulled, and says so in one line', async () => {
    await pushFromClone([
      [paths[3]!, { action: 'keep' }],
      [paths[5]!, { action: 'relabel', label: 'class-09' }],
    ]);
    await git(workspace, 'pull', '--quiet', '--ff-only');
    await says('Decided elsewhere meanwhile: 2 images.');
    await shows(paths[3]!, 'Kept');
    await shows(paths[5]!, 'class-09');
    await counts(`3 of ${SUSPECTS} reviewed`);
    await screenshot('pull');
  });

  await step('takes back the own last step, not what was pulled', async () => {
    await press('z');
    await says('Undone for 1 image. Saved.');
    const undo = await lastLine();
    assert.ok(undo.type === 'undo' && undo.of === ownId);
    await cell(paths[0]!).filter({ hasNotText: 'Excluded' }).waitFor();
    await shows(paths[3]!, 'Kept');
    await counts(`2 of ${SUSPECTS} reviewed`);
  });

  await step('takes in a merge of both sides, and goes on', async () => {
    await commit(workspace);
    await writeFile(path.join(workspace, '.git', 'info', 'attributes'), 'decisions.jsonl merge=union\n');
    await pushFromClone([[paths[7]!, { action: 'exclude' }]]);
    await git(workspace, 'pull', '--quiet', '--no-rebase', '--no-edit');
    await counts(`3 of ${SUSPECTS} reviewed`);
    await shows(paths[7]!, 'Excluded');
    await press('k');
    await says(/Kept the label of 1 image\. Saved\./);
    await counts(`4 of ${SUSPECTS} reviewed`);
    await commit(workspace);
    await git(workspace, 'push', '--quiet');
  });

  await step('decides nothing while the journal has conflict markers, and says why', async () => {
    await rm(path.join(workspace, '.git', 'info', 'attributes'));
    await press('x');
    await says('Excluded 1 image. Saved.');
    await commit(workspace);
    await pushFromClone([[paths[8]!, { action: 'keep' }]]);
    await assert.rejects(git(workspace, 'pull', '--quiet', '--no-rebase', '--no-edit'));
    const before = await readFile(journalFile(location), 'utf8');
    assert.match(before, /^<<<<<<< /m);
    await press('u');
    await gallery
      .getByRole('alert')
      .filter({
        hasText: /decisions\.jsonl has conflict markers of a merge, the first in line \d+; keep the lines/,
      })
      .waitFor();
    assert.equal(await readFile(journalFile(location), 'utf8'), before);
    await screenshot('pull-conflict');
  });

  await step('goes on once the markers are deleted', async () => {
    const text = await readFile(journalFile(location), 'utf8');
    await writeFile(journalFile(location), text.replace(/^(<{7}|={7}|>{7}).*\n/gm, ''));
    await press('u');
    await says(/Marked 1 image as unsure\. Saved\./);
    await shows(paths[8]!, 'Kept');
    await counts(`6 of ${SUSPECTS} reviewed`);
  });

  await step('takes over a run that another process has made, at the image at hand', async () => {
    const focused = gallery.locator('[role=gridcell][tabindex="0"]');
    const atHand = await focused.getAttribute('data-path');
    assert.ok(atHand !== null && atHand !== paths[0]);
    await runElsewhere(runsFolder(location));
    await says(`A new run is there: ${SUSPECTS} suspects.`);
    await counts(`6 of ${SUSPECTS} reviewed`);
    assert.equal(await focused.getAttribute('data-path'), atHand);
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).click();
    await page.locator('.sidebar [role=treeitem][aria-level="2"]').nth(1).waitFor();
    await screenshot('run-elsewhere');
  });
}

/** The same findings once more, as a search on the command line leaves them: `run.json` comes last. */
async function runElsewhere(runs: string): Promise<void> {
  const [first] = await readdir(runs);
  const [from, to] = [path.join(runs, first!), path.join(runs, '20260101-130000-0001')];
  await cp(from, to, { recursive: true, filter: (file) => path.basename(file) !== 'run.json' });
  const summary = await readFile(path.join(from, 'run.json'), 'utf8');
  await writeFileAtomic(path.join(to, 'run.json'), [summary.replace('T12:00:00', 'T13:00:00')]);
}

const labelOf = (image: string) => image.slice(0, image.indexOf('/'));

const lineOf = (decisions: (JournalEntry & { readonly type: 'decide' })['decisions']): string =>
  `${JSON.stringify({ v: 1, type: 'decide', id: randomUUID(), at: new Date().toISOString(), decisions })}\n`;
