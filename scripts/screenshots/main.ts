/**
 * `npm run screenshots [-- FOLDER]`: opens the gallery of a scanned folder (the demo dataset, after `npm run demo`) in a
 * real VS Code in every theme, wide and narrow, reviews a few suspects and saves pictures under `out/screenshots/`.
 * Those of the README and the pages, and the film of a review, go to `docs/images`. The folder's decisions are put back as
 * they were.
 */
import { access, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { STORE_FOLDER } from '../../src/core/names';
import { workbenchReady } from '../../test/vscode/host/driveContext';
import { buildExtension } from '../buildExtension';
import { REPO_ROOT } from '../repoPaths';
import { runMain } from '../runMain';
import { filmReview } from './filmReview';
import { publish, publishAnimation, screenshotFile, SCREENSHOTS } from './pictureFiles';
import { askQuestion, enlarge, explain, openGallery, openOverview, reviewSome } from './scenes';
import { ScriptError } from '../scriptError';
import { openExtension } from '../vscode/openExtension';
import { createTemporaryFolder } from '../vscode/temporaryFolder';
import { workbenchUrl } from '../vscode/workbenchPage';

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast-dark': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 420, height: 800 };
const TALL = { width: 1280, height: 900 };
const SMALL = { width: 960, height: 640 };
/** By the screenshot, the picture of the pages. */
const PUBLISHED = {
  dark: 'gallery',
  light: 'gallery-light',
  'dark-large': 'large',
  'light-overview': 'overview',
  question: 'question',
} as const;

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
  await mkdir(SCREENSHOTS, { recursive: true });
  try {
    for (const [name, theme] of Object.entries(THEMES)) {
      await rm(journal, { force: true });
      await inVsCode({ folder, theme, viewport: WIDE }, (page) => photograph(page, name));
    }
    await rm(journal, { force: true });
    const frames = await inVsCode({ folder, theme: THEMES.dark, viewport: SMALL }, filmReview);
    await publishAnimation(frames, 'review');
    await photographQuestion(folder);
  } finally {
    if (before === undefined) await rm(journal, { force: true });
    else await writeFile(journal, before);
  }
  for (const [screenshot, name] of Object.entries(PUBLISHED)) await publish(screenshot, name);
  return 0;
}

interface Setting {
  readonly folder: string;
  readonly theme: string;
  readonly viewport: { readonly width: number; readonly height: number };
}

async function inVsCode<T>(
  { folder, theme, viewport }: Setting,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const { page, server, stop } = await openExtension({
    name: 'screenshots',
    viewport,
    settings: { 'workbench.colorTheme': theme, 'explorer.decorations.badges': false },
  });
  try {
    await page.goto(workbenchUrl(server.origin, folder));
    await workbenchReady(page);
    return await work(page);
  } finally {
    await stop();
  }
}

async function photograph(page: Page, name: string): Promise<void> {
  const gallery = await openGallery(page);
  await reviewSome(gallery);
  await explain(gallery);
  await page.screenshot({ path: screenshotFile(name) });
  await enlarge(gallery);
  await page.screenshot({ path: screenshotFile(`${name}-large`) });
  await page.keyboard.press('Escape');
  await page.setViewportSize(NARROW);
  await page.keyboard.press('Control+b');
  await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  await page.screenshot({ path: screenshotFile(`${name}-narrow`) });
  await page.setViewportSize(TALL);
  await openOverview(page);
  await page.screenshot({ path: screenshotFile(`${name}-overview`) });
}

/** Of a copy that was never searched, so that the times are those that somebody new is told. */
async function photographQuestion(searched: string): Promise<void> {
  const temporary = await createTemporaryFolder('pictures');
  const folder = path.join(temporary.path, path.basename(searched));
  const store = path.join(searched, STORE_FOLDER);
  try {
    await cp(searched, folder, { recursive: true, filter: (file) => file !== store });
    await inVsCode({ folder, theme: THEMES.dark, viewport: SMALL }, async (page) => {
      await askQuestion(page);
      await page.screenshot({ path: screenshotFile('question') });
    });
  } finally {
    await temporary.remove();
  }
}

runMain(main);
