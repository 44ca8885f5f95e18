import assert from 'node:assert/strict';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import type { GalleryState, PageRequest } from '../../src/shared/galleryProtocol';
// The harness declares `window.fakeHost`.
import type {} from '../../webview/harness/harness';
import type { ThemeName } from '../../webview/harness/themes';
import { startHarness } from './harnessServer';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/**
 * FAST, under the toolkit, tries once whether the browser knows `:focus-visible` with an empty style element, which the
 * policy refuses; it then uses `:focus`. The hash is that of the empty text.
 */
const FAST_PROBE = /Applying inline style .*47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=/;

export interface GalleryOptions {
  readonly suspects?: number;
  readonly classes?: number;
  readonly theme?: ThemeName;
  readonly state?: Partial<GalleryState>;
  readonly width?: number;
  readonly height?: number;
}

/** The gallery in a browser tab, and what the tests do with it. */
export class GalleryPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get cells(): Locator {
    return this.page.locator('[role=gridcell]');
  }

  get status(): Locator {
    return this.page.getByRole('status');
  }

  cell(position: number): Locator {
    return this.page.locator(`[data-position="${position}"]`);
  }

  focusedPosition(): Promise<number> {
    return this.page.evaluate(() => Number(document.activeElement?.getAttribute('data-position') ?? -1));
  }

  async waitForFocus(position: number): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => document.activeElement?.getAttribute('data-position') === String(wanted),
      position,
    );
  }

  async waitForStatus(text: string): Promise<void> {
    await this.page.waitForFunction((wanted) => {
      const shown = document.querySelector('[role=status]')?.textContent ?? '';
      return shown.replace('\u00a0', '').trim() === wanted;
    }, text);
  }

  async waitForCounts(text: string): Promise<void> {
    await this.page.locator('.counts', { hasText: text }).waitFor();
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  requests<T extends PageRequest['type']>(type: T): Promise<Extract<PageRequest, { type: T }>[]> {
    return this.page.evaluate(
      // The filter leaves requests of this type only.
      (wanted) =>
        window.fakeHost.requests.filter((request) => request.type === wanted) as Extract<
          PageRequest,
          { type: T }
        >[],
      type,
    );
  }
}

/** Registers the hooks of a test file: one server and browser, a fresh tab for each page opened. */
export function useGallery(): (options?: GalleryOptions) => Promise<GalleryPage> {
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

  return async ({ width = 1280, height = 800, state, ...query }: GalleryOptions = {}) => {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US' });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !FAST_PROBE.test(message.text())) problems.push(message.text());
    });
    const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
    if (state) search.set('state', JSON.stringify(state));
    await page.goto(`${harness.url}?${search}`);
    await page
      .locator(state?.status === 'none' ? '.panel' : '[data-path], .panel')
      .first()
      .waitFor();
    return new GalleryPage(page);
  };
}
