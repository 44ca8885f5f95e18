import type { Page } from 'playwright-core';
import type { RequestMessage } from '../../../src/shared/requests';
import type { ThemeName } from '../../../webview/harness/themes';
// The harness declares `window.overviewHost`.
import type {} from '../../../webview/overview/harness/overviewHarness';
import { searchOf, useHarness } from './useHarness';

export interface OverviewOptions {
  readonly theme?: ThemeName;
  readonly classes?: number;
  readonly images?: number;
  readonly decided?: number;
  readonly epochs?: number;
  /** In front of every name. */
  readonly mark?: string;
  readonly scrollTop?: number;
  /** Never scanned. */
  readonly none?: true;
  readonly width?: number;
  readonly height?: number;
}

export const requestsOf = (page: Page): Promise<readonly Omit<RequestMessage, 'id'>[]> =>
  page.evaluate(() => window.overviewHost.requests);

/** Registers the hooks of a test file, which opens each overview in a fresh tab. */
export function useOverview(): (options?: OverviewOptions) => Promise<Page> {
  const openTab = useHarness();
  return async ({ width = 1280, height = 900, ...query }: OverviewOptions = {}) => {
    const page = await openTab({ address: `overview?${searchOf(query)}`, width, height });
    await page.locator('run-overview h1').waitFor();
    return page;
  };
}
