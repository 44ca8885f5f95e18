import assert from 'node:assert/strict';
import { useGallery } from './harness/useGallery';

describe('label picker', () => {
  const open = useGallery();

  it('finds one of 400 classes by typing', async () => {
    const gallery = await open({ classes: 400 });
    await gallery.waitForFocus(0);
    await gallery.press('l');
    const input = gallery.page.getByRole('combobox', { name: 'Relabel' });
    const options = gallery.page.getByRole('option');
    await options.first().waitFor();
    assert.equal(await options.first().getAttribute('aria-setsize'), '400');
    assert.match((await options.first().textContent()) ?? '', /cat/, 'the suggestion comes first');
    assert.ok((await options.count()) < 40, 'only the visible ones exist');
    await input.pressSequentially('s 13');
    await gallery.press('ArrowDown', 'ArrowDown', 'ArrowUp');
    const active = await input.getAttribute('aria-activedescendant');
    const second = gallery.page.locator(`[id="${active ?? ''}"]`);
    assert.equal((await second.textContent())?.trim(), 'class 131');
    assert.equal(await second.getAttribute('aria-selected'), 'true');
    await gallery.press('Enter');
    await gallery.waitForStatus('Relabelled 1 image to class 131. Saved.');
    await gallery.waitForFocus(1);
  });

  it('reaches the last class with the arrow keys', async () => {
    const gallery = await open({ classes: 400 });
    await gallery.waitForFocus(0);
    await gallery.press('l');
    await gallery.page.getByRole('combobox', { name: 'Relabel' }).waitFor();
    await gallery.press('ArrowUp', 'Enter');
    await gallery.waitForStatus('Relabelled 1 image to class 399. Saved.');
  });

  it('creates a class that is not in the list', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('l');
    await gallery.page.getByRole('combobox', { name: 'Relabel' }).pressSequentially('wolf');
    await gallery.page.getByRole('option', { name: 'Create class "wolf"' }).waitFor();
    await gallery.press('Enter');
    await gallery.waitForStatus('Relabelled 1 image to wolf. Saved.');
    await gallery.waitForFocus(1);
    await gallery.press('l');
    await gallery.page.getByRole('combobox', { name: 'Relabel' }).pressSequentially('wolf');
    await gallery.page.getByRole('option', { name: 'wolf', exact: true }).waitFor();
    assert.equal(await gallery.page.getByRole('option').count(), 1, 'now it is known');
  });

  it('never decides while a name is typed, and Escape returns to the suspect', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('ArrowRight', 'l');
    await gallery.page.getByRole('combobox', { name: 'Relabel' }).pressSequentially('kxuzo? l');
    await gallery.press('Control+z', 'Escape');
    await gallery.waitForFocus(1);
    assert.equal(await gallery.page.getByRole('dialog').count(), 0);
    assert.equal((await gallery.requests('review')).length, 0);
    assert.equal((await gallery.requests('openImage')).length, 0);
  });

  it('relabels a whole selection', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('Control+a', 'l');
    await gallery.page.getByRole('combobox', { name: 'Relabel 96 selected' }).pressSequentially('owl');
    await gallery.press('Enter');
    await gallery.waitForStatus('Relabelled 96 images to owl. Saved.');
    await gallery.waitForCounts('96 of 96 reviewed · 88 relabelled · 8 kept');
  });

  it('shows names as text, whatever they contain', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('l');
    await gallery.page.getByRole('combobox', { name: 'Relabel' }).fill('<img src=x onerror=alert(1)>');
    await gallery.press('Enter');
    await gallery.waitForStatus('Relabelled 1 image to <img src=x onerror=alert(1)>. Saved.');
    assert.equal(await gallery.page.locator('img[src=x]').count(), 0);
  });
});
