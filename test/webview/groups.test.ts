import assert from 'node:assert/strict';
import axe, { type AxeResults } from 'axe-core';
import { THEMES, isThemeName } from '../../webview/harness/themes';
import type { GalleryPage } from './harness/useGallery';
import { useGallery } from './harness/useGallery';

/** Chooses from the list of groupings, by keyboard. */
async function groupBy({ page }: GalleryPage, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Group' }).click();
  await page.getByRole('option', { name, exact: true }).click();
  await page.getByRole('rowheader').first().waitFor();
}

/** How many suspects each of the groups in sight has. */
const sizes = async ({ page }: GalleryPage): Promise<number[]> => {
  const headers = await page.getByRole('rowheader').all();
  const names = await Promise.all(headers.map((header) => header.getAttribute('aria-label')));
  return names.map((name) => Number(/, (\d+) suspect/.exec(name ?? '')?.[1]));
};

const focusedText = ({ page }: GalleryPage): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);

async function waitForHeader(gallery: GalleryPage, group: number): Promise<void> {
  await gallery.page.waitForFunction(
    (wanted) => document.activeElement?.getAttribute('data-group') === String(wanted),
    group,
  );
}

describe('gallery groups', () => {
  const open = useGallery();

  it('stand under a header each, which stays in sight while they are scrolled', async () => {
    const gallery = await open({ suspects: 900 });
    await groupBy(gallery, 'By given label');
    const header = gallery.page.getByRole('rowheader').first();
    const name = (await header.getAttribute('aria-label')) ?? '';
    assert.match(name, /^\w+, \d+ suspects$/);
    const grid = gallery.page.getByRole('grid');
    const columns = Number(await grid.getAttribute('aria-colcount'));
    const rows = Number(await grid.getAttribute('aria-rowcount'));
    assert.ok(rows >= 10 + 900 / columns && rows < 10 + 900 / columns + 10, `${rows} rows`);
    assert.equal(await header.getAttribute('aria-colspan'), String(columns));
    await grid.evaluate((element) => {
      element.scrollTop = 900;
    });
    await gallery.page.locator('[data-position="50"][data-path]').waitFor();
    const top = (await grid.boundingBox())?.y;
    assert.equal((await header.boundingBox())?.y, top, 'the header is at the top');
    await gallery.cell(50).click();
    await gallery.press('Control+End');
    await gallery.waitForFocus(899);
    const last = gallery.cell(899).locator('xpath=..');
    assert.equal(await last.getAttribute('aria-rowindex'), String(rows));
    await gallery.page.waitForFunction(
      (first) => document.querySelector('.sticky [role=rowheader]')?.getAttribute('aria-label') !== first,
      name,
    );
  });

  it('are gone through by keyboard, headers included, without hiding the focus', async () => {
    const gallery = await open({ suspects: 200 });
    await groupBy(gallery, 'By given → suggested');
    await gallery.cell(0).click();
    await gallery.press('ArrowUp');
    await waitForHeader(gallery, 0);
    assert.equal(await gallery.page.locator('[role=grid] [tabindex="0"]').count(), 1, 'one tab stop');
    for (let step = 0; step < 30; step++) await gallery.press('ArrowDown');
    const isInSight = await gallery.page.evaluate(() => {
      const box = document.activeElement?.getBoundingClientRect();
      const grid = document.querySelector('.grid')?.getBoundingClientRect();
      return box !== undefined && grid !== undefined && box.top >= grid.top && box.bottom <= grid.bottom;
    });
    assert.ok(isInSight);
    await gallery.press('Control+Home');
    await gallery.waitForFocus(0);
    const hidden = await gallery.page.evaluate(() => {
      const cell = document.activeElement?.getBoundingClientRect();
      const header = document.querySelector('.sticky')?.getBoundingClientRect();
      return cell !== undefined && header !== undefined && cell.top < header.bottom - 4;
    });
    assert.equal(hidden, false, 'the header does not cover the focus');
  });

  it('are accepted in one key and undone in one', async () => {
    const gallery = await open({ suspects: 200 });
    await groupBy(gallery, 'By given → suggested');
    const [suspects = 0] = await sizes(gallery);
    assert.ok(suspects > 2);
    await gallery.cell(0).click();
    await gallery.press('k');
    await gallery.waitForCounts('1 of 200 reviewed');
    await gallery.press('ArrowLeft', 'ArrowUp');
    await waitForHeader(gallery, 0);
    assert.match((await focusedText(gallery)) ?? '', /suspects · 1 reviewed$/);
    await gallery.press('Enter');
    await gallery.waitForCounts(`${suspects} of 200 reviewed · ${suspects - 1} relabelled · 1 kept`);
    await gallery.waitForFocus(suspects);
    const header = gallery.page.locator('[data-group="0"]');
    assert.match((await header.getAttribute('aria-label')) ?? '', new RegExp(`· ${suspects} reviewed$`));
    await gallery.press('z');
    await gallery.waitForCounts('1 of 200 reviewed');
    await gallery.press('ArrowUp');
    await header.getByRole('button', { name: 'Select' }).click();
    await gallery.page.getByText(`${suspects} selected`, { exact: true }).waitFor();
    await header.getByRole('button', { name: /^Accept/ }).click();
    await gallery.waitForCounts(`${suspects} of 200 reviewed · ${suspects} relabelled`);
  });

  it('fold and stay so after a reload; what is folded is passed over', async () => {
    const gallery = await open({ suspects: 100 });
    await groupBy(gallery, 'By given label');
    const [size = 0] = await sizes(gallery);
    await gallery.cell(0).click();
    await gallery.press('ArrowUp', 'ArrowLeft');
    const header = gallery.page.locator('[data-group="0"]');
    assert.equal(await header.getAttribute('aria-expanded'), 'false');
    assert.equal(await gallery.cell(0).count(), 0);
    await gallery.press('ArrowDown', 'ArrowDown', 'Control+End', 'k');
    // All of the first group are left, and none of them comes next.
    await gallery.waitForFocus(size);
    await gallery.waitForPlace(size);
    await gallery.page.reload();
    await gallery.waitForFocus(size);
    assert.equal(await header.getAttribute('aria-expanded'), 'false');
    await gallery.press('Control+Home');
    await waitForHeader(gallery, 0);
    await header.click();
    await gallery.cell(0).waitFor();
    await gallery.press('g');
    await gallery.page.getByText(`${size} selected`, { exact: true }).waitFor();
  });

  it('keep to 600 elements, however small the groups, of 100,000 suspects', async () => {
    const gallery = await open({ suspects: 100_000, classes: 300 });
    await groupBy(gallery, 'By given → suggested');
    await gallery.page.getByRole('slider', { name: 'Image size' }).fill('64');
    await gallery.page.locator('.compact').waitFor();
    const elements = await gallery.page.evaluate(() => document.querySelectorAll('*').length);
    assert.ok(elements <= 600, `${elements} elements`);
    await gallery.cell(0).click();
    await gallery.press('Control+End');
    await gallery.page.locator('[data-position="99999"][data-path]').waitFor();
  });

  for (const theme of Object.keys(THEMES).filter(isThemeName))
    it(`have no accessibility violations in ${theme}`, async () => {
      const gallery = await open({ theme, suspects: 100 });
      await groupBy(gallery, 'By given → suggested');
      await gallery.cell(0).click();
      await gallery.press('ArrowUp', 'ArrowLeft', 'ArrowDown', 'Enter');
      await gallery.page.getByText(/reviewed · \d relabelled/).waitFor();
      await gallery.page.evaluate(axe.source);
      // `axe` is what the line above has defined in the page.
      const { violations } = await gallery.page.evaluate<AxeResults>('axe.run()');
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
        [],
      );
    });
});
