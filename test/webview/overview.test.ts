import assert from 'node:assert/strict';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { THEMES, isThemeName } from '../../webview/harness/themes';
import { requestsOf, useOverview } from './harness/useOverview';

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // `axe` is what the line above has defined in the page.
  const results = await page.evaluate<AxeResults>('axe.run()');
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`),
  );
}

const focusedCell = (page: Page) =>
  page.evaluate(() => [
    document.activeElement?.getAttribute('data-row'),
    document.activeElement?.getAttribute('data-column'),
  ]);

describe('overview page', () => {
  const open = useOverview();

  for (const theme of Object.keys(THEMES).filter(isThemeName))
    it(`has no accessibility violations in ${theme}, tables unfolded`, async () => {
      const page = await open({ theme });
      assert.deepEqual(await violations(page), []);
      for (const summary of await page.locator('summary').all()) await summary.click();
      assert.deepEqual(await violations(page), []);
    });

  it('does not overflow sideways at 300 px, nor with many classes', async () => {
    for (const classes of [10, 400]) {
      const page = await open({ width: 300, classes, images: 30 });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(width, 300);
    }
  });

  it('says which opinions were formed, what each weighed, and where the encoder comes from', async () => {
    const page = await open();
    const opinions = page.locator('dl.settings > div', { hasText: 'Opinions' }).locator('dd');
    const text = await opinions.innerText();
    assert.match(
      text,
      /^Judged by two opinions: the encoder EfficientNet-Lite0 \(weight 0\.68; it names 83% /,
    );
    assert.match(text, / and the network \(0\.32; 74%\)\. EfficientNet-Lite0 was trained on ImageNet/);
  });

  it('shows how each opinion was learnt', async () => {
    const page = await open();
    const network = page.getByRole('region', { name: 'Training of the network' });
    const head = page.getByRole('region', { name: "Training on the encoder's features" });
    await network.getByText('Thin lines: 3 models').waitFor();
    await network.getByText('The dashed line is where the piecewise-zero loss takes over').waitFor();
    await head.getByText('Thin lines: 4 models').waitFor();
    assert.equal(await head.getByText('The dashed line').count(), 0);
  });

  it('opens the gallery from a class, a pair and a cell', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'cat', exact: true }).click();
    await page.locator('pair-table .link').first().click();
    const pair = (await page.locator('pair-table .link').first().innerText()).split(' → ');
    const cell = page.getByRole('gridcell', { name: `Labelled ${pair[0]!}, suggested ${pair[1]!}:` });
    await cell.click();
    const expected = { name: 'openGallery', params: { given: pair[0], suggested: pair[1] } };
    assert.deepEqual(await requestsOf(page), [
      { name: 'openGallery', params: { given: 'cat' } },
      expected,
      expected,
    ]);
  });

  it('moves through the matrix by keyboard with one tab stop, and opens a cell with Enter', async () => {
    const page = await open();
    assert.equal(await page.locator('.matrix [tabindex="0"]').count(), 1);
    await page.locator('.matrix [tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    assert.deepEqual(await focusedCell(page), ['0', '1']);
    await page.keyboard.press('Enter');
    assert.deepEqual(await requestsOf(page), [
      { name: 'openGallery', params: { given: 'bird', suggested: 'cat' } },
    ]);
    await page.keyboard.press('Control+End');
    assert.deepEqual(await focusedCell(page), ['9', '9']);
    await page.keyboard.press('Enter');
    assert.equal((await requestsOf(page)).length, 1, 'a cell without suspects opens nothing');
    assert.equal(await page.locator('.matrix [tabindex="0"]').count(), 1);
  });

  it('sorts the classes and says how they are sorted', async () => {
    const page = await open();
    const names = () => page.locator('class-table tbody th').allInnerTexts();
    const head = page.getByRole('columnheader', { name: 'Class', exact: true });
    await head.getByRole('button').click();
    assert.equal(await head.getAttribute('aria-sort'), 'ascending');
    assert.deepEqual((await names()).slice(0, 3), ['bird', 'cat', 'deer']);
    await head.getByRole('button').click();
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    assert.deepEqual((await names()).slice(0, 2), ['truck', 'ship']);
  });

  it('counts images of no class, and opens the gallery on those of a class', async () => {
    const page = await open();
    await page.getByText(/^\d+ images may show none of the classes\.$/).waitFor();
    const head = page.getByRole('columnheader', { name: 'None of the classes' });
    await head.getByRole('button').click();
    assert.equal(await head.getAttribute('aria-sort'), 'descending');
    const button = page
      .getByRole('button', { name: /^\d+ images? of class cat may show none of the classes: show them$/ })
      .first();
    await button.click();
    assert.deepEqual(await requestsOf(page), [
      { name: 'openGallery', params: { given: 'cat', kind: 'off-topic' } },
    ]);
  });

  it('counts decisions live and keeps the keyboard where it is', async () => {
    const page = await open({ decided: 0 });
    const cell = page.locator('.matrix td[data-row="0"][data-column="1"]');
    await cell.focus();
    await page.evaluate(() => window.overviewHost.decide(40));
    await page.getByText('40 of', { exact: false }).first().waitFor();
    assert.match(
      await page.locator('.review-text').innerText(),
      /^40 of \d+ suspects reviewed, 30 labels found wrong$/,
    );
    assert.deepEqual(await focusedCell(page), ['0', '1']);
    assert.match(
      await page.locator('.sample').innerText(),
      /^Of 40 suspects reviewed at random, 30 have a wrong label: that makes \d+ to \d+ wrong labels among all \d+ suspects/,
    );
  });

  it('has the numbers of every chart in a table', async () => {
    const page = await open({ epochs: 4 });
    for (const image of await page.getByRole('img').all())
      assert.ok(((await image.getAttribute('aria-label')) ?? '').length > 0);
    assert.equal(await page.locator('figure').count(), 5);
    assert.equal(await page.locator('figure table').count(), 5);
    await page.locator('figure summary').nth(1).click();
    assert.equal(await page.getByRole('table', { name: 'Loss' }).locator('tbody tr').count(), 4);
    assert.equal(await page.getByRole('table', { name: 'Loss' }).locator('thead th').count(), 5);
  });

  it('chooses the classes of the matrix that hold suspects, and lists the pairs first where it holds few', async () => {
    const page = await open({ classes: 300, images: 26 });
    const filled = await page.locator('.matrix td:not(.shade-0)').count();
    assert.ok(filled >= 12, `${filled} cells with suspects`);
    await page.getByText(/The 24 of 300 classes .*: \d+ of 866 suspects\./).waitFor();
    const pairs = await page.locator('pair-table').boundingBox();
    const matrix = await page.locator('confusion-matrix').boundingBox();
    assert.ok(pairs && matrix && pairs.y + pairs.height <= matrix.y, 'the pairs come first');
    const few = await open({ classes: 20 });
    const above = await few.locator('confusion-matrix').boundingBox();
    const below = await few.locator('pair-table').boundingBox();
    assert.ok(above && below && above.y + above.height <= below.y, 'the matrix comes first');
  });

  it('stays usable with a thousand classes', async () => {
    const page = await open({ classes: 1000, images: 26 });
    assert.equal(await page.locator('.matrix tbody tr').count(), 24);
    assert.equal(await page.locator('class-table tbody tr').count(), 30);
    await page.getByRole('searchbox', { name: 'Filter classes' }).fill('class 77');
    assert.equal(await page.locator('class-table tbody tr').count(), 10);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Show all 1,000' }).click();
    assert.equal(await page.locator('class-table tbody tr').count(), 1000);
  });

  it('lists unreadable images with their reasons and reveals them', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'cat/image_000017.png' }).click();
    assert.deepEqual(await requestsOf(page), [{ name: 'revealUnreadable', params: { index: 0 } }]);
    assert.equal(await page.getByText('the file ends too early').count(), 1);
  });

  it('is where the reader left it when it is made anew', async () => {
    const page = await open({ scrollTop: 500 });
    await page.waitForFunction(() => window.scrollY === 500);
    await page.mouse.wheel(0, 100);
    await page.waitForFunction(
      () =>
        JSON.stringify(window.overviewHost.kept) ===
        JSON.stringify({ datasetRoot: '/data/animals', runId: null, scrollTop: 600 }),
    );
  });

  it('offers a scan where there is no run, and the log where the run cannot be read', async () => {
    const page = await open({ none: true });
    await page.getByRole('button', { name: 'Find Wrong Labels…' }).click();
    await page.evaluate(() => window.overviewHost.post({ type: 'failed', message: 'run.json is damaged.' }));
    await page.getByRole('alert').filter({ hasText: 'run.json is damaged.' }).waitFor();
    await page.getByRole('button', { name: 'Show Log' }).click();
    assert.deepEqual(await requestsOf(page), [
      { name: 'runCommand', params: { command: 'scan' } },
      { name: 'runCommand', params: { command: 'showLog' } },
    ]);
  });
});
