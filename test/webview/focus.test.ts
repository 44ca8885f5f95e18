import assert from 'node:assert/strict';
import { useGallery, type GalleryPage } from './harness/useGallery';

describe('gallery focus', () => {
  const open = useGallery();

  const focusedName = ({ page }: GalleryPage) =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

  const filter = async (gallery: GalleryPage, query: string) => {
    await gallery.press('/');
    await gallery.page.locator('query-field input:focus').waitFor();
    await gallery.press('Control+a', 'Backspace');
    await gallery.page.keyboard.type(query);
    await gallery.press('Enter');
  };

  it('opens a review that was begun elsewhere at its first undecided suspect', async () => {
    const gallery = await open({ suspects: 300 });
    await gallery.waitForFocus(0);
    await gallery.press(...Array.from({ length: 4 }, () => 'Shift+PageDown'), 'k');
    await gallery.page
      .getByRole('status')
      .filter({ hasText: /Kept the label of \d+ images/ })
      .waitFor();
    const decided = Number(/\d+/.exec((await gallery.status.textContent()) ?? '')?.[0]);
    // The decisions are there, and nothing is known of where they were made.
    await gallery.page.addInitScript(() => {
      const stored = JSON.parse(sessionStorage.getItem('fake-host') ?? '{}') as object;
      const forgotten = { ...stored, remembered: null, pageState: null };
      sessionStorage.setItem('fake-host', JSON.stringify(forgotten));
    });
    await gallery.page.reload();
    await gallery.waitForFocus(decided);
    assert.ok(await gallery.cell(decided).isVisible());
  });

  it('stays in the page when a filter leaves nothing, and is on the suspects again after it', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await filter(gallery, 'reviewed');
    await gallery.page.locator('.panel:focus').waitFor();
    assert.equal(await focusedName(gallery), 'No suspects match the filters');
    await gallery.press('Tab');
    assert.equal(
      await gallery.page.evaluate(() => document.activeElement?.textContent.trim()),
      'Clear Filters',
    );
    await gallery.press('Enter');
    await gallery.waitForFocus(0);
    await filter(gallery, 'reviewed');
    await gallery.page.locator('.panel:focus').waitFor();
    await filter(gallery, 'class:cat');
    await gallery.waitForFocus(0);
    await gallery.press('k');
    await gallery.waitForCounts('1 of 96 reviewed');
  });

  it('follows a run from its beginning to its end', async () => {
    const gallery = await open({ state: { status: 'none', runId: null } });
    await gallery.page.getByRole('button', { name: 'Find Wrong Labels…' }).click();
    await gallery.page.evaluate(() =>
      window.fakeHost.emit({ type: 'progress', progress: { phase: 'detect' } }),
    );
    await gallery.page.locator('.panel:focus', { hasText: 'Finding suspects' }).waitFor();
    await gallery.page.evaluate(() =>
      window.fakeHost.emit({ type: 'runEnded', status: 'failed', message: 'There is no image in /animals.' }),
    );
    await gallery.page.locator('.panel:focus', { hasText: 'The run failed' }).waitFor();
    const said = await gallery.page.getByText('There is no image in /animals.').count();
    assert.equal(said, 1, 'said once');
    assert.equal(
      (await gallery.page.getByRole('alert').textContent())?.trim(),
      'There is no image in /animals.',
    );
  });

  it('is not taken from a dialog of VS Code, and comes when that is closed', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    const address = gallery.page.url();
    // As a page within the window of VS Code, whose dialog has the keyboard.
    await gallery.page.route('**/window', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<input autofocus aria-label="Dialog"><iframe src="${address}" width="900" height="600"></iframe>`,
      }),
    );
    await gallery.page.goto(new URL('/window', address).href);
    await gallery.page.locator('input').focus();
    const inner = gallery.page.frameLocator('iframe');
    await inner.locator('[data-position="0"][data-path]').waitFor();
    await inner.locator('.counts').waitFor();
    assert.equal(await focusedName(gallery), 'Dialog');
    await gallery.page.keyboard.type('xk');
    assert.equal(await gallery.page.locator('input').inputValue(), 'xk');
    await gallery.page
      .locator('iframe')
      .evaluate((frame) => (frame as HTMLIFrameElement).contentWindow?.focus());
    await inner.locator('[data-position="0"]:focus').waitFor();
  });
});
