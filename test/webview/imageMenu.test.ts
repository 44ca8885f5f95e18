import assert from 'node:assert/strict';
import type { ReviewAction } from '../../src/core/names';
import { useGallery, type GalleryPage } from './harness/useGallery';

/** What VS Code is told of the place where its menu is to open: as its own script reads it. */
const menuContext = (gallery: GalleryPage) =>
  gallery.page.evaluate(() => {
    const opened = window as typeof window & { menu?: unknown };
    document.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      const at = event.target instanceof Element ? event.target.closest('[data-vscode-context]') : null;
      opened.menu = JSON.parse(at?.getAttribute('data-vscode-context') ?? 'null');
    });
  });
const menuOf = (gallery: GalleryPage) =>
  gallery.page.evaluate(() => (window as typeof window & { menu?: unknown }).menu ?? null);
const choose = (gallery: GalleryPage, action: ReviewAction) =>
  gallery.page.evaluate((chosen) => window.fakeHost.emit({ type: 'action', action: chosen }), action);
const IMAGE = { webviewSection: 'image', preventDefaultContextMenuItems: true };

describe('the menu of an image', () => {
  const open = useGallery();

  it('shows the boxes of the picture of a box, from its menu and from the panel', async () => {
    const gallery = await open({ boxes: 1 });
    await gallery.waitForFocus(0);
    await menuContext(gallery);
    await gallery.cell(5).click({ button: 'right' });
    assert.deepEqual(await menuOf(gallery), { ...IMAGE, webviewThing: 'box' });
    const path = (await gallery.cell(5).getAttribute('data-path')) ?? '';
    await choose(gallery, 'filterPicture');
    const input = gallery.page.locator('query-field input');
    await gallery.waitForStatus('4 suspects in view.');
    assert.equal(await input.inputValue(), 'picture:pictures/1.png');
    await gallery.page.locator(`[data-position="1"][data-path="${path}"]:focus`).waitFor();
    await choose(gallery, 'exclude');
    await gallery.waitForStatus('Excluded 1 box. Saved.');
    await gallery.page.getByRole('button', { name: 'Clear filter' }).click();
    await gallery.cell(8).click();
    await choose(gallery, 'togglePanel');
    await gallery.page.getByRole('button', { name: 'Boxes of This Picture' }).click();
    await gallery.waitForStatus('4 suspects in view.');
    assert.equal(await input.inputValue(), 'picture:pictures/2.png');
  });

  it('acts on the image that it was opened on, wherever the keyboard was', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await menuContext(gallery);
    await gallery.page.getByRole('button', { name: 'Given: Any' }).focus();
    await gallery.press('Home');
    await gallery.cell(3).click({ button: 'right' });
    assert.deepEqual(await menuOf(gallery), IMAGE);
    await gallery.waitForFocus(3);
    await choose(gallery, 'exclude');
    await gallery.waitForStatus('Excluded 1 image. Saved.');
    assert.equal(await gallery.cell(3).getAttribute('data-decision'), 'exclude');
  });

  it('acts on the selection that the image is part of, and ends one that it is not', async () => {
    const gallery = await open();
    await gallery.cell(1).click();
    await gallery.cell(3).click({ modifiers: ['Shift'] });
    await gallery.cell(2).click({ button: 'right' });
    await gallery.waitForFocus(2);
    assert.equal(await gallery.page.locator('[role=gridcell][aria-selected=true]').count(), 3);
    await choose(gallery, 'copyPath');
    await gallery.waitForStatus('Copied 3 paths.');
    const [asked] = await gallery.requests('copyPaths');
    assert.deepEqual(asked?.targets.ranges, [[1, 4]]);
    await gallery.cell(5).click({ button: 'right' });
    await gallery.waitForFocus(5);
    assert.equal(await gallery.page.locator('[role=gridcell][aria-selected=true]').count(), 0);
  });

  it('opens with the keyboard on the focused image, in the grid and in the large view', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await menuContext(gallery);
    await gallery.press('ArrowRight', 'Shift+F10');
    await gallery.page.waitForFunction(() => 'menu' in window);
    assert.deepEqual(await menuOf(gallery), IMAGE);
    await gallery.waitForFocus(1);
    await gallery.press('Space');
    await gallery.page.locator('.stage > img').click({ button: 'right' });
    assert.deepEqual(await menuOf(gallery), IMAGE);
  });

  it('opens on an image that is still on its way', async () => {
    const gallery = await open({ suspects: 2000 });
    await gallery.waitForFocus(0);
    await menuContext(gallery);
    await gallery.page.evaluate(() => (window.fakeHost.delayMs = 600_000));
    await gallery.press('Control+End');
    await gallery.page.locator('[role=gridcell][aria-busy=true]').first().click({ button: 'right' });
    assert.deepEqual(await menuOf(gallery), IMAGE);
  });

  it('filters to the pair, the label and the folder of the image, which keeps the focus', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    const path = (await gallery.cell(7).getAttribute('data-path')) ?? '';
    const [given, suggested] = await Promise.all(
      ['.given', '.suggested'].map((part) => gallery.cell(7).locator(part).textContent()),
    );
    for (const [action, query] of [
      ['filterFolder', `folder:${path.slice(0, path.lastIndexOf('/'))}`],
      ['filterClass', `class:${given}`],
      ['filterPair', `class:${given} suggested:${suggested}`],
    ] as const) {
      await gallery.page.locator(`[data-path="${path}"]`).click({ button: 'right' });
      await choose(gallery, action);
      await gallery.page.waitForFunction(
        (wanted) => document.querySelector<HTMLInputElement>('query-field input')?.value === wanted,
        query,
      );
      await gallery.page.waitForFunction(
        (wanted) => document.activeElement?.getAttribute('data-path') === wanted,
        path,
      );
      await gallery.page.getByRole('button', { name: 'Clear filter' }).click();
      await gallery.page.locator(`[data-position="7"][data-path="${path}"]`).waitFor();
    }
  });

  it('copies the image itself', async () => {
    const gallery = await open();
    await gallery.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await gallery.cell(2).click({ button: 'right' });
    await choose(gallery, 'copyImage');
    await gallery.waitForStatus('Copied the image.');
    const types = await gallery.page.evaluate(async () =>
      (await navigator.clipboard.read()).flatMap((item) => item.types),
    );
    assert.deepEqual(types, ['image/png']);
  });
});
