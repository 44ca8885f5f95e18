import assert from 'node:assert/strict';
import { useGallery } from './useGallery';

describe('gallery keys', () => {
  const open = useGallery();

  it('are those of the user’s keyboard shortcuts', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => {
      const { fakeHost } = window;
      fakeHost.keybindings = fakeHost.keybindings.filter(({ key }) => key !== 'k');
      fakeHost.keybindings.push({ command: 'labelReview.review.keep', key: 'alt+q' });
    });
    await gallery.press('k', 'Alt+q');
    await gallery.waitForCounts('1 of 96 reviewed · 0 relabelled · 1 kept');
    await gallery.waitForFocus(1);
    // What a key did is forgotten when the page loses the focus, where keybindings are changed.
    await gallery.page.evaluate(() => {
      window.fakeHost.keybindings.push({ command: 'labelReview.review.exclude', key: 'alt+q' });
      Object.defineProperty(document, 'hasFocus', { value: Boolean, configurable: true });
      window.dispatchEvent(new Event('blur'));
    });
    await gallery.page.evaluate(() => Reflect.deleteProperty(document, 'hasFocus'));
    await gallery.press('Alt+q');
    await gallery.waitForCounts('2 of 96 reviewed · 0 relabelled · 1 kept · 1 excluded');
  });

  it('act at once when they are known, and once', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('k', 'k', 'k', 'x', 'k');
    await gallery.waitForCounts('5 of 96 reviewed · 0 relabelled · 4 kept · 1 excluded');
    const settled = await gallery.requests('keysSettled');
    assert.equal(settled.length, 5);
    assert.equal((await gallery.requests('review')).length, 5);
  });

  it('do not overtake each other: an arrow after an unknown key waits for it', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => {
      for (const key of ['x', 'ArrowRight', 'k'])
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
        );
    });
    await gallery.waitForCounts('2 of 96 reviewed');
    assert.equal(await gallery.cell(0).getAttribute('data-decision'), 'exclude');
    assert.equal(await gallery.cell(2).getAttribute('data-decision'), 'keep');
  });

  it('that follow one which opens a text field at once are typed there', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => {
      for (const key of ['l', 'o', 'w', 'l'])
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
        );
    });
    const field = gallery.page.getByRole('combobox', { name: 'Relabel' });
    await gallery.page.getByRole('option', { name: 'owl' }).waitFor();
    assert.equal(await field.inputValue(), 'owl');
    await gallery.press('Enter');
    await gallery.waitForStatus('Relabelled 1 image to owl. Saved.');
    assert.equal((await gallery.requests('review')).length, 1);
  });

  it('mean nothing while typing, on other controls and in dialogs', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() =>
      window.fakeHost.keybindings.push({ command: 'labelReview.review.keep', key: 'alt+q' }),
    );
    await gallery.press('/');
    await gallery.page.locator('query-field input:focus').waitFor();
    await gallery.press('k', 'Control+a', 'Alt+q', 'Escape');
    await gallery.page.getByRole('slider', { name: 'Image size' }).focus();
    await gallery.press('k', 'Enter', '2', 'Alt+q', '?');
    await gallery.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await gallery.press('k', 'x', 'Alt+q', 'Escape');
    await gallery.waitForFocus(0);
    await gallery.press('x');
    await gallery.waitForCounts('1 of 96 reviewed · 0 relabelled · 0 kept · 1 excluded');
    assert.equal((await gallery.requests('review')).length, 1);
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
    await gallery.waitForCounts('3 of 96 reviewed · 0 relabelled · 1 kept · 1 excluded · 1 unsure');
    await gallery.press('z');
    await gallery.waitForStatus('Undone for 1 image. Saved.');
    for (let time = 0; time < 2; time++) await gallery.page.keyboard.down('z');
    await gallery.page.keyboard.up('z');
    await gallery.waitForCounts('0 of 96 reviewed');
  });

  it('can be changed from their list', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('?');
    await gallery.page.getByRole('button', { name: 'Change Keys…' }).click();
    assert.deepEqual(await gallery.requests('runCommand'), [{ type: 'runCommand', command: 'changeKeys' }]);
  });

  it('tell VS Code that the page has the keyboard', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.waitForFunction(() => {
      const last = window.fakeHost.requests.findLast((request) => request.type === 'keyFocus');
      return last?.type === 'keyFocus' && last.isOn;
    });
  });
});
