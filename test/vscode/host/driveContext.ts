import type { FrameLocator, Page } from 'playwright-core';

/** What a drive module gets: a workbench with the extension installed and a folder open. */
export interface DriveContext {
  /** Reloading the window is `page.reload()`. */
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

/** The document inside the visible webview panel. */
export function webviewFrame(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

/** Resolves when the workbench can be used. */
export async function workbenchReady(page: Page): Promise<void> {
  await page.locator('.monaco-workbench').waitFor();
  await page.locator('.statusbar-item[id="status.host"]').waitFor();
}
