import assert from 'node:assert/strict';
import { MESSAGES } from '../../src/core/words/messages';
import { useGallery } from './harness/useGallery';

describe('gallery review', () => {
  const open = useGallery();

  it('goes through a whole review by keyboard alone', async () => {
    const gallery = await open({ suspects: 6 });
    await gallery.waitForFocus(0);
    await gallery.press('Enter');
    await gallery.waitForStatus('Relabelled 1 image to cat. Saved.');
    await gallery.waitForFocus(1);
    await gallery.press('k');
    await gallery.waitForStatus('Kept the label of 1 image. Saved.');
    await gallery.press('x', 'u', 'l');
    await gallery.page.getByRole('combobox', { name: 'Relabel' }).waitFor();
    await gallery.page.keyboard.type('truck');
    await gallery.press('Enter');
    await gallery.waitForStatus('Relabelled 1 image to truck. Saved.');
    await gallery.waitForFocus(5);
    await gallery.press('Enter');
    // "Unsure" is a note to come back.
    await gallery.waitForCounts('5 of 6 reviewed · 3 relabelled · 1 kept · 1 excluded · 1 unsure');
    await gallery.cell(3).click();
    await gallery.press('k');
    await gallery.waitForCounts('6 of 6 reviewed · 3 relabelled · 2 kept · 1 excluded');
    await gallery.page.getByText('All suspects are reviewed.').waitFor();
    await gallery.press('z', 'z', 'Control+z');
    await gallery.waitForCounts('3 of 6 reviewed · 1 relabelled · 1 kept · 1 excluded · 1 unsure');
    await gallery.waitForFocus(4);
    await gallery.press('Shift+Z', 'Control+y', 'Shift+Z');
    await gallery.waitForCounts('6 of 6 reviewed · 3 relabelled');
    assert.equal(await gallery.cell(2).getAttribute('data-decision'), 'exclude');
  });

  it('takes a row of quick keys for a row of suspects', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => {
      for (const key of ['k', 'x', 'k', 'x', 'k'])
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });
    await gallery.waitForCounts('5 of 96 reviewed · 0 relabelled · 3 kept · 2 excluded');
    await gallery.waitForFocus(5);
  });

  it('skips reviewed suspects and goes round to those left behind', async () => {
    const gallery = await open({ suspects: 4 });
    await gallery.waitForFocus(0);
    await gallery.press('ArrowRight', 'k');
    await gallery.waitForFocus(2);
    await gallery.press('ArrowLeft', 'ArrowLeft', 'k');
    await gallery.waitForFocus(2);
    await gallery.press('ArrowRight', 'k');
    await gallery.waitForFocus(2);
  });

  it('decides about a selection at once, clears it, and undoes it at once', async () => {
    const gallery = await open();
    await gallery.cell(3).click();
    await gallery.press('Shift+ArrowRight', 'Shift+ArrowRight', 'x');
    await gallery.waitForStatus('Excluded 3 images. Saved.');
    assert.equal(await gallery.page.locator('[aria-selected="true"][role=gridcell]').count(), 0);
    await gallery.waitForFocus(5);
    const [request] = await gallery.requests('review');
    assert.deepEqual(request?.request, { kind: 'exclude', targets: { viewVersion: 1, ranges: [[3, 6]] } });
    await gallery.press('z');
    await gallery.waitForStatus('Undone for 3 images. Saved. Taken back: Excluded 3 images.');
    await gallery.waitForCounts('0 of 96 reviewed');
    assert.equal(await gallery.cell(4).getAttribute('data-decision'), null);
    await gallery.press('z');
    await gallery.waitForStatus('Nothing to undo.');
  });

  it('undoes the own last step and goes to its image, whatever another window has decided meanwhile', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.cell(5).click();
    await gallery.press('k');
    await gallery.waitForStatus('Kept the label of 1 image. Saved.');
    const [other, own] = [
      await gallery.cell(1).getAttribute('data-path'),
      await gallery.cell(5).getAttribute('data-path'),
    ];
    await gallery.page.evaluate(
      (path) => window.fakeHost.decideElsewhere(path!, { action: 'exclude' }),
      other,
    );
    await gallery.press('z');
    await gallery.waitForStatus(
      `Undone for 1 image. Saved. Taken back: Kept the label of ${own}. Decided elsewhere meanwhile: 1 image.`,
    );
    await gallery.waitForFocus(5);
    await gallery.page.locator('[data-position="1"][data-decision=exclude]').waitFor();
    await gallery.page.locator('[data-position="5"]:not([data-decision])').waitFor();
    await gallery.press('z');
    await gallery.waitForStatus('Nothing to undo.');
    await gallery.waitForFocus(5);
  });

  it('leaves the focus where it is when the view does not show what was undone', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('k');
    await gallery.waitForStatus('Kept the label of 1 image. Saved.');
    const kept = await gallery.cell(0).getAttribute('data-path');
    await gallery.page.getByRole('combobox', { name: 'Filter' }).fill('unreviewed');
    await gallery.press('Enter');
    await gallery.waitForStatus('95 suspects in view.');
    await gallery.cell(7).click();
    await gallery.press('z');
    await gallery.waitForStatus(
      `Undone for 1 image. Saved. Taken back: Kept the label of ${kept}. The view does not show this.`,
    );
    await gallery.waitForFocus(7);
  });

  it('marks images that are gone or replaced, and decides nothing about them', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    const [gone, other] = [
      await gallery.cell(1).getAttribute('data-path'),
      await gallery.cell(2).getAttribute('data-path'),
    ];
    await gallery.page.evaluate(
      ([first, second]) => {
        window.fakeHost.changes = { [first!]: 'gone', [second!]: 'replaced' };
        window.fakeHost.emit({ type: 'imagesChanged', count: 2 });
      },
      [gone, other],
    );
    await gallery.waitForStatus('2 images have changed.');
    await gallery.cell(1).getByText('Gone').waitFor();
    await gallery.cell(2).getByText('Replaced').waitFor();
    await gallery.cell(1).click();
    await gallery.press('x');
    const why = `${gone} is gone, so nothing is decided about it.`;
    await gallery.page.getByRole('alert').getByText(why).waitFor();
    await gallery.waitForFocus(1);
    assert.equal(await gallery.cell(1).getAttribute('data-decision'), null);

    await gallery.press('Control+a', 'x');
    await gallery.waitForStatus('Excluded 94 images. Saved.');
    await gallery.page.getByRole('alert').getByText('Nothing is decided about 2 images that are').waitFor();
    await gallery.page.locator('[data-position="3"][data-decision=exclude]').waitFor();
    assert.equal(await gallery.cell(1).getAttribute('data-decision'), null);
    assert.equal(await gallery.cell(2).getAttribute('data-decision'), null);
  });

  it('says "Saved" only when the host has answered', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => {
      window.fakeHost.isHolding = true;
    });
    await gallery.press('Enter');
    await gallery.page.locator('.status-bar').getByText('Saving…').waitFor();
    await gallery.waitForFocus(1);
    assert.equal(await gallery.cell(0).getAttribute('data-decision'), 'pending');
    assert.equal((await gallery.status.textContent())?.trim(), '');
    await gallery.waitForCounts('0 of 96 reviewed');
    await gallery.page.evaluate(() => window.fakeHost.release());
    await gallery.waitForStatus('Relabelled 1 image to cat. Saved.');
    await gallery.page.locator('.status-bar').getByText('Saving…').waitFor({ state: 'detached' });
    assert.equal(await gallery.cell(0).getAttribute('data-decision'), 'relabel');
  });

  it('shows why a decision was not saved and goes back to the suspect', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => {
      window.fakeHost.failure = 'The disk is full; free some space.';
    });
    await gallery.press('x');
    await gallery.page.getByRole('alert').getByText('The disk is full; free some space.').waitFor();
    await gallery.waitForFocus(0);
    assert.equal(await gallery.cell(0).getAttribute('data-decision'), null);
    assert.doesNotMatch((await gallery.page.locator('.status-bar').textContent()) ?? '', /Saved|Saving/);
    await gallery.page.evaluate(() => {
      window.fakeHost.failure = null;
    });
    await gallery.press('x');
    await gallery.waitForStatus('Excluded 1 image. Saved.');
    assert.equal(await gallery.page.getByRole('alert').count(), 0);
  });

  it('does from the toolbar and for commands of VS Code what the keys do', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    assert.equal(await gallery.page.locator('[data-action=undo][disabled]').count(), 1);
    await gallery.page.getByRole('button', { name: 'Keep' }).click();
    await gallery.waitForStatus('Kept the label of 1 image. Saved.');
    await gallery.waitForFocus(1);
    await gallery.page.evaluate(() => window.fakeHost.emit({ type: 'action', action: 'exclude' }));
    await gallery.waitForStatus('Excluded 1 image. Saved.');
    await gallery.page.getByRole('button', { name: 'Undo' }).click();
    const excluded = await gallery.cell(1).getAttribute('data-path');
    await gallery.waitForStatus(`Undone for 1 image. Saved. Taken back: Excluded ${excluded}.`);
    await gallery.page.evaluate(() => window.fakeHost.emit({ type: 'action', action: 'pickLabel' }));
    await gallery.page.getByRole('combobox', { name: 'Relabel' }).waitFor();
  });

  it('speaks another language where there is a translation', async () => {
    const gallery = await open({
      translation: {
        Keep: 'Behalten',
        'Kept the label of {0}.': 'Label von {0} behalten.',
        [MESSAGES.things]: '{count|# [Bild|Box]|# [Bilder|Boxen]}',
        '{0} Saved.': '{0} Gespeichert.',
      },
    });
    await gallery.waitForFocus(0);
    await gallery.page.getByRole('button', { name: 'Behalten' }).click();
    await gallery.waitForStatus('Label von 1 Bild behalten. Gespeichert.');
  });

  it('lists all keys on "?"', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('?');
    await gallery.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await gallery.press('x', 'Escape');
    await gallery.waitForFocus(0);
    assert.equal((await gallery.requests('review')).length, 0);
  });
});
