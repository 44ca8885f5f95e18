import { chromium, type Browser, type Page } from 'playwright-core';

export interface WorkbenchPageOptions {
  readonly chromiumPath: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Device pixels per CSS pixel, for sharp screenshots. */
  readonly scale?: number;
}

export interface WorkbenchPage {
  readonly page: Page;
  close(): Promise<void>;
}

/** Root may only run Chromium without its sandbox; containers have a tiny /dev/shm; no GPU is needed. */
const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];

/** An empty headless page of the right size; the caller goes to the workbench's address. */
export async function openWorkbenchPage(options: WorkbenchPageOptions): Promise<WorkbenchPage> {
  const browser: Browser = await chromium.launch({
    executablePath: options.chromiumPath,
    headless: true,
    args: CHROMIUM_FLAGS,
  });
  try {
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      deviceScaleFactor: options.scale ?? 1,
    });
    return { page: await context.newPage(), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** The workbench's address for a folder. `payload` is what VS Code's own browser tests pass to load extensions and suites. */
export function workbenchUrl(
  origin: string,
  folder: string | undefined,
  payload: readonly (readonly [key: string, value: string])[] = [],
): string {
  const url = new URL(origin);
  if (folder === undefined) url.searchParams.set('ew', 'true');
  else url.searchParams.set('folder', folder);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  // Slashes need no escaping in a query, and an address is for people.
  return url.href.replaceAll('%2F', '/');
}
