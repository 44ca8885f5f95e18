/** The boxes of a detection set in a real VS Code: found out, searched, seen in their pictures, decided about, exported. */
import assert from 'node:assert/strict';
import { writeStripeBoxes } from '../../fixtures/stripeBoxes';
import { SEARCH_TIMEOUT_MS, webviewFrame, type DriveContext } from '../host/driveContext';
import { exportLabels } from './exportLabels';
import { answerSearch } from './startSearch';

export const userSettings = {
  'labelReview.preset': 'fast',
  'labelReview.encoder': 'none',
  'labelReview.epochs': 12,
  'labelReview.folds': 2,
  'labelReview.seed': 1,
};

export async function drive(context: DriveContext): Promise<void> {
  const { page, step, runCommand, screenshot, workspace } = context;
  const { wrong, boxes } = await writeStripeBoxes(workspace, { pictures: 45, wrong: 8, seed: 4 });
  const gallery = webviewFrame(page);
  const cells = gallery.locator('[role=gridcell]');
  const focused = gallery.locator('.row > [tabindex="0"]');
  const status = gallery.locator('[role=status]');
  const annotationOf = async () =>
    Number((await focused.getAttribute('data-path'))?.match(/#(\d+)$/)?.[1] ?? -1);

  await step('says in which form the labels are', async () => {
    await page.locator('.activitybar').getByRole('tab', { name: 'Label Review' }).waitFor();
    await runCommand('Label Review: Find Wrong Labels…');
    const question = page.locator('.quick-input-widget');
    await question.locator('.monaco-list-row').filter({ hasText: 'Labels: COCO' }).waitFor();
    await question
      .getByText(/about|less than a minute/)
      .first()
      .waitFor();
    assert.equal(
      await question.locator('input.input').getAttribute('placeholder'),
      `${boxes} boxes of 3 classes. Enter starts.`,
    );
    await screenshot('boxes-question');
  });

  await step('finds boxes of a wrong class', async () => {
    await answerSearch(page);
    await cells.first().waitFor({ timeout: SEARCH_TIMEOUT_MS });
    await cells.first().click();
    assert.ok(wrong.has(await annotationOf()), 'the first suspect is a planted error');
    await cells.first().locator('img').waitFor();
    await screenshot('boxes-grid');
  });

  await step('shows a box in its picture', async () => {
    await focused.press('Space');
    await gallery.locator('.box-frame').waitFor();
    const width = () =>
      gallery.locator('.stage > img').evaluate((image: HTMLImageElement) => image.naturalWidth);
    assert.equal(await width(), 128, 'the whole picture');
    await screenshot('boxes-large');
    await page.keyboard.press('Escape');
    await focused.waitFor();
  });

  let accepted = -1;
  let excluded = -1;

  await step('relabels one box and excludes another', async () => {
    accepted = await annotationOf();
    await focused.press('Enter');
    await status.filter({ hasText: 'Saved' }).waitFor();
    excluded = await annotationOf();
    assert.notEqual(excluded, accepted);
    await focused.press('x');
    await status.filter({ hasText: 'Excluded 1 box' }).waitFor();
  });

  await step('exports them by their annotations', async () => {
    const [head = '', ...rows] = (await exportLabels(context)).trimEnd().split('\n');
    const columns = head.split(',');
    const cell = (row: string, column: string) => row.split(',')[columns.indexOf(column)];
    assert.equal(rows.length, boxes);
    const of = (annotation: number) => rows.find((row) => cell(row, 'annotation') === `${annotation}`) ?? '';
    assert.equal(cell(of(accepted), 'corrected_label'), wrong.get(accepted));
    assert.match(of(accepted), /^images\/\d{3}\.png,/);
    assert.match(cell(of(accepted), 'box') ?? '', /^\d+ \d+ 24 24$/);
    assert.equal(cell(of(excluded), 'action'), 'exclude');
  });
}
