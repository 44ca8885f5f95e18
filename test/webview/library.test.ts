/** `label-review/core` as a page imports it: the built file, with nothing of Node. Needs `npm run build`. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { FILTER_BYS } from '../../src/core/confidentLearning/filterBy';
import * as library from '../../src/library/core';
import { readCleanlabGolden } from '../unit/core/confidentLearning/cleanlabGolden';
import { drawNoisySamples } from '../unit/core/labelNoise/noisySamples';

const CORE = path.resolve(__dirname, '../../dist/core.mjs');
const SITE = 'http://library.test';
const POLICY = "default-src 'none'; script-src 'self'";

type Library = typeof library;

/** What a page is asked, and its answer, as data. */
interface Question {
  readonly labels: readonly number[];
  readonly predProbs: readonly (readonly number[])[];
  readonly filterBys: readonly library.FilterBy[];
}

describe('the library in a browser', () => {
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    page = await browser.newPage();
    const core = await readFile(CORE);
    await page.route(`${SITE}/**`, (route) =>
      route.request().url().endsWith('/core.mjs')
        ? route.fulfill({ contentType: 'text/javascript', body: core })
        : route.fulfill({
            contentType: 'text/html',
            headers: { 'content-security-policy': POLICY },
            body: '<!doctype html><title>library</title>',
          }),
    );
    await page.goto(SITE);
  });
  after(() => browser.close());

  const ask = (question: Question) =>
    page.evaluate(async ({ labels, predProbs, filterBys }) => {
      const address = '/core.mjs';
      const core = (await import(address)) as Library;
      const input = { labels, predProbs };
      return {
        issues: filterBys.map((filterBy) => Array.from(core.findLabelIssues({ ...input, filterBy }).indices)),
        scores: Array.from(core.getLabelQualityScores(input)),
        joint: Array.from(core.computeConfidentJoint(input).data),
        thresholds: Array.from(core.getConfidentThresholds(input)),
        errors: core.estimateNoise(input).errors,
      };
    }, question);

  it('computes what it computes in Node, to the last bit', async () => {
    const noise = (given: number, trueLabel: number) => (given === trueLabel ? 0.8 : 0.05);
    const drawn = drawNoisySamples({ count: 1000, classCount: 5, spread: 2, noise, seed: 3 });
    const labels = Array.from(drawn.labels);
    const predProbs = labels.map((_, row) => Array.from(drawn.predProbs.data.subarray(row * 5, row * 5 + 5)));
    const answer = await ask({ labels, predProbs, filterBys: FILTER_BYS });
    const input = { labels, predProbs };
    assert.deepEqual(answer, {
      issues: FILTER_BYS.map((filterBy) =>
        Array.from(library.findLabelIssues({ ...input, filterBy }).indices),
      ),
      scores: Array.from(library.getLabelQualityScores(input)),
      joint: Array.from(library.computeConfidentJoint(input).data),
      thresholds: Array.from(library.getConfidentThresholds(input)),
      errors: library.estimateNoise(input).errors,
    });
    assert.ok(answer.issues.every((indices) => indices.length > 0));
  });

  it('gives what cleanlab gives', async () => {
    const golden = readCleanlabGolden().find(({ name }) => name === 'k5_n400_noise10');
    assert.ok(golden !== undefined);
    const question = { labels: golden.labels, predProbs: golden.pred_probs, filterBys: FILTER_BYS };
    const { issues, joint } = await ask(question);
    for (const [at, filterBy] of FILTER_BYS.entries()) {
      const expected: readonly number[] = golden.find_label_issues[filterBy].indices;
      assert.deepEqual(
        issues[at]!.toSorted((a, b) => a - b),
        expected,
      );
    }
    assert.deepEqual(joint, golden.confident_joint.flat());
  });

  it('says what is wrong', async () => {
    const said = await page.evaluate(async () => {
      const address = '/core.mjs';
      const { findLabelIssues, LabelReviewError } = (await import(address)) as Library;
      try {
        findLabelIssues({ labels: [0, 1], predProbs: [[1, 0]] });
        return undefined;
      } catch (error) {
        return error instanceof LabelReviewError ? [error.code, error.message] : undefined;
      }
    });
    assert.deepEqual(said, [
      'bad-labels',
      'There are 2 labels for 1 row of predictions; give one label for each row.',
    ]);
  });
});
