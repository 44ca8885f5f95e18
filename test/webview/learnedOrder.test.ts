import assert from 'node:assert/strict';
import { useGallery, type GalleryPage } from './harness/useGallery';

const LEARNS = { learns: true } as const;

const pathAt = (gallery: GalleryPage, position: number) => gallery.cell(position).getAttribute('data-path');
const focusedPath = (gallery: GalleryPage) =>
  gallery.page.evaluate(() => document.activeElement?.getAttribute('data-path') ?? null);
const updateOrder = (gallery: GalleryPage) => gallery.page.getByRole('button', { name: 'Update Order' });

describe('an order learnt from the decisions', () => {
  const open = useGallery();

  it('is asked for in the usual order, too, once there is something to learn from', async () => {
    const gallery = await open({ state: LEARNS });
    await updateOrder(gallery).click();
    await gallery.waitForStatus('96 suspects in view.');
    assert.deepEqual(await gallery.requests('runCommand'), []);
    await gallery.cell(0).click();
    await gallery.press('k');
    await gallery.waitForCounts('1 of 96 reviewed');
    await updateOrder(gallery).click();
    assert.deepEqual(await gallery.requests('runCommand'), [{ command: 'updateOrder' }]);
    await updateOrder(gallery).and(gallery.page.locator(':disabled')).waitFor();
  });

  it('keeps the image at hand and the selection, and tells what has changed', async () => {
    const gallery = await open({ state: LEARNS });
    await gallery.cell(0).click();
    await gallery.press('k', 'k');
    await gallery.waitForCounts('2 of 96 reviewed');
    await gallery.waitForFocus(2);
    const kept = await pathAt(gallery, 1);
    const [atHand, next] = [await pathAt(gallery, 2), await pathAt(gallery, 3)];
    await gallery.press('Shift+ArrowRight');
    await gallery.waitForFocus(3);
    await gallery.page.evaluate(() => window.fakeHost.emit({ type: 'orderLearned' }));
    await gallery.waitForStatus(
      'Since the run before: 0 new suspects, 94 as before, 2 decided by you, 0 no longer in doubt.',
    );
    await gallery.page.waitForFunction(
      (path) => document.activeElement?.getAttribute('data-path') === path,
      next,
    );
    const selected = await gallery.page
      .locator('[data-path][aria-selected=true]')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-path')));
    assert.deepEqual(selected.sort(), [atHand, next].sort());
    await gallery.waitForCounts('0 of 94 reviewed');
    await gallery.press('z');
    await gallery.waitForStatus(
      `Undone for 1 image. Saved. Taken back: Kept the label of ${kept}. The view does not show this.`,
    );
  });

  it('forgets keys that were meant for an image that has gone', async () => {
    const gallery = await open({ state: LEARNS });
    await gallery.cell(0).click();
    await gallery.press('k', 'ArrowLeft');
    await gallery.waitForCounts('1 of 96 reviewed');
    await gallery.waitForFocus(0);
    const next = await pathAt(gallery, 1);
    await gallery.page.evaluate(() => window.fakeHost.emit({ type: 'orderLearned' }));
    await gallery.page.waitForFunction(
      (path) => document.activeElement?.getAttribute('data-path') === path,
      next,
    );
    assert.equal(await focusedPath(gallery), next);
    await gallery.waitForCounts('0 of 95 reviewed');
  });

  it('leaves the keyboard to the filter', async () => {
    const gallery = await open({ state: LEARNS });
    await gallery.cell(0).click();
    await gallery.press('k', '/');
    await gallery.page.keyboard.type('class:c');
    await gallery.page.evaluate(() => window.fakeHost.emit({ type: 'orderLearned' }));
    await gallery.waitForCounts('0 of 95 reviewed');
    assert.equal(await gallery.page.evaluate(() => document.activeElement?.tagName), 'INPUT');
  });

  it('is left to the decisions alone where nothing can be learnt, and says so', async () => {
    const gallery = await open({ state: LEARNS });
    await gallery.cell(0).click();
    await gallery.press('k');
    await gallery.waitForCounts('1 of 96 reviewed');
    await updateOrder(gallery).click();
    await gallery.page.evaluate(() =>
      window.fakeHost.emit({ type: 'orderNotLearned', message: 'Another run is going on.' }),
    );
    await gallery.page.getByRole('alert').getByText('Another run is going on.').waitFor();
    await gallery.waitForStatus('96 suspects in view.');
    assert.deepEqual(
      (await gallery.requests('setView')).map(({ view }) => view.sort),
      ['live'],
    );
    await updateOrder(gallery).and(gallery.page.locator(':enabled')).waitFor();
  });
});
