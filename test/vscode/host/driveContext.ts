import type { FrameLocator, Page } from 'playwright-core';

/** What a drive module gets: a workbench with the extension installed and a folder open. */
export interface DriveContext {
  /** Waits `STEP_TIMEOUT_MS` for anything. */
  readonly page: Page;
  readonly origin: string;
  readonly workspace: string;
  /** A `VsCodeVersion`. */
  readonly version: string;
  /** Runs one named test of the drive; a failure ends the drive, since later steps build on earlier ones. */
  readonly step: (name: string, body: () => Promise<void>) => Promise<void>;
  /** Runs a command by its title in the palette, such as `Label Review: Open Gallery`. */
  readonly runCommand: (title: string) => Promise<void>;
  /** Saves a picture under `out/vscode/` and prints where. */
  readonly screenshot: (name: string) => Promise<void>;
}

/** As long as anything but a search may take on a busy machine. */
export const STEP_TIMEOUT_MS = 60_000;
/** As long as a search of a small dataset may take there. */
export const SEARCH_TIMEOUT_MS = 180_000;

/** The document inside the visible webview panel. */
export function webviewFrame(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

/** Reloads the window as a user does; resolves when it has been loaded anew. */
export async function reloadWindow({
  page,
  runCommand,
}: Pick<DriveContext, 'page' | 'runCommand'>): Promise<void> {
  // Waited for from before: the page may be there again before the command has been answered.
  const loaded = page.waitForEvent('load', { timeout: STEP_TIMEOUT_MS });
  await Promise.all([loaded, runCommand('Developer: Reload Window')]);
}

/** Resolves when the workbench can be used. */
export async function workbenchReady(page: Page): Promise<void> {
  await page.locator('.monaco-workbench').waitFor();
  await page.locator('.statusbar-item[id="status.host"]').waitFor();
}
