import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { StoppingAdvice } from '../../src/core/review/stopping';
import { useGallery, type GalleryPage } from './harness/useGallery';

const STOPPING: StoppingAdvice = {
  reviewed: 60,
  found: 51,
  recent: { images: 50, wrong: 43 },
  left: { images: 3600, errors: 2020, low: 1401, high: 2603 },
  next: { images: 50, errors: 1, low: 0, high: 3 },
  otherErrors: 12,
  canStop: true,
};

/** What VS Code leaves of a window of 1440 × 900 pixels at 200%. */
const LOW = { width: 720, height: 450 };

/** How many of these can be seen whole in the grid. */
const whole = ({ page }: GalleryPage, selector: string): Promise<number> =>
  page.locator(selector).evaluateAll((elements) => {
    const grid = document.querySelector('.grid')?.getBoundingClientRect() ?? new DOMRect();
    return elements
      .map((element) => element.getBoundingClientRect())
      .filter(({ top, bottom }) => top >= grid.top && bottom <= grid.bottom).length;
  });

async function groupByPair({ page }: GalleryPage): Promise<void> {
  await page.evaluate(() => {
    const list = document.querySelector<HTMLElement & { value: string }>('vscode-dropdown[aria-label=Group]');
    list!.value = 'pair';
    list!.dispatchEvent(new Event('change'));
  });
  await page.getByRole('rowheader').first().waitFor();
}

describe('room in the gallery', () => {
  const open = useGallery();

  it('has two whole rows of pictures with their words in a low page, at 200%', async () => {
    const gallery = await open({ ...LOW, suspects: 300, state: { stopping: STOPPING } });
    const session = await gallery.page.context().newCDPSession(gallery.page);
    await session.send('Emulation.setDeviceMetricsOverride', { ...LOW, deviceScaleFactor: 2, mobile: false });
    await gallery.waitForFocus(0);
    assert.equal(await gallery.page.evaluate(() => devicePixelRatio), 2);
    assert.ok((await whole(gallery, '.row.suspects')) >= 2);
    await gallery.press('Enter');
    await gallery.waitForCounts('1 of 300 reviewed');
    assert.ok((await whole(gallery, '.row.suspects')) >= 2);
    const [cell, decision] = await Promise.all([
      gallery.cell(0).boundingBox(),
      gallery.cell(0).locator('.decision').boundingBox(),
    ]);
    assert.ok(cell && decision && decision.y + decision.height <= cell.y + cell.height, 'the decision shows');
  });

  it('says where to stop in one line, and the rest on demand', async () => {
    for (const width of [1280, 720, 420, 300]) {
      const gallery = await open({ width, height: 600, state: { stopping: STOPPING } });
      const line = gallery.page.getByRole('region', { name: 'Where to stop' });
      const rest = line.getByText('The run expects about 12 more');
      assert.ok(((await line.boundingBox())?.height ?? 99) <= 26, `at ${width} px`);
      assert.equal(await rest.isVisible(), false);
      const summary = line.locator('summary');
      assert.match((await summary.getAttribute('title')) ?? '', /51 errors found[^]*about 12 more/);
      await summary.focus();
      await gallery.press('Enter');
      await rest.waitFor();
      const isCut = await line.locator('.stop-text').evaluate((text) => text.scrollWidth > text.clientWidth);
      assert.equal(isCut, false);
    }
  });

  it('draws the frame of the large view over the image, at every side', async () => {
    const gallery = await open(LOW);
    await gallery.waitForFocus(0);
    await gallery.press('Space');
    const image = gallery.page.locator('.stage > img');
    await image.waitFor();
    await gallery.press('+', '+', '+');
    const stage = gallery.page.locator('.stage');
    const { data, info } = await sharp(await stage.screenshot())
      .raw()
      .toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) =>
      data
        .subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3)
        .toString('hex');
    const [middleX, middleY] = [info.width >> 1, info.height >> 1];
    const sides = [at(middleX, 0), at(middleX, info.height - 1), at(0, middleY), at(info.width - 1, middleY)];
    assert.equal(new Set(sides).size, 1, sides.join(' '));
    assert.notEqual(sides[0], at(middleX, 4));
  });

  it('tells the whole text of every control that is cut off', async () => {
    const query = 'class:"a class of a very long name" suggested:"another class of a very long name"';
    const gallery = await open({ width: 1000, classes: 300, state: { stopping: STOPPING } });
    await gallery.page.getByRole('combobox', { name: 'Filter' }).fill(query);
    await gallery.press('Enter');
    await gallery.page.locator('.filter[data-active=true]').first().waitFor();
    const untold = await gallery.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.toolbar *, .stop-line *, .group-header *')]
        .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
        .filter((element) => element.textContent.trim() !== '' && element.closest('[title]') === null)
        .map(({ outerHTML }) => outerHTML),
    );
    assert.deepEqual(untold, []);
    const given = gallery.page.locator('vscode-button.filter').first();
    assert.equal(await given.getAttribute('title'), 'Given: a class of a very long name');
  });

  for (const [size, pairs] of [
    [{ width: 1440, height: 900 }, 7],
    [LOW, 3],
    [{ width: 420, height: 800 }, 4],
  ] as const)
    it(`shows ${pairs} pairs of three hundred classes at ${size.width} × ${size.height}`, async () => {
      const gallery = await open({ ...size, suspects: 900, classes: 300, state: { stopping: STOPPING } });
      await groupByPair(gallery);
      assert.ok(
        (await whole(gallery, '.group-header')) >= pairs,
        `${await whole(gallery, '.group-header')} pairs`,
      );
      assert.ok((await whole(gallery, '.row.suspects')) >= pairs);
      await gallery.cell(0).click();
      await gallery.press('Control+End');
      await gallery.waitForFocus(899);
      await gallery.press('ArrowUp');
      await gallery.page.waitForFunction(() => document.activeElement?.matches('.group-header'));
      const header = await gallery.page.locator('.group-header:focus').boundingBox();
      const grid = await gallery.page.getByRole('grid').boundingBox();
      assert.ok(header && grid && header.y >= grid.y && header.y + header.height <= grid.y + grid.height);
    });

  it('keeps the header of a long pair beside its pictures, and whole', async () => {
    const gallery = await open({ width: 1000, height: 600, suspects: 3000 });
    await groupByPair(gallery);
    await gallery.page.getByRole('grid').evaluate((grid) => {
      grid.scrollTop = 3000;
    });
    // Of the second group or a later one, which does not begin at the top of the list.
    await gallery.page.locator('.row.header [data-group="0"]').waitFor({ state: 'detached' });
    const grid = await gallery.page.getByRole('grid').boundingBox();
    const header = await gallery.page.getByRole('rowheader').first().boundingBox();
    assert.equal(header?.y, grid?.y);
  });
});
