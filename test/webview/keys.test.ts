import assert from 'node:assert/strict';
import { typed } from '../fixtures/pressKeys';
import type { GalleryPage } from './harness/useGallery';
import { useGallery } from './harness/useGallery';

describe('gallery keys', () => {
  const open = useGallery();

  const changeKeys = (gallery: GalleryPage, keys: unknown) =>
    gallery.page.evaluate((changed) => window.fakeHost.emit({ type: 'keysChanged', keys: changed }), keys);

  /** Keys of which one comes right after the other, before the page can draw or the host can answer. */
  const pressAtOnce = (gallery: GalleryPage, keys: readonly string[]) =>
    gallery.page.evaluate((pressed) => {
      for (const key of pressed)
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
        );
    }, keys);

  const decisions = async (gallery: GalleryPage) =>
    (await gallery.requests('review')).map(({ request }) => {
      const label = 'label' in request ? ` ${request.label}` : '';
      return 'targets' in request ? `${request.targets.ranges[0]![0]} ${request.kind}${label}` : request.kind;
    });

  it('are those of the user’s setting, at once, also on buttons and in their list', async () => {
    const gallery = await open({ state: { keys: { keep: 'alt+q', exclude: [] } } });
    await gallery.waitForFocus(0);
    await gallery.press('k', 'x', 'Alt+q');
    await gallery.waitForCounts('1 of 96 reviewed · 0 relabelled · 1 kept');
    const keep = gallery.page.locator('[data-action=keep]');
    assert.equal(await keep.getAttribute('aria-keyshortcuts'), 'Alt+Q');
    assert.equal(await keep.getAttribute('title'), 'Keep the given label (Alt+Q)');
    await changeKeys(gallery, { keep: 'q', exclude: ['shift+x', 'k'] });
    // A browser may handle a key before a message that was sent earlier.
    await keep.locator('.key[data-key=Q]').waitFor();
    await gallery.press('q', 'k');
    await gallery.waitForCounts('3 of 96 reviewed · 0 relabelled · 2 kept · 1 excluded');
    await gallery.press('?');
    const list = gallery.page.getByRole('dialog', { name: 'Keys' });
    await list.getByText('Shift+X, K', { exact: true }).waitFor();
    await list.getByText('Enter, Q, Shift+X, U, L on a group').waitFor();
  });

  it('stay the usual ones where the setting is wrong, and the page says why', async () => {
    const gallery = await open({ state: { keys: { keep: 'x' } } });
    await gallery.waitForFocus(0);
    await gallery.page.getByText('labelReview.keys leaves "x" to both keep and exclude').waitFor();
    await gallery.press('x');
    await gallery.waitForCounts('1 of 96 reviewed · 0 relabelled · 0 kept · 1 excluded');
    await changeKeys(gallery, {});
    await gallery.page.getByText('labelReview.keys').waitFor({ state: 'detached' });
  });

  it('are not seen by VS Code, and all others are', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => {
      document.body.dataset.seen = '';
      window.addEventListener(
        'keydown',
        ({ key }) => (document.body.dataset.seen = `${document.body.dataset.seen ?? ''}${key} `),
      );
    });
    await gallery.press('k', 'ArrowRight', 'z', 'F6', 'Control+e', 'j', '/', 'k', 'Control+z', 'Escape');
    assert.equal(await gallery.page.evaluate(() => document.body.dataset.seen), 'F6 Control e j Control ');
  });

  it('act in turn: a key after one that asks the host waits for it', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => (window.fakeHost.delayMs = 50));
    await pressAtOnce(gallery, ['2', 'ArrowRight', 'k', 'z', 'x']);
    await gallery.waitForCounts('2 of 96 reviewed');
    assert.deepEqual(
      (await decisions(gallery)).map((decision) => decision.replace(/ relabel .*/, ' relabel')),
      ['0 relabel', '2 keep', 'undo', '2 exclude'],
    );
  });

  it('that follow one which opens the list of labels are all typed there', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => (window.fakeHost.delayMs = 50));
    // The first waits for the host.
    const typed = ['o', 'w', 'w', 'Backspace', 'l', 'Enter'];
    await pressAtOnce(gallery, ['1', 'l', ...typed, 'k', 'l', 'q', 'Escape', 'x']);
    await gallery.waitForCounts('4 of 96 reviewed');
    const [first, ...others] = await decisions(gallery);
    assert.match(first!, /^0 relabel/);
    assert.deepEqual(others, ['1 relabel owl', '2 keep', '3 exclude']);
    assert.equal(await gallery.page.locator('dialog').count(), 0);
  });

  it('that follow a filter at once are about the suspects that it leaves', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => (window.fakeHost.delayMs = 50));
    await pressAtOnce(gallery, ['/', ...typed('suggested:owl'), 'Enter', 'k', 'ArrowRight', 'x']);
    await gallery.waitForCounts('2 of 96 reviewed · 0 relabelled · 1 kept · 1 excluded');
    const [asked] = await gallery.requests('setView');
    const [kept] = await gallery.requests('review');
    assert.equal(asked?.view.query, 'suggested:owl');
    assert.equal(kept && 'targets' in kept.request && kept.request.targets.viewVersion, 2);
    assert.deepEqual(await decisions(gallery), ['0 keep', '2 exclude']);
  });

  it('that choose a label at once find the suggestion of a new view and the classes just typed', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => (window.fakeHost.delayMs = 50));
    const label = (name: string) => ['l', ...typed(name), 'Enter'];
    await pressAtOnce(gallery, ['/', ...typed('suggested:owl'), 'Enter', ...label(''), ...label('wolf')]);
    await pressAtOnce(gallery, label('wo'));
    await gallery.waitForCounts('3 of 96 reviewed');
    assert.deepEqual(await decisions(gallery), ['0 relabel owl', '1 relabel wolf', '2 relabel wolf']);
  });

  it('that follow the choice of a label at once are about the next suspect', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('l', 'o', 'w', 'l', 'Enter', 'k', '?', 'Escape', 'x');
    await gallery.waitForCounts('3 of 96 reviewed');
    assert.deepEqual(await decisions(gallery), ['0 relabel owl', '1 keep', '2 exclude']);
  });

  it('mean nothing while typing, on other controls and in dialogs, nor does a command bound to them', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    // As a user's keybinding of VS Code would have it.
    await gallery.page.evaluate(() =>
      window.addEventListener('keydown', ({ key, altKey }) => {
        if (key === 'q' && altKey) window.fakeHost.emit({ type: 'action', action: 'keep' });
      }),
    );
    await gallery.press('/');
    await gallery.page.locator('query-field input:focus').waitFor();
    await gallery.press('k', 'Control+a', 'Alt+q', 'Escape');
    await gallery.page.getByRole('slider', { name: 'Image size' }).focus();
    await gallery.press('k', 'Enter', '2', 'Alt+q', '?');
    await gallery.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await gallery.press('k', 'x', 'Alt+q', 'Escape');
    await gallery.waitForFocus(0);
    await gallery.press('x', 'Alt+q');
    await gallery.waitForCounts('2 of 96 reviewed · 0 relabelled · 1 kept · 1 excluded');
    assert.equal((await gallery.requests('review')).length, 2);
    assert.equal(await gallery.page.locator('[aria-selected="true"][role=gridcell]').count(), 0);
  });

  it('held down decide once, and undo again and again', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.keyboard.down('k');
    await gallery.page.keyboard.down('k');
    await gallery.page.keyboard.down('k');
    await gallery.page.keyboard.up('k');
    await gallery.press('x', 'u');
    await gallery.waitForCounts('2 of 96 reviewed · 0 relabelled · 1 kept · 1 excluded · 1 unsure');
    await gallery.press('z');
    const unsure = await gallery.cell(2).getAttribute('data-path');
    await gallery.waitForStatus(`Undone for 1 image. Saved. Taken back: Marked ${unsure} as unsure.`);
    for (let time = 0; time < 2; time++) await gallery.page.keyboard.down('z');
    await gallery.page.keyboard.up('z');
    await gallery.waitForCounts('0 of 96 reviewed');
  });

  it('can be changed from their list', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('?');
    await gallery.page.getByRole('button', { name: 'Change Keys…' }).click();
    assert.deepEqual(await gallery.requests('runCommand'), [{ command: 'changeKeys' }]);
  });
});
