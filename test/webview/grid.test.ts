import assert from 'node:assert/strict';
import { useGallery } from './harness/useGallery';

describe('gallery grid', () => {
  const open = useGallery();

  it('shows 100,000 suspects through a few hundred elements and scrolls to any of them', async () => {
    const gallery = await open({ suspects: 100_000 });
    const grid = gallery.page.getByRole('grid');
    const columns = Number(await grid.getAttribute('aria-colcount'));
    assert.equal(Number(await grid.getAttribute('aria-rowcount')), Math.ceil(100_000 / columns));
    await gallery.press('Control+End');
    await gallery.waitForFocus(99_999);
    const last = gallery.cell(99_999);
    await gallery.page.locator('[data-position="99999"][data-path]').waitFor();
    assert.equal(await last.getAttribute('aria-colindex'), String((99_999 % columns) + 1));
    assert.equal(
      await last.locator('xpath=..').getAttribute('aria-rowindex'),
      String(Math.ceil(100_000 / columns)),
    );
    const box = await last.boundingBox();
    assert.ok(box && box.y > 0 && box.y + box.height <= 800, 'the last suspect is in sight');
    await gallery.press('Control+Home');
    await gallery.waitForFocus(0);
  });

  it('keeps to 600 elements at every image size, with everything reviewed', async () => {
    const gallery = await open({ suspects: 1000 });
    await gallery.waitForFocus(0);
    await gallery.press('Control+a', 'k');
    await gallery.waitForCounts('1,000 of 1,000 reviewed');
    for (const size of ['64', '80', '96', '128', '192', '320']) {
      await gallery.page.getByRole('slider', { name: 'Image size' }).fill(size);
      await gallery.page.waitForFunction(
        (wanted) =>
          document.querySelector<HTMLElement>('.grid')?.style.getPropertyValue('--cell-size') ===
          `${wanted}px`,
        size,
      );
      const elements = await gallery.page.evaluate(() => document.querySelectorAll('*').length);
      assert.ok(elements <= 600, `${elements} elements at ${size} px`);
    }
  });

  it('reaches the end of a list taller than the browser can lay out', async () => {
    const gallery = await open({ suspects: 150_000, width: 360 });
    await gallery.page.getByRole('slider', { name: 'Image size' }).fill('320');
    await gallery.cell(0).click();
    await gallery.press('Control+End');
    await gallery.page.locator('[data-position="149999"][data-path]').waitFor();
    const box = await gallery.cell(149_999).boundingBox();
    assert.ok(box && box.y >= 0 && box.y < 800, `the last suspect is in sight: ${JSON.stringify(box)}`);
    await gallery.press('ArrowUp');
    await gallery.waitForFocus(149_998);
  });

  it('suggests no class for an image that only a check has brought here', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    assert.match((await gallery.cell(8).textContent()) ?? '', /^\s*\w+\s*\w+\s*$/);
    await gallery.page.getByRole('combobox', { name: 'Filter' }).fill('fault:blurry');
    await gallery.press('Enter');
    await gallery.cell(0).getByText('not doubted').waitFor();
    assert.match((await gallery.cell(0).textContent()) ?? '', /^\s*Blurry\w+not doubted\s*$/);
    await gallery.cell(0).click();
    await gallery.press('Space', 'i');
    const panel = gallery.page.getByRole('complementary', { name: 'Why it was flagged' });
    await panel.getByText(/which is right with a probability of \d+%\.$/).waitFor();
    assert.equal(await panel.getByRole('heading', { name: /^Typical of/ }).count(), 1);
    assert.match((await gallery.page.locator('.large-labels').textContent()) ?? '', /^\s*\w+\s*$/);
  });

  it('has one tab stop and moves it with the arrow keys', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    const columns = Number(await gallery.page.getByRole('grid').getAttribute('aria-colcount'));
    await gallery.press('ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft');
    await gallery.waitForFocus(columns + 1);
    await gallery.press('End');
    await gallery.waitForFocus(2 * columns - 1);
    await gallery.press('Home');
    await gallery.waitForFocus(columns);
    await gallery.press('PageDown');
    await gallery.page.waitForFunction(
      (start) => Number(document.activeElement?.getAttribute('data-position')) > start,
      columns,
    );
    assert.equal(await gallery.page.locator('[role=gridcell][tabindex="0"]').count(), 1);
  });

  it('keeps the tab stop when its row is scrolled away and returns to it', async () => {
    const gallery = await open({ suspects: 5000 });
    await gallery.press('ArrowRight');
    await gallery.waitForFocus(1);
    await gallery.page.locator('.grid').evaluate((grid) => {
      grid.scrollTop = 20_000;
    });
    await gallery.page.waitForFunction(() => document.querySelectorAll('[data-path]').length > 10);
    assert.equal(await gallery.focusedPosition(), 1);
    await gallery.press('ArrowRight');
    await gallery.waitForFocus(2);
    const box = await gallery.cell(2).boundingBox();
    assert.ok(box && box.y > 0 && box.y < 800, 'the focus is back in sight');
  });

  it('asks again for pictures that have gone with the cache', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.route(/thumbnails.*lost/, async (route) => {
      await gallery.page.evaluate(() => (window.fakeHost.thumbnailQuery = '?made'));
      await route.fulfill({ contentType: 'image/png', body: '' });
    });
    await gallery.page.evaluate(() => {
      window.fakeHost.thumbnailQuery = '?lost';
      window.fakeHost.emit({ type: 'imagesChanged', count: 1 });
    });
    const picture = gallery.cell(0).locator('img:not([data-broken])[src$="?made"]');
    await picture.waitFor();
    await gallery.page.waitForFunction(
      () => [...document.querySelectorAll('.cell > img[data-broken]')].length === 0,
    );
  });

  it('asks for no more rows than it shows and never twice for the same', async () => {
    const gallery = await open({ suspects: 100_000 });
    await gallery.press('ArrowDown', 'ArrowDown', 'ArrowUp');
    const asked = await gallery.requests('getRows');
    assert.equal(new Set(asked.map(({ start }) => start)).size, asked.length);
    assert.ok(asked.length <= 2, `${asked.length} requests`);
  });

  it('enlarges tiny images with hard pixels', async () => {
    const gallery = await open();
    await gallery.page.locator('.cell > img[data-tiny]').first().waitFor();
    const rendering = await gallery.page
      .locator('.cell > img')
      .first()
      .evaluate((image) => getComputedStyle(image).imageRendering);
    assert.equal(rendering, 'pixelated');
  });

  it('selects by keyboard and mouse', async () => {
    const gallery = await open();
    const selected = gallery.page.locator('[role=gridcell][aria-selected="true"]');
    await gallery.waitForFocus(0);
    await gallery.press('Control+Space', 'ArrowRight');
    assert.equal(await selected.count(), 0, 'moving without Shift unselects');
    await gallery.press('Shift+ArrowRight', 'Shift+ArrowRight');
    await gallery.page.getByText('3 selected').waitFor();
    await gallery.press('Escape');
    await gallery.page.getByText('3 selected').waitFor({ state: 'detached' });
    await gallery.cell(2).click();
    await gallery.cell(5).click({ modifiers: ['Shift'] });
    await gallery.page.getByText('4 selected').waitFor();
    await gallery.cell(3).click({ modifiers: ['ControlOrMeta'] });
    await gallery.page.getByText('3 selected').waitFor();
    await gallery.press('Control+a');
    await gallery.page.getByText('96 selected', { exact: true }).waitFor();
  });

  it('opens the original of the focused suspect, and of a double-clicked one', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('ArrowRight', 'o');
    await gallery.waitForFocus(1);
    await gallery.cell(4).dblclick();
    const opened = await gallery.requests('openImage');
    assert.deepEqual(
      opened.map(({ position }) => position),
      [1, 4],
    );
  });
});
