import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { turnedText } from '../fixtures/turnedText';
import { useGallery } from './harness/useGallery';
import { useOverview } from './harness/useOverview';

/** Turns what follows it around: `\u202Etxt.exe` looks like `exe.txt`. */
const TURNING = '\u202E';
const SHOWN = '\\u{202e}';

const turned = (page: Page) => turnedText(page.locator('body'));

describe('letters that turn text around', () => {
  const openGallery = useGallery();
  const openOverview = useOverview();

  it('are shown by their codes in the overview', async () => {
    const page = await openOverview({ mark: TURNING });
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.getByRole('heading', { name: `${SHOWN}animals` }).waitFor();
    await page.getByRole('button', { name: `${SHOWN}cat`, exact: true }).waitFor();
    await page.getByRole('button', { name: `${SHOWN}cat/image_000017.png` }).waitFor();
    assert.deepEqual(await turned(page), []);
    await page.locator('pair-table .link').first().click();
    const [asked] = await page.evaluate(() => window.overviewHost.requests);
    assert.match(JSON.stringify(asked), /"given":"\u202E/u);
  });

  it('are shown by their codes in the gallery, its lists, its panel and the large view', async () => {
    const gallery = await openGallery({ mark: TURNING, state: { datasetName: `${TURNING}animals` } });
    const { page } = gallery;
    await gallery.waitForFocus(0);
    await gallery.cell(0).getByText(`${SHOWN}bird`).waitFor();
    assert.deepEqual(await turned(page), []);
    await gallery.press('i');
    await page.getByText(`Typical of ${SHOWN}bird`).waitFor();
    assert.deepEqual(await turned(page), []);
    await gallery.press('Space');
    await page.locator('.stage > img').waitFor();
    assert.deepEqual(await turned(page), []);
    await gallery.press('Escape', 'l');
    await page
      .getByRole('option', { name: `${SHOWN}cat` })
      .first()
      .waitFor();
    assert.deepEqual(await turned(page), []);
    await gallery.press('Enter');
    await gallery.waitForStatus(`Relabelled 1 image to ${SHOWN}cat. Saved.`);
    await page.getByRole('combobox', { name: 'Filter' }).fill(`class:${TURNING}`);
    await page
      .getByRole('option', { name: `${SHOWN}cat` })
      .first()
      .waitFor();
    assert.deepEqual(await turned(page), []);
    await page
      .getByRole('combobox', { name: 'Filter' })
      .fill(`class:${TURNING}cat suggested:${TURNING}mouse`);
    await gallery.press('Enter');
    await page.getByText(`There is no class "${SHOWN}mouse".`).waitFor();
    await page.getByRole('button', { name: `Given: ${SHOWN}cat` }).waitFor();
    assert.deepEqual(await turned(page), []);
  });

  it('are shown by their codes in the headers of groups', async () => {
    const { page } = await openGallery({ mark: TURNING });
    await page.getByRole('combobox', { name: 'Group' }).click();
    await page.getByRole('option', { name: 'By given → suggested', exact: true }).click();
    await page.getByRole('rowheader').first().getByText(SHOWN).first().waitFor();
    assert.deepEqual(await turned(page), []);
  });
});
