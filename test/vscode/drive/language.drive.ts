/** The extension in a language that nobody speaks: whatever is left in English was never given to be translated. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { FrameLocator, Locator } from 'playwright-core';
import { REPO_ROOT } from '../../../scripts/repoPaths';
import { STRIPES_CLASSES, writeStripes } from '../../fixtures/stripes';
import { PSEUDO_LANGUAGE } from '../pseudoLanguage';
import { webviewFrame, type DriveContext } from '../host/driveContext';
import { readTexts } from './readTexts';

export const locale = PSEUDO_LANGUAGE;

/** What is the same everywhere: names in the dataset, of keys, formats and units. */
const SAME_EVERYWHERE = new Set([
  ...STRIPES_CLASSES,
  'workspace',
  ...['enter', 'esc', 'escape', 'home', 'end', 'ctrl', 'shift', 'alt', 'tab', 'space', 'page', 'down'],
  ...['arrow', 'click', 'png', 'csv', 'wasm', 'webgpu', 'min'],
  // Values of settings.
  ...['calibrated', 'balanced', 'compact', 'piecewise', 'zero'],
]);
/** What VS Code itself says in its parts. */
const OF_VS_CODE = /, has actions$|^Actions for |^Views and More Actions/u;

/** English words in a text, without paths and names of files. */
function englishIn(text: string): readonly string[] {
  const words = text
    .replaceAll(/\S*\/\S*|\S+\.(?:png|csv|jsonl?)\b/gu, '')
    .match(/(?<!\p{L})[a-z]{3,}(?!\p{L})/giu);
  return (words ?? []).filter((word) => !SAME_EVERYWHERE.has(word.toLowerCase()));
}

async function assertTranslated(part: Locator): Promise<void> {
  await part.waitFor();
  const texts = await part.evaluate(readTexts);
  assert.ok(texts.length > 0, 'there are texts');
  const left = texts.filter((text) => !OF_VS_CODE.test(text) && englishIn(text).length > 0);
  assert.deepEqual([...new Set(left)], []);
}

export async function drive(context: DriveContext): Promise<void> {
  const { page, step, runCommand, screenshot, workspace } = context;
  await writeStripes(workspace, { perClass: 60, wrongPerClass: 4, seed: 3 });
  await promisify(execFile)(process.execPath, [
    path.join(REPO_ROOT, 'dist', 'cli.js'),
    ...['scan', workspace, '--epochs', '12', '--folds', '2', '--seed', '1', '--json'],
  ]);
  const gallery: FrameLocator = webviewFrame(page);
  const body = gallery.locator('body');
  const cells = gallery.locator('[role=gridcell]');
  const category = 'Ŀȧƀḗŀ Řḗṽīḗẇ';

  await step('titles commands and views', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: category }).click();
    await page.locator('.part.sidebar').getByRole('treeitem').first().waitFor();
    await assertTranslated(page.locator('.part.sidebar .pane-body').first());
  });

  await step('says everything in the gallery', async () => {
    await runCommand(`${category}: Ǿƥḗƞ Ɠȧŀŀḗřẏ`);
    await cells.first().click();
    await assertTranslated(body);
    await screenshot('language-gallery');
  });

  await step('says why an image was flagged, and what was decided', async () => {
    await cells.first().press('i');
    await gallery.locator('aside').first().waitFor();
    await cells.first().press('k');
    await gallery.locator('[role=status]').filter({ hasText: /\S/u }).waitFor();
    await assertTranslated(body);
    await screenshot('language-panel');
  });

  await step('explains its keys and its filters', async () => {
    await cells.first().press('?');
    await assertTranslated(gallery.locator('key-map dialog'));
    await page.keyboard.press('Escape');
    await cells.first().press('/');
    await gallery.locator('[role=listbox] [role=option]').first().waitFor();
    await assertTranslated(gallery.locator('[role=option] .query-hint').first());
    await page.keyboard.press('Escape');
  });

  await step('says everything in the overview', async () => {
    await runCommand(`${category}: Ǿƥḗƞ Ǿṽḗřṽīḗẇ`);
    await gallery.locator('h2').first().waitFor();
    await assertTranslated(body);
    await screenshot('language-overview');
  });
}
