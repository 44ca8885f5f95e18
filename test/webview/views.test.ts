import assert from 'node:assert/strict';
import { chanceOf } from '../../src/core/review/sampleTally';
import type { GalleryState } from '../../src/shared/galleryProtocol';
import { NO_COUNTS } from '../../src/shared/noCounts';
import { useGallery } from './harness/useGallery';

const NEVER_SCANNED: Partial<GalleryState> = { status: 'none', runId: null, counts: NO_COUNTS };

describe('gallery filters', () => {
  const open = useGallery();

  it('filters by given class, by pair and by reviewed or not, and clears', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('k');
    await gallery.page.getByRole('button', { name: 'Given: Any' }).click();
    await gallery.page.getByRole('combobox', { name: 'Show suspects labelled' }).pressSequentially('bird');
    await gallery.press('Enter');
    await gallery.page.getByRole('button', { name: 'Given: bird' }).waitFor();
    await gallery.page.locator('[data-position="0"][data-path^="bird/"]').waitFor();
    assert.equal(await gallery.page.locator('[data-path]:not([data-path^="bird/"])').count(), 0);

    await gallery.page.getByRole('button', { name: /^Pair/ }).click();
    await gallery.page.getByRole('combobox', { name: /^Show one confusion/ }).pressSequentially('bird → cat');
    await gallery.press('Enter');
    await gallery.page.getByRole('button', { name: 'Suggested: cat' }).waitFor();

    await gallery.page.getByRole('combobox', { name: 'Reviewed' }).click();
    await gallery.page.getByRole('option', { name: 'Not reviewed' }).click();
    await gallery.page.waitForFunction(() =>
      window.fakeHost.requests.some(
        (request) => request.name === 'setView' && request.params.view.query.includes('unreviewed'),
      ),
    );
    await gallery.page.waitForFunction(() =>
      document.querySelector('.status-bar')?.textContent.includes('in view'),
    );
    const views = await gallery.requests('setView');
    assert.deepEqual(views.at(-1)?.view, {
      query: 'class:bird suggested:cat unreviewed',
      sort: 'rank',
    });
    assert.equal(
      await gallery.page.getByRole('combobox', { name: 'Filter' }).inputValue(),
      'class:bird suggested:cat unreviewed',
    );
    await gallery.waitForCounts('1 of 96 reviewed');
  });

  it('shows copies of one picture side by side, and says which they are', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    const query = gallery.page.getByRole('combobox', { name: 'Filter' });
    await query.fill('contradiction');
    await gallery.press('Enter');
    await gallery.page.locator('[data-position="1"][data-path$="image_000031.png"]').waitFor();
    const first = gallery.page.locator('[data-position="0"]');
    assert.equal(await first.locator('.facts').textContent(), '1 copy');
    const other = await gallery.page.locator('[data-position="1"]').getAttribute('data-path');
    assert.match((await first.getAttribute('title')) ?? '', new RegExp(`\nCopy of ${other ?? ''} \\(`));
    await gallery.page.locator('.facts-of-focus', { hasText: `Copy of ${other ?? ''} (` }).waitFor();

    await query.fill('fault:blurry');
    await gallery.press('Enter');
    await gallery.page.locator('[data-position="0"][data-path$="image_000096.png"]').waitFor();
    assert.equal(await first.locator('.facts').textContent(), 'Blurry');
  });

  it('shows images of no class, the surest first, and suggests to exclude them', async () => {
    const gallery = await open({ suspects: 80, state: { offTopic: 2 } });
    await gallery.waitForFocus(0);
    const choice = gallery.page.getByRole('combobox', { name: 'Show' });
    await choice.click();
    await gallery.page.getByRole('option', { name: 'None of the classes (2)' }).click();
    const first = gallery.page.locator('[data-position="0"][data-path$="image_000083.png"]');
    await first.waitFor();
    assert.equal(await gallery.page.getByRole('combobox', { name: 'Filter' }).inputValue(), 'kind:off-topic');
    assert.equal(await gallery.cells.count(), 2);
    assert.equal(await first.locator('.facts').textContent(), 'Off topic');
    assert.equal(await first.locator('.suggested').textContent(), 'exclude');
    await first.click();
    await gallery.press('i');
    const why = gallery.page.getByRole('complementary', { name: 'Why it was flagged' });
    await why.getByText(/Labelled \w+; it may show none of the classes: better to exclude it\./).waitFor();
    await why.getByText(/Closest to \w+: closeness 0\.31; usual for this class: 0\.62 to 0\.85\./).waitFor();
    assert.equal(await why.locator('.closeness ~ .examples').first().locator('img').count(), 3);
    await gallery.cell(0).focus();
    await gallery.press('Enter');
    await gallery.waitForStatus('Excluded 1 image. Saved.');
    assert.equal(await first.getAttribute('data-decision'), 'exclude');
  });

  it('offers images of no class where no label is suspect', async () => {
    const gallery = await open({ suspects: 0, state: { offTopic: 1 } });
    await gallery.page.getByText('One image may show none of the classes.').waitFor();
    await gallery.page.getByRole('button', { name: 'Show Them' }).click();
    await gallery.cell(0).waitFor();
  });

  it('says so when nothing matches and offers to clear the filters', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.page.getByRole('combobox', { name: 'Reviewed' }).click();
    await gallery.page.getByRole('option', { name: 'Reviewed', exact: true }).click();
    await gallery.page.getByText('No suspects match the filters').waitFor();
    await gallery.page.getByRole('button', { name: 'Clear Filters' }).click();
    await gallery.cell(0).waitFor();
    assert.equal(
      await gallery.page
        .getByRole('combobox', { name: 'Reviewed' })
        .evaluate((list) => 'value' in list && list.value),
      'all',
    );
  });

  it('takes a typed filter, completes it, and keeps the clicked filters in step', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('/');
    const field = gallery.page.getByRole('combobox', { name: 'Filter' });
    await gallery.page.getByRole('option', { name: /^class:/ }).waitFor();
    await field.pressSequentially('sugg');
    await gallery.press('ArrowDown', 'Enter');
    assert.equal(await field.inputValue(), 'suggested:');
    await field.pressSequentially('ca');
    await gallery.press('ArrowDown', 'Enter');
    assert.equal(await field.inputValue(), 'suggested:cat ');
    await field.pressSequentially('-class:owl quality:<10%');
    await gallery.press('Enter');
    await gallery.page.getByRole('button', { name: 'Suggested: cat' }).waitFor();
    await gallery.page.locator('[data-position="0"][data-path]').waitFor();
    assert.equal(await gallery.page.locator('[data-path^="owl/"]').count(), 0);
    assert.equal(await gallery.focusedPosition(), 0);
    await gallery.page.reload();
    await gallery.page.getByRole('button', { name: 'Suggested: cat' }).waitFor();
    assert.equal(await field.inputValue(), 'suggested:cat -class:owl quality:<10%');
    assert.equal((await gallery.requests('review')).length, 0, 'typing decides nothing');
  });

  it('counts beside a completion what it finds, as part of its name', async () => {
    const gallery = await open({ state: { offTopic: 2 } });
    await gallery.waitForFocus(0);
    await gallery.press('k');
    await gallery.waitForCounts('1 of 96 reviewed');
    assert.equal((await gallery.requests('getPairs')).length, 0, 'only where they are needed');
    const field = gallery.page.getByRole('combobox', { name: 'Filter' });
    await field.fill('action:');
    await gallery.page.getByRole('option', { name: 'keep 1', exact: true }).waitFor();
    await field.fill('kind:');
    await gallery.page.getByRole('option', { name: 'off-topic 2', exact: true }).waitFor();
    await field.fill('class:cat');
    const option = gallery.page.getByRole('option', { name: /^cat \d+$/ });
    await option.waitFor();
    const [name, count] = await Promise.all(
      [option, option.locator('.query-count')].map((part) => part.boundingBox()),
    );
    assert.ok(name && count && name.x + name.width - (count.x + count.width) < 10, 'at the right');
    const counted = await option.locator('.query-count').textContent();
    await gallery.press('Enter');
    await gallery.page.locator('.status-bar', { hasText: `${counted ?? ''} in view` }).waitFor();
    await gallery.press('/');
    await gallery.page.locator('query-field input:focus').waitFor();
    assert.equal((await gallery.requests('getPairs')).length, 1, 'asked for once');
  });

  it('says which term of a typed filter it does not understand, and keeps what was shown', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    await gallery.press('/');
    const field = gallery.page.getByRole('combobox', { name: 'Filter' });
    await field.pressSequentially('quality:low');
    await gallery.press('Enter');
    await gallery.page.getByRole('alert').getByText('"quality:low" is not a comparison').waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.equal((await gallery.requests('setView')).length, 0);
    await gallery.press('Escape', 'Escape');
    await gallery.waitForFocus(0);
    assert.equal(await field.inputValue(), '');
  });

  it('asks whether a class was misspelt', async () => {
    const gallery = await open();
    await gallery.press('/');
    await gallery.page.locator('query-field input:focus').waitFor();
    await gallery.page.keyboard.type('class:Cat');
    await gallery.press('Enter');
    await gallery.page.getByText('There is no class "Cat". Did you mean class:cat?').waitFor();
  });

  it('names what contradicts itself, and asks whether a filter was meant', async () => {
    const gallery = await open();
    await gallery.waitForFocus(0);
    const field = gallery.page.getByRole('combobox', { name: 'Filter' });
    await field.fill('class:cat unreviewed reviewed');
    await gallery.press('Enter');
    await gallery.page.getByText('No image can be all of this: unreviewed, reviewed.').waitFor();
    await field.fill('label:cat');
    await gallery.press('Enter');
    await gallery.page
      .getByRole('alert')
      .getByText('"label:" is not a filter. Did you mean class:cat?')
      .waitFor();
    await field.fill('unreviewd');
    await gallery.press('Enter');
    await gallery.page.getByText('Did you mean unreviewed?').waitFor();
  });

  it('opens the list of a button below the buttons, in a low page at its top', async () => {
    for (const [width, height] of [
      [1280, 800],
      [420, 800],
      [1280, 240],
    ] as const) {
      const gallery = await open({ width, height });
      await gallery.waitForFocus(0);
      await gallery.press('l');
      const dialog = gallery.page.locator('dialog.quick-pick');
      const [picker, toolbar] = await Promise.all(
        [dialog, gallery.page.locator('.toolbar')].map((part) => part.boundingBox()),
      );
      assert.ok(picker && toolbar);
      if (height > 300) assert.ok(picker.y >= toolbar.y + toolbar.height, `${width} × ${height}`);
      assert.ok(picker.y + picker.height <= height, `${width} × ${height} ends in the page`);
    }
  });

  const byChance = (paths: readonly string[]) => paths.toSorted((a, b) => chanceOf(a) - chanceOf(b));
  for (const { order, sorted } of [
    { order: 'Path', sorted: (paths: readonly string[]) => paths.toSorted() },
    { order: 'At random', sorted: byChance },
  ])
    it(`sorts, ${order}`, async () => {
      const gallery = await open();
      await gallery.waitForFocus(0);
      const shown = async () => {
        const paths = await gallery.cells.evaluateAll((cells) =>
          cells.map((cell) => cell.getAttribute('data-path')),
        );
        return paths.filter((path) => path !== null);
      };
      const before = await shown();
      await gallery.page.getByRole('combobox', { name: 'Sort' }).click();
      await gallery.page.getByRole('option', { name: order }).click();
      await gallery.page.waitForFunction(
        (second) => document.querySelector(`[data-position="1"]:not([data-path="${second}"])[data-path]`),
        before[1],
      );
      const after = await shown();
      assert.deepEqual(after, sorted(after));
    });
});

describe('gallery states', () => {
  const open = useGallery();

  it('explains what a scan does when there was none, and starts one', async () => {
    const gallery = await open({ state: NEVER_SCANNED });
    await gallery.page.getByRole('heading', { name: 'animals has not been scanned yet' }).waitFor();
    await gallery.page.getByRole('button', { name: 'Find Wrong Labels…' }).click();
    const [command] = await gallery.requests('runCommand');
    assert.equal(command?.command, 'scan');
    assert.equal((await gallery.requests('rememberPlace')).length, 0);
  });

  it('says why nothing can be shown, and offers to search again', async () => {
    const refusal = 'Cannot use runs/1/columns/path.jsonl: it holds 3 images instead of 2760.';
    const gallery = await open({ refusal });
    await gallery.page.getByRole('alert').getByText(refusal).waitFor();
    await gallery.page.getByRole('button', { name: 'Find Wrong Labels…' }).click();
    await gallery.page.getByRole('button', { name: 'Show Log' }).click();
    const commands = await gallery.requests('runCommand');
    assert.deepEqual(
      commands.map(({ command }) => command),
      ['scan', 'showLog'],
    );
  });

  it('follows a run, and says how it ended', async () => {
    const gallery = await open({ state: NEVER_SCANNED });
    await gallery.page.evaluate(() =>
      window.fakeHost.emit({
        type: 'progress',
        progress: {
          phase: 'train',
          fold: 2,
          folds: 4,
          epoch: 3,
          epochs: 12,
          done: 40,
          total: 100,
          imagesPerSecond: 1234.4,
          secondsLeft: 95,
        },
      }),
    );
    const bar = gallery.page.getByRole('progressbar', { name: 'Training the network' });
    await bar.waitFor();
    assert.equal(await bar.getAttribute('aria-valuenow'), '40');
    await gallery.page.getByText('fold 2 of 4 · epoch 3 of 12 · 1,234 images/s · 2 min left').waitFor();
    await gallery.page.getByRole('button', { name: 'Cancel Run' }).click();
    await gallery.page.evaluate(() =>
      window.fakeHost.emit({ type: 'runEnded', status: 'failed', message: 'The trainer stopped.' }),
    );
    await gallery.page.getByRole('heading', { name: 'The run failed' }).waitFor();
    await gallery.page.getByRole('button', { name: 'Show Log' }).click();
    const commands = await gallery.requests('runCommand');
    assert.deepEqual(
      commands.map(({ command }) => command),
      ['cancel', 'showLog'],
    );
    assert.equal(await gallery.page.getByRole('progressbar').count(), 0);
  });

  it('shows progress above the results of an older run, and the notices', async () => {
    const gallery = await open({
      state: { progress: { phase: 'detect' }, notices: ['Decisions are kept elsewhere.'] },
    });
    const bar = gallery.page.getByRole('progressbar', { name: 'Finding suspects' });
    await bar.waitFor();
    assert.equal(await bar.getAttribute('aria-valuenow'), null);
    await gallery.page.getByText('Decisions are kept elsewhere.').waitFor();
    assert.ok((await gallery.cells.count()) > 5);
  });

  it('says that no wrong labels were found', async () => {
    const gallery = await open({ suspects: 0 });
    await gallery.page.getByRole('heading', { name: 'No wrong labels found' }).waitFor();
  });

  it('offers the export when all is reviewed', async () => {
    const gallery = await open({ suspects: 2 });
    await gallery.waitForFocus(0);
    await gallery.press('k', 'k');
    await gallery.page.locator('.strip').getByRole('button', { name: 'Export CSV' }).click();
    const [command] = await gallery.requests('runCommand');
    assert.equal(command?.command, 'export');
  });

  it('takes the results of a new run', async () => {
    const gallery = await open({ state: NEVER_SCANNED });
    await gallery.page.evaluate(() => {
      const counts = {
        suspects: 96,
        reviewed: 0,
        relabelled: 0,
        kept: 0,
        excluded: 0,
        unsure: 0,
        inView: 96,
      };
      window.fakeHost.emit({
        type: 'stateChanged',
        state: {
          datasetName: 'animals',
          status: 'ready',
          runId: 'run-2',
          thing: 'image',
          images: 5000,
          unreadable: 0,
          offTopic: 0,
          classes: ['cat', 'dog'],
          view: { query: '', sort: 'rank' },
          viewVersion: 1,
          counts: { ...counts, reviewedInView: 0, canUndo: false, canRedo: false },
          groups: [],
          place: null,
          firstUndecided: 0,
          learns: false,
          checks: null,
          keys: {},
          stopping: null,
          progress: null,
          notices: [],
        },
      });
    });
    await gallery.page.locator('[data-position="0"][data-path]').waitFor();
  });
});
