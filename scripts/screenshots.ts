/**
 * `npm run screenshots [-- FOLDER]`: opens the gallery of a scanned folder (the demo dataset, after `npm run demo`) in a
 * real VS Code in every theme, wide and narrow, reviews a few suspects and saves pictures under `out/screenshots/`.
 * The dark one is the README's picture. The folder's decisions are put back as they were.
 */
import { access, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { STORE_FOLDER } from '../src/core/names';
import { webviewFrame, workbenchReady } from '../test/vscode/host/driveContext';
import { buildExtension } from './buildExtension';
import { OUT_DIR, REPO_ROOT } from './repoPaths';
import { runMain } from './runMain';
import { ScriptError } from './scriptError';
import { openExtension } from './vscode/openExtension';
import { runPaletteCommand } from './vscode/runPaletteCommand';
import { workbenchUrl } from './vscode/workbenchPage';

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast-dark': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 420, height: 800 };
const README_PICTURE = path.join(REPO_ROOT, 'docs', 'images', 'gallery.png');

async function main(): Promise<number> {
  const folder = path.resolve(process.argv[2] ?? path.join(REPO_ROOT, '.demo', 'shapes'));
  await access(path.join(folder, STORE_FOLDER)).catch((cause: unknown) => {
    throw new ScriptError(`${folder} holds no run; run "npm run demo" first, or name a folder that does.`, {
      cause,
    });
  });
  const journal = path.join(folder, STORE_FOLDER, 'decisions.jsonl');
  const before = await readFile(journal).catch(() => undefined);
  await buildExtension();
  await mkdir(path.join(OUT_DIR, 'screenshots'), { recursive: true });
  try {
    for (const [name, theme] of Object.entries(THEMES)) {
      await rm(journal, { force: true });
      await photograph({ folder, name, theme });
    }
  } finally {
    if (before === undefined) await rm(journal, { force: true });
    else await writeFile(journal, before);
  }
  await copyFile(pictureFile('dark'), README_PICTURE);
  return 0;
}

const pictureFile = (name: string) => path.join(OUT_DIR, 'screenshots', `${name}.png`);

interface Shoot {
  readonly folder: string;
  readonly name: string;
  readonly theme: string;
}

async function photograph({ folder, name, theme }: Shoot): Promise<void> {
  const { page, server, stop } = await openExtension({
    name: 'screenshots',
    viewport: WIDE,
    settings: { 'workbench.colorTheme': theme, 'explorer.decorations.badges': false },
  });
  try {
    await page.goto(workbenchUrl(server.origin, folder));
    await workbenchReady(page);
    await openGallery(page);
    await reviewSome(page);
    await explain(page);
    await page.screenshot({ path: pictureFile(name) });
    await enlarge(page);
    await page.screenshot({ path: pictureFile(`${name}-large`) });
    await page.keyboard.press('Escape');
    await page.setViewportSize(NARROW);
    await page.keyboard.press('Control+b');
    await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    await page.screenshot({ path: pictureFile(`${name}-narrow`) });
    await page.setViewportSize(WIDE);
    await openOverview(page);
    await page.screenshot({ path: pictureFile(`${name}-overview`) });
  } finally {
    await stop();
  }
}

/** Through the view in the activity bar, so that the picture shows it too. */
async function openGallery(page: Page): Promise<void> {
  await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).click();
  await runPaletteCommand(page, 'Label Review: Open Gallery');
  await webviewFrame(page).locator('[role=gridcell] img').first().waitFor();
}

/** The panel beside the grid, with all it shows. */
async function explain(page: Page): Promise<void> {
  await webviewFrame(page).locator('[role=gridcell][tabindex="0"]').press('i');
  await webviewFrame(page).locator('.why .examples img').first().waitFor();
}

async function enlarge(page: Page): Promise<void> {
  await webviewFrame(page).locator('[role=gridcell][tabindex="0"]').press(' ');
  await webviewFrame(page).locator('.stage > img').waitFor();
}

async function openOverview(page: Page): Promise<void> {
  await runPaletteCommand(page, 'Label Review: Open Overview');
  await webviewFrame(page).getByRole('heading', { name: 'Confusions' }).waitFor();
}

async function reviewSome(page: Page): Promise<void> {
  const gallery = webviewFrame(page);
  const focused = gallery.locator('[role=gridcell][tabindex="0"]');
  const saved = (text: RegExp) => gallery.locator('[role=status]').filter({ hasText: text }).waitFor();
  await focused.click();
  for (const [key, text] of [
    ['Enter', /Relabelled 1 image.* Saved/],
    ['Enter', /Relabelled 1 image.* Saved/],
    ['x', /Excluded 1 image\. Saved/],
    ['k', /Kept .* 1 image\. Saved/],
    ['u', /unsure\. Saved/],
  ] as const) {
    await focused.press(key);
    await saved(text);
  }
  // It follows a moment later.
  await gallery.getByText('3 errors found').waitFor();
}

runMain(main);
