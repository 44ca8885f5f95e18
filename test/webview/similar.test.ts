import assert from 'node:assert/strict';
import { useGallery, type GalleryPage } from './harness/useGallery';

/** The text of the live region, without what tells two equal texts apart. */
const FOUND = /^(\d+) images in view, the most similar first\.$/;

async function untilFound({ page }: GalleryPage): Promise<number> {
  const handle = await page.waitForFunction((pattern) => {
    const shown = document.querySelector('[role=status]')?.textContent ?? '';
    return new RegExp(pattern).exec(shown.replace('\u00a0', '').trim())?.[1];
  }, FOUND.source);
  return Number(await handle.jsonValue());
}

const pathAt = ({ page }: GalleryPage, position: number) =>
  page.locator(`[role=gridcell][data-position="${position}"]`).getAttribute('data-path');
const filterOf = ({ page }: GalleryPage) => page.getByRole('combobox', { name: 'Filter' }).inputValue();

describe('similar images', () => {
  const open = useGallery();

  it('are found by one key, those asked about first, and left by another, for where one was', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('ArrowRight', 'ArrowRight', 'ArrowRight');
    await gallery.waitForFocus(3);
    const asked = await pathAt(gallery, 3);
    await gallery.press('s');
    const count = await untilFound(gallery);
    await gallery.waitForFocus(0);
    assert.equal(await pathAt(gallery, 0), asked);
    assert.equal(await filterOf(gallery), `similar:${asked}`);
    assert.equal(await gallery.cell(0).locator('.facts').textContent(), 'Asked about');
    assert.equal(await gallery.cell(1).locator('.facts').textContent(), 'Similarity 0.98');
    assert.equal(await gallery.cells.count(), count);
    const sort = gallery.page.getByRole('combobox', { name: 'Sort' });
    assert.match((await sort.textContent()) ?? '', /Most similar first/);
    await gallery.press('ArrowRight');
    await gallery.page.locator('.facts-of-focus', { hasText: 'Similarity 0.98' }).waitFor();

    await gallery.press('Escape');
    await gallery.waitForFocus(3);
    assert.deepEqual([await pathAt(gallery, 3), await filterOf(gallery)], [asked, '']);
  });

  it('are decided about all at once, suspects or not, which one undo takes back', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('s');
    const count = await untilFound(gallery);
    const last = await pathAt(gallery, count - 1);
    assert.ok(Number(/(\d+)\.png$/.exec(last ?? '')?.[1]) > 96, 'one that is no suspect');
    await gallery.press('Control+a', 'l');
    await gallery.page.getByRole('combobox', { name: 'Relabel' }).waitFor();
    await gallery.page.keyboard.type('truck');
    await gallery.press('Enter');
    await gallery.waitForStatus(`Relabelled ${count} images to truck. Saved.`);
    assert.equal(await gallery.page.locator('[data-decision=relabel]').count(), count);
    await gallery.press('z');
    await gallery.waitForStatus(
      `Undone for ${count} images. Saved. Taken back: Relabelled ${count} images to truck.`,
    );
    await gallery.page.waitForFunction(() => document.querySelector('[data-decision]') === null);

    await gallery.press('ArrowRight', 'ArrowRight', 'k');
    await gallery.waitForStatus('Kept the label of 1 image. Saved.');
    const third = await pathAt(gallery, 2);
    await gallery.page.reload();
    await gallery.page.locator(`[data-position="2"][data-path="${third}"][data-decision=keep]`).waitFor();
    assert.equal(await gallery.cells.count(), count);
    await gallery.waitForFocus(3);
  });

  it('are left for what comes next where the image at hand was decided and filtered out', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.getByRole('combobox', { name: 'Filter' }).fill('unreviewed');
    await gallery.press('Enter');
    await gallery.waitForStatus('96 suspects in view.');
    await gallery.cell(7).click();
    const next = await pathAt(gallery, 8);
    await gallery.press('s');
    await untilFound(gallery);
    await gallery.press('x');
    await gallery.waitForStatus('Excluded 1 image. Saved.');
    await gallery.press('Escape');
    await gallery.page.locator(`[data-position="7"][data-path="${next}"]`).waitFor();
    await gallery.waitForFocus(7);
    assert.equal(await filterOf(gallery), 'unreviewed');
  });

  it('are like all that is selected, together', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.cell(2).click({ modifiers: ['Control'] });
    await gallery.cell(5).click({ modifiers: ['Control'] });
    const asked = [await pathAt(gallery, 2), await pathAt(gallery, 5)];
    await gallery.page.getByRole('button', { name: 'Similar' }).click();
    await untilFound(gallery);
    assert.deepEqual([await pathAt(gallery, 0), await pathAt(gallery, 1)], asked);
    assert.equal(await filterOf(gallery), `similar:${asked[0]} similar:${asked[1]}`);
    await gallery.page.getByRole('button', { name: 'Clear filter' }).click();
    await gallery.waitForStatus('96 suspects in view.');
  });

  it('are shown side by side when they are asked for in the large view', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('ArrowRight', 'Space');
    const large = gallery.page.getByRole('region', { name: 'Large view' });
    await large.waitFor();
    await gallery.press('s');
    await untilFound(gallery);
    await large.waitFor({ state: 'detached' });
    await gallery.waitForFocus(0);
  });

  it('cannot be found without embeddings, which one sentence says; nothing else changes', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    const why = 'The embeddings are gone; find wrong labels again.';
    await gallery.page.evaluate((sentence) => (window.fakeHost.noEmbeddings = sentence), why);
    await gallery.press('ArrowRight', 's');
    await gallery.page.getByRole('alert').getByText(why).waitFor();
    await gallery.waitForFocus(1);
    assert.equal(await filterOf(gallery), '');
    await gallery.press('k');
    await gallery.waitForStatus('Kept the label of 1 image. Saved.');
  });

  it('are given up by clearing the filter, and say so while they are looked for', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(() => (window.fakeHost.isSearching = true));
    await gallery.press('s');
    await gallery.waitForStatus('Looking for similar images…');
    await gallery.page.getByRole('button', { name: 'Clear filter' }).click();
    await gallery.waitForStatus('96 suspects in view.');
    assert.equal(await gallery.page.getByRole('alert').count(), 0);
    assert.equal(await filterOf(gallery), '');
  });
});
