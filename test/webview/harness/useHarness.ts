import assert from 'node:assert/strict';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startHarness } from './harnessServer';

/** As long as anything may take on a busy machine. */
const STEP_TIMEOUT_MS = 60_000;
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/**
 * FAST, under the toolkit, tries once whether the browser knows `:focus-visible` with an empty style element, which the
 * policy refuses; it then uses `:focus`. The hash is that of the empty text.
 */
const FAST_PROBE = /Applying inline style .*47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=/;

export interface TabOptions {
  /** Relative to the harness. */
  readonly address: string;
  readonly width: number;
  readonly height: number;
}

/** Registers the hooks of a test file: one server and browser, a fresh tab each time, no errors in the page. */
export function useHarness(): (options: TabOptions) => Promise<Page> {
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

  return async ({ address, width, height }) => {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US' });
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_TIMEOUT_MS);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !FAST_PROBE.test(message.text())) problems.push(message.text());
    });
    await page.goto(`${harness.url}${address}`);
    return page;
  };
}

/** What a harness page reads from its address. */
export const searchOf = (query: object): URLSearchParams =>
  new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
