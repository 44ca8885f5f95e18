import assert from 'node:assert/strict';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { THEMES, isThemeName } from '../../webview/harness/themes';
import { spokenIn } from './harness/spoken';
import { useGallery } from './harness/useGallery';

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // `axe` is what the line above has defined in the page.
  const results = await page.evaluate<AxeResults>('axe.run()');
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
  );
}

describe('gallery accessibility', () => {
  const open = useGallery();

  for (const theme of Object.keys(THEMES).filter(isThemeName))
    it(`has no violations in ${theme}`, async () => {
      const gallery = await open({
        theme,
        state: {
          notices: ['Decisions are kept elsewhere.'],
          progress: { phase: 'decode', done: 1, total: 2, unreadable: 0 },
        },
      });
      await gallery.waitForFocus(0);
      await gallery.press('Enter', 'k', 'x', 'u', 'Shift+ArrowRight');
      await gallery.waitForCounts('3 of 96 reviewed');
      assert.deepEqual(await violations(gallery.page), []);
      await gallery.press('l');
      await gallery.page.getByRole('option').first().waitFor();
      assert.deepEqual(await violations(gallery.page), []);
      await gallery.press('Escape', '?');
      await gallery.page.getByRole('dialog', { name: 'Keys' }).waitFor();
      assert.deepEqual(await violations(gallery.page), []);
    });

  it('does not overflow sideways at 300 px', async () => {
    const gallery = await open({
      width: 300,
      state: { notices: ['A notice/with/a/very/long/path'.repeat(8)] },
    });
    const wide = await gallery.page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'body, header, main, .grid, .strip, .status-bar, .toolbar-line',
        ),
      ]
        .filter(
          (element) =>
            element.scrollWidth > element.clientWidth || element.getBoundingClientRect().right > 300,
        )
        .map((element) => `${element.tagName}.${element.className}`),
    );
    assert.deepEqual(wide, []);
  });

  it('takes two lines for its controls at any width, and unfolds the filters where they have no room', async () => {
    const gallery = await open({ width: 1200 });
    await gallery.waitForFocus(0);
    for (const width of [
      1200, 1120, 1081, 1080, 1000, 940, 900, 861, 860, 800, 781, 780, 700, 661, 600, 500, 400, 300,
    ]) {
      await gallery.page.setViewportSize({ width, height: 600 });
      // The controls are laid out after the page has its new width.
      await gallery.page.waitForFunction(
        (wanted) =>
          innerWidth === wanted && document.querySelector('.toolbar')!.getBoundingClientRect().height <= 70,
        width,
      );
    }
    const sort = gallery.page.getByRole('combobox', { name: 'Sort' });
    assert.equal(await sort.isVisible(), false);
    const toggle = gallery.page.getByRole('button', { name: 'Filters and order' });
    await toggle.click();
    await sort.waitFor();
    assert.deepEqual(await violations(gallery.page), []);
    const wide = await gallery.page.evaluate(() => document.body.scrollWidth);
    assert.equal(wide, 300);
    await toggle.click();
    await sort.waitFor({ state: 'hidden' });
  });

  it('names every control and shows its key', async () => {
    const gallery = await open();
    const accept = gallery.page.getByRole('button', { name: 'Accept' });
    assert.equal(await accept.getAttribute('aria-keyshortcuts'), 'Enter');
    assert.equal(await gallery.page.getByRole('status').count(), 1);
  });

  it('reads out a suspect as a sentence, at any size', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('Enter');
    await gallery.waitForCounts('1 of 96 reviewed');
    const names = async () => (await spokenIn(gallery.page, new Set(['gridcell']))).slice(0, 2);
    // A share that stands apart from its label is read with a blank before it.
    const sentences = [
      'gridcell: Labelled bird, 0.2 percent; suggested cat, more than 99 percent; relabelled cat',
      'gridcell: Labelled owl, 0.6 percent; suggested cat, 99 percent; not reviewed',
    ];
    assert.deepEqual(
      (await names()).map((name) => name.replaceAll(' ,', ',')),
      sentences,
    );
    await gallery.page.getByRole('slider', { name: 'Image size' }).fill('64');
    await gallery.page.locator('.compact').waitFor();
    assert.deepEqual(await names(), sentences);
  });
});
