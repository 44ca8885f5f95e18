import { stat } from 'node:fs/promises';
import type { Frame } from 'playwright-core';
import type { Workbench } from './workbench';

/** One time that the gallery was opened. */
export interface Opening {
  readonly firstImageMs: number;
  /** Until all images of the first screen have arrived. */
  readonly screenMs: number;
  /** Messages of the extension host to the page before the first image, as JSON. */
  readonly messageBytes: number;
  /** Of the files shown on the first screen. */
  readonly thumbnailBytes: number;
  readonly thumbnails: number;
}

const TIMEOUT_MS = 120_000;

/** Opens the gallery as a user does, from the click on the command in the palette, and closes it again. */
export async function measureOpening(workbench: Workbench): Promise<Opening> {
  const { page, runCommand } = workbench;
  await runCommand('Label Review: Open Gallery');
  const gallery = await workbench.gallery();
  await screenLoaded(gallery);
  const startedAt = await page.evaluate(() => window.benchProbe.lastInputAt);
  const { messages, images } = await gallery.evaluate(() => window.benchProbe);
  await runCommand('View: Close Editor');
  await page.locator('iframe.webview').waitFor({ state: 'detached' });
  const firstAt = Math.min(...images.map(({ at }) => at));
  const sizes = await Promise.all(images.map(({ address }) => fileSize(address)));
  return {
    firstImageMs: firstAt - startedAt,
    screenMs: Math.max(...images.map(({ at }) => at)) - startedAt,
    messageBytes: sum(messages.filter(({ at }) => at <= firstAt).map(({ bytes }) => bytes)),
    thumbnailBytes: sum(sizes),
    thumbnails: images.length,
  };
}

/** Resolves when every suspect in sight shows its image. */
export async function screenLoaded(gallery: Frame): Promise<void> {
  await gallery.waitForFunction(
    () => {
      const grid = document.querySelector('[role=grid]');
      if (grid === null) return false;
      const { top, bottom } = grid.getBoundingClientRect();
      const cells = [...grid.querySelectorAll('[role=gridcell]')].filter((cell) => {
        const box = cell.getBoundingClientRect();
        return box.bottom > top && box.top < bottom;
      });
      const isLoaded = (cell: Element) => {
        const image = cell.querySelector('img');
        return image !== null && image.complete && image.naturalWidth > 0;
      };
      return cells.length > 0 && cells.every(isLoaded);
    },
    undefined,
    { timeout: TIMEOUT_MS },
  );
}

/** The file behind an address of the webview: its path on this machine is the address's path. */
const addressToFile = (address: string): string => decodeURIComponent(new URL(address).pathname);

const fileSize = async (address: string) => (await stat(addressToFile(address))).size;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
