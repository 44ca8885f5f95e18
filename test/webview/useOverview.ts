import assert from 'node:assert/strict';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { OverviewMessage } from '../../src/shared/overviewProtocol';
import type { ThemeName } from '../../webview/harness/themes';
// The harness declares `window.overviewHost`.
import type {} from '../../webview/overview/harness/overviewHarness';
import { startHarness } from './harnessServer';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

export interface OverviewOptions {
  readonly theme?: ThemeName;
  readonly classes?: number;
  readonly images?: number;
  readonly decided?: number;
  readonly epochs?: number;
  readonly scrollTop?: number;
  /** Never scanned. */
  readonly none?: true;
  readonly width?: number;
  readonly height?: number;
}

export const messagesOf = (page: Page): Promise<readonly OverviewMessage[]> =>
  page.evaluate(() => window.overviewHost.messages.filter(({ type }) => type !== 'ready'));

/** Registers the hooks of a test file: one server and browser, a fresh tab for each overview opened. */
export function useOverview(): (options?: OverviewOptions) => Promise<Page> {
  let harness: Awaited<ReturnType<typeof startHarness>>;
  let browser: Browser;
  const problems: string[] = [];

  before(async () => {
    harness = await startHarness();
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    assert.deepEqual(problems.splice(0), [], 'errors in the page');
  });
  after(async () => {
    await browser.close();
    await harness.close();
  });

  return async ({ width = 1280, height = 900, ...query }: OverviewOptions = {}) => {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US' });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
    await page.goto(`${harness.url}overview?${search}`);
    await page.locator('run-overview h1').waitFor();
    return page;
  };
}
