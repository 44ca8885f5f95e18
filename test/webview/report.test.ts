import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import sharp from 'sharp';
import { htmlReport } from '../../src/core/report/htmlReport';
import { createReport } from '../../src/core/report/createReport';
import { REPORT_STYLE } from '../../src/core/report/reportStyle';
import { wordReport } from '../../src/core/report/wordReport';
import { ENGLISH } from '../../src/core/words/message';
import { HOSTILE_NAMES, sampleMaterial } from '../unit/core/report/sampleReport';
import { sampleResults } from '../unit/review/sampleRun';
import { temporaryFolder } from '../unit/temporaryFolder';

const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const LONG = 'a/'.repeat(60);

/** A report with everything in it that may be hard to show. */
async function makeReport(): Promise<string> {
  const names = [...HOSTILE_NAMES.map((name) => `x${name}`), LONG];
  const decisions = [
    { action: 'relabel', label: LONG },
    { action: 'keep' },
    { action: 'exclude' },
    { action: 'unsure' },
  ] as const;
  const rows = sampleResults(...names.map((name, i) => [`p${name}`, name, `${name}${i}`] as const));
  const decided = decisions.map((decision, i) => ({ path: rows[i]!.path, givenLabel: names[i]!, decision }));
  const material = sampleMaterial(rows, { dataset: LONG, decided, latest: '2026-01-02T03:04:05Z' });
  const run = { ...material.run, classes: names, warnings: names };
  const report = createReport({ ...material, run }, 100);
  const png = await sharp({ create: { width: 20, height: 40, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  const address = `data:image/png;base64,${png.toString('base64')}`;
  const pictures = new Map(rows.slice(0, 5).map((row) => [row.path, { address, isTiny: true }]));
  const styleHash = createHash('sha256').update(REPORT_STYLE).digest('base64');
  return [
    ...htmlReport(wordReport(report, { wording: ENGLISH }), { pictures, styleHash, language: 'en' }),
  ].join('');
}

describe('a report in a browser', () => {
  const folder = temporaryFolder();
  let browser: Browser;
  const problems: string[] = [];

  before(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  });
  after(() => browser.close());

  async function open(options: BrowserContextOptions): Promise<Page> {
    const file = path.join(folder(), 'report.html');
    await writeFile(file, await makeReport());
    const context = await browser.newContext({ ...options, bypassCSP: false });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => problems.push(message.text()));
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith('data:')),
      [pathToFileURL(file).href],
    );
    assert.deepEqual(problems.splice(0), [], 'the policy lets the style pass, and there is nothing else');
    return page;
  }

  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 420])
      it(`is accessible and fits into a window of ${width} px, ${colorScheme}`, async () => {
        const page = await open({ colorScheme, viewport: { width, height: 800 } });
        const widest = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(widest <= width, `${widest}`);
        const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.equal(ground, colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(22, 25, 29)');
        await page.evaluate(axe.source);
        // `axe` is what the line above has defined in the page.
        const { violations } = await page.evaluate<AxeResults>('axe.run()');
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes[0]?.target)}`),
          [],
        );
        await page.context().close();
      });

  it('shows pictures, and words where there is none', async () => {
    const page = await open({});
    const sizes = await page
      .locator('img')
      .evaluateAll((images) =>
        images.map((image) => (image instanceof HTMLImageElement ? image.naturalHeight : 0)),
      );
    assert.deepEqual(sizes, [40, 40, 40, 40, 40]);
    const missing = page.getByText('No picture', { exact: true });
    assert.equal(await missing.count(), HOSTILE_NAMES.length + 1 - 5);
    await page.context().close();
  });
});
