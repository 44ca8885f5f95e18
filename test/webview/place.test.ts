import assert from 'node:assert/strict';
import { useGallery } from './harness/useGallery';

describe('gallery place', () => {
  const open = useGallery();

  it('comes back to the same suspect, scroll and image size after a reload', async () => {
    const gallery = await open({ suspects: 3000 });
    await gallery.page.getByRole('slider', { name: 'Image size' }).fill('192');
    await gallery.cell(0).click();
    await gallery.press('PageDown', 'PageDown', 'ArrowRight');
    const focus = await gallery.page.waitForFunction(() => {
      const position = Number(document.activeElement?.getAttribute('data-position'));
      const last = window.fakeHost.requests.findLast((request) => request.name === 'rememberPlace');
      return last?.name === 'rememberPlace' && last.params.place.focus === position && position > 2
        ? position
        : null;
    });
    const position = await focus.jsonValue();
    const scrollTop = await gallery.page.locator('.grid').evaluate((grid) => grid.scrollTop);
    assert.ok(position !== null && scrollTop > 0);
    await gallery.page.reload();
    await gallery.waitForFocus(position);
    assert.equal(await gallery.page.locator('.grid').evaluate((grid) => grid.scrollTop), scrollTop);
    assert.equal(await gallery.page.getByRole('slider', { name: 'Image size' }).inputValue(), '192');
    const state = await gallery.page.evaluate(() => window.fakeHost.api.getState());
    assert.equal(JSON.stringify(state).includes('"datasetRoot":"/data/animals"'), true);
  });

  it('asks for few updates while scrolling', async () => {
    const gallery = await open({ suspects: 3000 });
    await gallery.waitForFocus(0);
    const columns = Number(await gallery.page.getByRole('grid').getAttribute('aria-colcount'));
    // All at once: how often is a matter of time.
    await gallery.page.evaluate(() => {
      for (let i = 0; i < 20; i++)
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }),
        );
    });
    await gallery.waitForPlace(20 * columns);
    const sent = await gallery.requests('rememberPlace');
    assert.ok(sent.length <= 3, `${sent.length} messages for 20 moves`);
  });
});
