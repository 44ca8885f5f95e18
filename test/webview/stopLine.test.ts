import assert from 'node:assert/strict';
import axe, { type AxeResults } from 'axe-core';
import type { StoppingAdvice } from '../../src/core/review/stopping';
import { THEMES, isThemeName } from '../../webview/harness/themes';
import { useGallery, type GalleryPage } from './harness/useGallery';

const GOING_ON: StoppingAdvice = {
  reviewed: 60,
  found: 51,
  recent: { images: 50, wrong: 43 },
  left: { images: 36, errors: 20, low: 14, high: 26 },
  next: { images: 36, errors: 20, low: 14, high: 26 },
  otherErrors: 12,
  canStop: false,
};
const STOP: StoppingAdvice = { ...GOING_ON, next: { images: 36, errors: 1, low: 0, high: 3 }, canStop: true };

const tell = (gallery: GalleryPage, stopping: StoppingAdvice | null) =>
  gallery.page.evaluate((advice) => window.fakeHost.emit({ type: 'stopping', stopping: advice }), stopping);

describe('where to stop, in the gallery', () => {
  const open = useGallery();

  it('follows the host, and announces only the advice to stop', async () => {
    const gallery = await open({ state: { stopping: GOING_ON } });
    const line = gallery.page.getByRole('region', { name: 'Where to stop' });
    await line.getByText('Last 50: 86% wrong. 51 errors found').waitFor();
    const live = line.locator('[aria-live]');
    assert.equal(await live.innerText(), '');
    await tell(gallery, STOP);
    await line.getByText('The next 36 hold about 1 (0–3).').waitFor();
    assert.equal(await live.innerText(), 'You can stop here.');
    assert.equal(await gallery.page.getByRole('status').count(), 1, 'the numbers are no status');
    await tell(gallery, null);
    await line.waitFor({ state: 'detached' });
  });

  it('sorts anew only when the reviewer asks for it', async () => {
    const gallery = await open();
    assert.equal(await gallery.page.getByRole('button', { name: 'Update Order' }).count(), 0);
    await gallery.page.evaluate(() => {
      const sort = document.querySelector<HTMLElement & { value: string }>(
        'vscode-dropdown[aria-label=Sort]',
      );
      sort!.value = 'live';
      sort!.dispatchEvent(new Event('change'));
    });
    const update = gallery.page.getByRole('button', { name: 'Update Order' });
    await update.waitFor();
    const first = gallery.cell(0);
    const path = await first.getAttribute('data-path');
    await first.click();
    await gallery.press('k');
    await gallery.waitForCounts('1 of 96 reviewed');
    assert.equal(await first.getAttribute('data-path'), path, 'nothing moves under the hands');
    await update.click();
    await gallery.page.waitForFunction((old) => {
      const now = document.querySelector('[data-position="0"]')?.getAttribute('data-path');
      return now !== undefined && now !== null && now !== old;
    }, path);
    assert.deepEqual(
      (await gallery.requests('setView')).map(({ view }) => view.sort),
      ['live', 'live'],
    );
  });

  for (const theme of Object.keys(THEMES).filter(isThemeName))
    it(`is accessible in ${theme}, and fits 300 px`, async () => {
      const gallery = await open({ theme, width: 300, state: { stopping: STOP } });
      await gallery.page.evaluate(axe.source);
      // `axe` is what the line above has defined in the page.
      const { violations } = await gallery.page.evaluate<AxeResults>("axe.run('.stop-line')");
      assert.deepEqual(violations, []);
      const overflow = await gallery.page
        .locator('.stop-line')
        .evaluate((line) => line.scrollWidth > line.clientWidth);
      assert.equal(overflow, false);
    });
});
