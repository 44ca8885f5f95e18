/** A dataset whose names are meant to do harm, in a real VS Code: each is shown as it is written, and nothing comes of it. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { drawRun } from '../../../bench/drawnRun/drawRun';
import { writeRunWithoutPictures } from '../../../bench/drawnRun/drawnRunFolder';
import { workbenchUrl } from '../../../scripts/vscode/workbenchPage';
import { showUnseen } from '../../../src/core/words/showUnseen';
import { literal } from '../../../src/host/literal';
import { turnedText } from '../../fixtures/turnedText';
import { webviewFrame, workbenchReady, type DriveContext } from '../host/driveContext';
import { fileOffered } from './exportLabels';

const COMMAND = 'command:workbench.action.toggleSidebarVisibility';
/** Of classes, folders and a dataset. */
const HOSTILE = [
  `<img src=x onerror="top.document.title='harm'">`,
  `<script>top.document.title='harm'<\u2215script>`,
  `[click](${COMMAND})`,
  `<a href="${COMMAND}">b<\u2215a>`,
  `javascript:alert(1)`,
  '${7*7} {0} {1} %s $(trash) &amp;',
  `"'\`--><style>*{display:none}`,
  '\u202Etxt.exe',
  'شمال',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'x'.repeat(200),
];
const DATASET = `[open](${COMMAND}) <img src=x onerror=alert(1)>`;

export async function drive({
  page,
  origin,
  step,
  runCommand,
  screenshot,
  workspace,
}: DriveContext): Promise<void> {
  const root = path.join(workspace, DATASET);
  await writeHostileRun(root);
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  const gallery = webviewFrame(page);
  const sidebar = page.locator('.part.sidebar');
  const unharmed = async () => {
    assert.equal(dialogs, 0);
    assert.doesNotMatch(await page.title(), /harm/);
    await sidebar.waitFor();
  };
  await page.goto(workbenchUrl(origin, root));
  await workbenchReady(page);

  await step('shows hostile names as text in the gallery', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await runCommand('Label Review: Open Gallery');
    for (const name of HOSTILE)
      await gallery
        .locator('[role=gridcell]')
        .filter({ hasText: showUnseen(name) })
        .first()
        .waitFor();
    assert.equal(await gallery.locator('[role=gridcell] :is(a, script, style, img[src="x"])').count(), 0);
    assert.deepEqual(await turnedText(gallery.locator('body')), []);
    await screenshot('names');
    await unharmed();
  });

  await step('relabels to a hostile name, and says so', async () => {
    await gallery.locator('[role=gridcell]').first().click();
    await gallery.locator('[role=gridcell][tabindex="0"]').press('l');
    const input = gallery.getByRole('combobox', { name: 'Relabel' });
    await input.fill(HOSTILE[3]!);
    await input.press('Enter');
    const status = gallery.locator('[role=status]');
    await status.filter({ hasText: `Relabelled 1 image to ${HOSTILE[3]!}. Saved.` }).waitFor();
    await unharmed();
  });

  await step('shows them in the tree and its tooltips', async () => {
    const icon = page.locator('.activitybar').getByRole('tab', { name: /Label Review/ });
    await icon.click();
    const row = (text: string) => sidebar.getByRole('treeitem').filter({ hasText: text }).first();
    await row('[open]').waitFor();
    for (const name of HOSTILE) await row(literal(name)).waitFor();
    assert.deepEqual(await turnedText(sidebar), []);
    await row('[click]').hover();
    await screenshot('names-tree');
    assert.equal(await sidebar.locator('[role=treeitem] :is(a[href^="command:"], img[src="x"])').count(), 0);
    await unharmed();
  });

  await step('shows them in the overview', async () => {
    await runCommand('Label Review: Open Overview');
    const overview = webviewFrame(page);
    await overview.locator('pair-table').waitFor();
    assert.equal(await overview.locator('main :is(a, script, style, img)').count(), 0);
    assert.deepEqual(await turnedText(overview.locator('body')), []);
    await screenshot('names-overview');
    await unharmed();
  });

  await step('makes no link of them in a message', async () => {
    await runCommand('Label Review: Export Corrected Labels…');
    const file = await fileOffered(page);
    await file.fill(path.join(root, `[saved](${COMMAND}).csv`));
    await file.press('Enter');
    const message = page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ hasText: '[saved]' });
    await message.first().waitFor();
    assert.equal(await message.locator('.notification-list-item-message a').count(), 0);
    await screenshot('names-message');
    await unharmed();
  });
}

/** A drawn run whose classes have these names. */
async function writeHostileRun(root: string): Promise<void> {
  const drawn = drawRun({ images: 240, suspects: 120, seed: 11 });
  const filled = drawn.classes.map((name, k) => HOSTILE[k] ?? name);
  const hostile = (place: number) => HOSTILE[place % HOSTILE.length]!;
  await writeRunWithoutPictures(root, {
    ...drawn,
    classes: [...filled].sort(),
    // Each is among the first, which are in sight.
    results: drawn.results.map((row, place) => {
      const [givenLabel, predictedLabel] = [hostile(place), hostile(place + 1)];
      return { ...row, path: `${givenLabel}/${path.basename(row.path)}`, givenLabel, predictedLabel };
    }),
  });
}
