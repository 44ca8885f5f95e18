import type { Locator, Page } from 'playwright-core';
import type { GalleryRequests, GalleryState } from '../../../src/shared/galleryProtocol';
// The harness declares `window.fakeHost`.
import type {} from '../../../webview/harness/harness';
import type { ThemeName } from '../../../webview/harness/themes';
import { searchOf, useHarness } from './useHarness';

export interface GalleryOptions {
  readonly suspects?: number;
  readonly classes?: number;
  /** In front of the name of every class and folder. */
  readonly mark?: string;
  /** The suspects are boxes of one picture. */
  readonly boxes?: 1;
  /** The images are inside of an archive. */
  readonly packed?: 1;
  readonly theme?: ThemeName;
  readonly state?: Partial<GalleryState>;
  /** Why nothing can be shown. */
  readonly refusal?: string;
  /** The texts of another language by the English ones. */
  readonly translation?: Readonly<Record<string, string>>;
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

  /** Until the host has been told that the focus is there. */
  async waitForPlace(focus: number): Promise<void> {
    await this.page.waitForFunction((wanted) => {
      const last = window.fakeHost.requests.findLast((request) => request.name === 'rememberPlace');
      return last?.name === 'rememberPlace' && last.params.place.focus === wanted;
    }, focus);
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** What the page has asked for by the requests of this name. */
  requests<Name extends keyof GalleryRequests>(name: Name): Promise<Parameters<GalleryRequests[Name]>[0][]> {
    return this.page.evaluate(
      (wanted) =>
        window.fakeHost.requests.filter((request) => request.name === wanted).map(({ params }) => params),
      name,
    );
  }
}

/** Registers the hooks of a test file, which opens each gallery in a fresh tab. */
export function useGallery(): (options?: GalleryOptions) => Promise<GalleryPage> {
  const openTab = useHarness();
  return async ({ width = 1280, height = 800, state, translation, ...query }: GalleryOptions = {}) => {
    const search = searchOf(query);
    if (translation) search.set('translation', JSON.stringify(translation));
    if (state) search.set('state', JSON.stringify(state));
    const page = await openTab({ address: `?${search}`, width, height });
    await page
      .locator(state?.status === 'none' ? '.panel' : '[data-path], .panel')
      .first()
      .waitFor();
    return new GalleryPage(page);
  };
}
