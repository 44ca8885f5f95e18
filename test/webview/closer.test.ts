import assert from 'node:assert/strict';
import axe, { type AxeResults } from 'axe-core';
import { THEMES, isThemeName } from '../../webview/harness/themes';
import { useGallery, type GalleryPage } from './harness/useGallery';

async function violations({ page }: GalleryPage): Promise<string[]> {
  await page.evaluate(axe.source);
  // `axe` is what the line above has defined in the page.
  const results = await page.evaluate<AxeResults>('axe.run()');
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
  );
}

describe('gallery large view', () => {
  const open = useGallery();

  it('goes through suspects with all the keys and returns to the one it left at', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('Space');
    const stage = gallery.page.getByRole('group', { name: /^Suspect 1 of 96: Labelled bird/ });
    await stage.locator('img.pixelated').waitFor();
    await gallery.press('Enter');
    const said = (text: RegExp) => gallery.status.filter({ hasText: text }).waitFor();
    await said(/^Relabelled 1 image to cat\. Saved\. Suspect 2 of 96: Labelled owl/);
    await gallery.page.getByRole('group', { name: /^Suspect 2 of 96/ }).waitFor();
    await gallery.press('ArrowRight', 'x');
    await gallery.waitForCounts('2 of 96 reviewed · 1 relabelled · 0 kept · 1 excluded');
    await gallery.page.getByRole('group', { name: /^Suspect 4 of 96/ }).waitFor();
    await gallery.press('ArrowLeft', 'z');
    await gallery.waitForCounts('1 of 96 reviewed');
    await gallery.press('l');
    await gallery.page.keyboard.type('truck');
    await gallery.press('Enter');
    await said(/^Relabelled 1 image to truck\. Saved\. Suspect 4 of 96/);
    await gallery.page.getByRole('group', { name: /^Suspect 4 of 96/ }).waitFor();
    await gallery.press('Escape');
    await gallery.waitForFocus(3);
    assert.equal(await gallery.page.locator('large-view').count(), 0);
  });

  it('shows a box in its picture, framed and in view, and the next box of the same picture', async () => {
    const gallery = await open({ boxes: 1 });
    await gallery.waitForFocus(0);
    await gallery.press('Space');
    const frame = gallery.page.locator('.box-frame');
    const shares = async () => {
      await frame.waitFor();
      const [stage, box, picture] = await Promise.all(
        ['.stage', '.box-frame', '.stage > img'].map((selector) =>
          gallery.page.locator(selector).boundingBox(),
        ),
      );
      const { naturalWidth } = await gallery.page
        .locator('.stage > img')
        .evaluate((image: HTMLImageElement) => ({ naturalWidth: image.naturalWidth }));
      const scale = picture!.width / naturalWidth;
      return {
        // Rounded, a hair less than nothing would be −0.
        box: [(box!.x - picture!.x) / scale, (box!.y - picture!.y) / scale, box!.width / scale].map((value) =>
          Math.round(Math.abs(value)),
        ),
        isInView: box!.x >= stage!.x && box!.x + box!.width <= stage!.x + stage!.width,
        isClose: box!.height > stage!.height / 3,
      };
    };
    assert.deepEqual(await shares(), { box: [0, 4, 6], isInView: true, isClose: true });
    await gallery.press('ArrowRight');
    await gallery.page.getByRole('group', { name: /^Suspect 2 of 96/ }).waitFor();
    assert.deepEqual(await shares(), { box: [3, 4, 6], isInView: true, isClose: true });
    await gallery.press('0');
    await gallery.page.waitForFunction(() => {
      const [stage, picture] = ['.stage', '.stage > img'].map(
        (name) => document.querySelector(name)!.clientHeight,
      );
      return picture! <= stage!;
    });
  });

  it('says which suspect it shows, whenever that is another one', async () => {
    const gallery = await open({ suspects: 300 });
    await gallery.waitForFocus(0);
    await gallery.press('Space');
    const said = (text: RegExp) => gallery.status.filter({ hasText: text }).waitFor();
    await said(/^Suspect 1 of 300: Labelled bird, 0\.\d percent; suggested cat, .*percent; not reviewed/);
    await gallery.press('ArrowRight');
    await said(/^Suspect 2 of 300: Labelled owl, 0\.\d percent; suggested cat, .*percent; not reviewed/);
    await gallery.press('Control+End');
    await said(/^Suspect 300 of 300: Labelled/);
    await gallery.press('Escape');
    await gallery.waitForFocus(299);
    await gallery.waitForStatus('');
  });

  it('zooms to pixels by key and wheel, pans, and fits again', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('Space');
    const image = gallery.page.locator('.stage > img');
    await image.waitFor();
    const width = async () => (await image.boundingBox())?.width ?? 0;
    const fit = await width();
    await gallery.press('+');
    await gallery.page.waitForFunction(
      (before) => (document.querySelector('.stage > img')?.getBoundingClientRect().width ?? 0) > before * 1.2,
      fit,
    );
    const top = (await image.boundingBox())!.y;
    await gallery.press('Shift+ArrowUp');
    await gallery.page.waitForFunction(
      (before) => (document.querySelector('.stage > img')?.getBoundingClientRect().y ?? 0) > before,
      top,
    );
    await gallery.press('0');
    await gallery.page.waitForFunction(
      (wanted) =>
        Math.abs((document.querySelector('.stage > img')?.getBoundingClientRect().width ?? 0) - wanted) < 1,
      fit,
    );
    await gallery.page.locator('.stage').hover();
    await gallery.page.mouse.wheel(0, -300);
    await gallery.page.waitForFunction(
      (before) => (document.querySelector('.stage > img')?.getBoundingClientRect().width ?? 0) > before * 1.1,
      fit,
    );
  });
});

describe('gallery panel', () => {
  const open = useGallery();

  it('says why the focused suspect was flagged, follows the focus and is there after a reload', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('i');
    const panel = gallery.page.getByRole('complementary', { name: 'Why it was flagged' });
    await panel.getByText('cat (suggested)').waitFor();
    await panel.getByRole('img', { name: /^Probability of bird over 6 epochs/ }).waitFor();
    await gallery.waitForFocus(0);
    await gallery.press('ArrowRight');
    await panel.getByText('owl (given)').waitFor();
    await panel.getByRole('button', { name: 'Reveal in Explorer' }).click();
    assert.equal((await gallery.requests('revealImage'))[0]?.position, 1);
    await gallery.page.waitForFunction(() =>
      window.fakeHost.requests.some(
        (request) => request.name === 'rememberPlace' && request.params.place.hasPanel,
      ),
    );
    await gallery.page.reload();
    await panel.getByText('owl (given)').waitFor();
  });

  it('reads anew what it shows when the host sends the same view again', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('i');
    await gallery.page.locator('.bars').waitFor();
    await gallery.page.evaluate(async () => {
      window.fakeHost.emit({ type: 'stateChanged', state: await window.fakeHost.stateNow() });
    });
    await gallery.page.waitForFunction(
      () => window.fakeHost.requests.filter(({ name }) => name === 'getDetails').length === 2,
    );
    await gallery.page.locator('.bars').waitFor();
  });

  it('says why it has nothing to show, once, and shows what can be shown', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.evaluate(
      () => (window.fakeHost.detailsFailure = 'evidence.bin is damaged; search again.'),
    );
    await gallery.press('i');
    const panel = gallery.page.getByRole('complementary', { name: 'Why it was flagged' });
    await panel.getByText('evidence.bin is damaged; search again.').waitFor();
    assert.equal(await gallery.page.getByRole('alert').count(), 1);
    await gallery.press('Space');
    await gallery.page.locator('.stage > img').waitFor();
    assert.equal(await gallery.page.getByText('evidence.bin is damaged; search again.').count(), 1);
    await gallery.page.evaluate(() => (window.fakeHost.detailsFailure = null));
    await gallery.press('ArrowRight', 'ArrowLeft');
    await panel.getByText('cat (suggested)').waitFor();
  });

  it('relabels with a number key, and sweeps a pair as one step', async () => {
    const gallery = await open({ suspects: 300 });
    await gallery.waitForFocus(0);
    await gallery.press('2');
    await gallery.waitForStatus('Relabelled 1 image to deer. Saved.');
    await gallery.press('z');
    await gallery.waitForFocus(0);
    await gallery.press('Shift+Enter');
    await gallery.page
      .getByRole('status')
      .filter({ hasText: /Relabelled \d+ images to cat\. Saved/ })
      .waitFor();
    const last = (await gallery.requests('review')).at(-1)?.request;
    assert.ok(last && 'targets' in last && last.targets.ranges.length > 1);
    await gallery.press('z');
    await gallery.waitForCounts('0 of 300 reviewed');
  });

  it('asks the host for the next undecided suspect instead of paging to it', async () => {
    const gallery = await open({ suspects: 5000 });
    await gallery.waitForFocus(0);
    await gallery.press('Shift+Control+End', 'Shift+PageUp', 'Shift+PageUp', 'k');
    await gallery.page
      .getByRole('status')
      .filter({ hasText: /Kept the label of 4,\d+ images/ })
      .waitFor();
    const end = await gallery.focusedPosition();
    await gallery.press('Control+Home');
    await gallery.waitForFocus(0);
    await gallery.press('x');
    await gallery.waitForFocus(end + 1);
    assert.ok((await gallery.requests('nextUndecided')).length > 0);
    assert.ok((await gallery.requests('getRows')).length < 16);
  });

  it('lists the copies of a picture with their labels, and goes to one, in view or not', async () => {
    const gallery = await open({ suspects: 80 });
    await gallery.cell(12).click();
    await gallery.press('i');
    const copy = gallery.page.getByRole('button', {
      name: /^Go to the copy \w+\/image_000031\.png, labelled \w+$/,
    });
    await copy.click();
    await gallery.waitForFocus(31);
    await gallery.page.getByRole('combobox', { name: 'Filter' }).fill('name:*_000031.png');
    await gallery.press('Enter');
    await gallery.page.locator('[data-position="0"][data-path$="image_000031.png"]').click();
    await gallery.page.getByRole('button', { name: /^Go to the copy/ }).click();
    await gallery.page.waitForFunction(() =>
      document.activeElement?.getAttribute('data-path')?.endsWith('image_000012.png'),
    );
    const views = await gallery.requests('setView');
    assert.equal(views.at(-1)?.view.query, 'duplicate');
  });

  for (const theme of Object.keys(THEMES).filter(isThemeName))
    it(`has no violations in ${theme}, with the large view too`, async () => {
      const gallery = await open({ theme });
      await gallery.waitForFocus(0);
      await gallery.press('i');
      await gallery.page.locator('.bars').waitFor();
      assert.deepEqual(await violations(gallery), []);
      await gallery.press('Space');
      await gallery.page.locator('.stage > img').waitFor();
      assert.deepEqual(await violations(gallery), []);
    });
});
