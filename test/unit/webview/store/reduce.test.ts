import assert from 'node:assert/strict';
import {
  type GalleryState,
  type SuspectDetails,
  type SuspectRow,
  type ViewChanged,
} from '../../../../src/shared/galleryProtocol';
import { NO_COUNTS } from '../../../../src/shared/noCounts';
import { classesOf, createPage, focusFailure, viewOf, type Page } from '../../../../webview/store/page';
import { reduce, type PageEvent } from '../../../../webview/store/reduce';
import type { Effect } from '../../../../webview/store/step';

const STATE: GalleryState = {
  datasetName: 'animals',
  status: 'ready',
  runId: 'run-1',
  thing: 'image',
  images: 100,
  unreadable: 0,
  classes: ['cat', 'dog'],
  checks: null,
  offTopic: 0,
  view: { query: '', sort: 'rank' },
  viewVersion: 1,
  counts: { ...NO_COUNTS, suspects: 20, inView: 20 },
  groups: [],
  place: null,
  firstUndecided: 0,
  learns: false,
  stopping: null,
  progress: null,
  keys: {},
  notices: [],
};

const changed = (viewVersion: number, query: string, inView: number): ViewChanged => ({
  view: { query, sort: 'rank' },
  viewVersion,
  counts: { ...STATE.counts, inView },
  groups: [],
});

const row = (position: number): SuspectRow => ({
  position,
  path: `${position}.png`,
  givenLabel: 'cat',
  suggestedLabel: 'dog',
  labelQuality: 0.1,
  suggestedProbability: 0.9,
  rank: position + 1,
  decision: null,
});

const DETAILS: SuspectDetails = {
  path: '0.png',
  classes: [],
  models: [],
  trajectory: [],
  typicalGiven: [],
  typicalSuggested: [],
  neighbours: [],
};

/** The page after the events, and the effects of the last one. */
function after(page: Page, ...events: readonly PageEvent[]): { page: Page; effects: readonly Effect[] } {
  let effects: readonly Effect[] = [];
  for (const event of events) ({ page, effects } = reduce(page, event));
  return { page, effects };
}

const started = (state: Partial<GalleryState> = {}): Page =>
  after(createPage(false), { type: 'started', state: { ...STATE, ...state }, place: null }).page;

const withRows = (page: Page): Page =>
  after(page, {
    type: 'rowsLoaded',
    loaded: { viewVersion: 1, page: 0, rows: Array.from({ length: 20 }, (_, i) => row(i)), generation: 0 },
  }).page;

describe('page, filters set faster than they are answered', () => {
  const FIRST: PageEvent = { type: 'changeView', change: { query: 'class:cat' } };
  const SECOND: PageEvent = { type: 'changeView', change: { sort: 'path' } };
  const THIRD: PageEvent = { type: 'changeView', change: { group: 'pair' } };
  const ALL = { query: 'class:cat', sort: 'path', group: 'pair' } as const;

  it('asks each time for all that was chosen so far', () => {
    const { effects } = after(started(), FIRST, SECOND, THIRD);
    assert.deepEqual(effects, [{ type: 'askView', view: ALL, serial: 3 }]);
  });

  it('loses none when the answers to the earlier ones come in between', () => {
    const { page, effects } = after(
      started(),
      FIRST,
      SECOND,
      { type: 'viewAnswered', serial: 1, changed: changed(2, 'class:cat', 9) },
      THIRD,
    );
    assert.deepEqual(effects, [{ type: 'askView', view: ALL, serial: 3 }]);
    assert.deepEqual(viewOf(page), ALL, 'the controls show what was chosen');
    assert.equal(page.state?.viewVersion, 2, 'and the suspects are those of the last answer');
  });

  it('shows the view of the host once the last is answered', () => {
    const { page } = after(
      started(),
      FIRST,
      { type: 'changeView', change: { query: 'class:dog' } },
      { type: 'viewAnswered', serial: 1, changed: changed(2, 'class:cat', 9) },
      { type: 'viewAnswered', serial: 2, changed: changed(3, 'class:dog', 1) },
    );
    assert.equal(page.asked, null);
    assert.deepEqual(viewOf(page), { query: 'class:dog', sort: 'rank' });
    assert.equal(page.announcement.text, '1 suspect in view.');
  });

  it('goes back to the view of the host when the last is refused', () => {
    const { page } = after(started(), FIRST, { type: 'viewRefused', serial: 1, message: 'No.' });
    assert.deepEqual(viewOf(page), STATE.view);
    assert.equal(page.error, 'No.');
  });
});

describe('page, similar images', () => {
  const SHOW: PageEvent = { type: 'showSimilar', query: 'similar:3.png' };
  const filtered = () => {
    const view = { query: 'class:cat', sort: 'path', group: 'pair' } as const;
    return after(withRows(started({ view })), { type: 'moveTo', position: 3 }).page;
  };

  it('take the place of filters, order and large view, and say that they are looked for', () => {
    const { page, effects } = after(filtered(), { type: 'setLarge', isLarge: true }, SHOW);
    assert.deepEqual(viewOf(page), { query: 'similar:3.png', sort: 'rank', group: undefined });
    assert.deepEqual(
      effects.map(({ type }) => type),
      ['askView'],
    );
    assert.deepEqual([page.isLarge, page.announcement.text], [false, 'Looking for similar images…']);
  });

  it('know the way back, past others', () => {
    const wayBack = { view: { query: 'class:cat', sort: 'path', group: 'pair' }, path: '3.png' };
    const first = after(filtered(), SHOW).page;
    assert.deepEqual(first.wayBack, wayBack);
    assert.deepEqual(after(first, { type: 'showSimilar', query: 'similar:5.png' }).page.wayBack, wayBack);
    const typed = after(filtered(), { type: 'changeView', change: { query: 'similar:3.png' } }).page;
    assert.deepEqual(typed.wayBack, wayBack);
    assert.equal(after(typed, { type: 'changeView', change: { query: '' } }).page.wayBack, null);
  });

  it('are announced when they are there', () => {
    const answer = { type: 'viewAnswered', serial: 1, changed: changed(2, 'similar:3.png', 49) } as const;
    const { page } = after(filtered(), SHOW, answer);
    assert.equal(page.announcement.text, '49 images in view, the most similar first.');
    const textOf = (inView: number) =>
      after(filtered(), SHOW, { ...answer, changed: changed(2, 'similar:3.png', inView) }).page.announcement
        .text;
    assert.deepEqual([textOf(0), textOf(1)], ['No images in view.', '1 image in view.']);
    const again = after(page, { type: 'changeView', change: { sort: 'path' } }).page;
    assert.equal(again.announcement.text, '49 images in view, the most similar first.');
  });

  it('are not announced any more when there are none, or another view is wanted', () => {
    const refused = after(filtered(), SHOW, { type: 'viewRefused', serial: 1, message: 'Gone.' }).page;
    assert.deepEqual([refused.error, refused.announcement.text, refused.asked], ['Gone.', '', null]);
    const overtaken = after(
      filtered(),
      SHOW,
      { type: 'changeView', change: { query: '' } },
      { type: 'viewRefused', serial: 1, message: null },
    ).page;
    assert.deepEqual([overtaken.error, overtaken.asked?.serial], [null, 2]);
  });
});

describe('page', () => {
  it('starts where the reviewer was, and gives the keyboard to that suspect', () => {
    const place = { focus: 7, scrollTop: 640, cellSize: 192, hasPanel: true };
    const { page, effects } = after(createPage(false), {
      type: 'started',
      state: { ...STATE, firstUndecided: 3 },
      place,
    });
    assert.deepEqual([page.focus, page.cellSize, page.hasPanel], [7, 192, true]);
    assert.deepEqual(effects, [
      { type: 'fetchRows' },
      { type: 'scrollTo', offset: 640 },
      { type: 'focus' },
      { type: 'loadDetails', position: 7 },
      { type: 'loadRow', position: 7 },
    ]);
  });

  it('starts a review without a place at its first undecided suspect, inside the view', () => {
    assert.equal(started({ firstUndecided: 3 }).focus, 3);
    assert.equal(started({ firstUndecided: 30 }).focus, 19);
  });

  it('starts a new run at its first undecided suspect, as if it were opened', () => {
    const { page } = after(withRows(started()), { type: 'moveTo', position: 9 });
    const state = { ...STATE, runId: 'run-2', viewVersion: 2, firstUndecided: 5 };
    const arrived = after(page, { type: 'stateChanged', state });
    assert.deepEqual([arrived.page.focus, arrived.page.anchor], [5, 5]);
    assert.ok(arrived.effects.some(({ type }) => type === 'showFocus'));
    const first = after(started({ status: 'none', runId: null }), { type: 'stateChanged', state });
    assert.equal(first.page.focus, 5, 'the first run, too');
  });

  it('says once that a run has come from outside, and where the reviewer is in it', () => {
    const arrive = (page: Page, told: string, suspects = 20) => {
      const state = { ...STATE, runId: 'run-2', viewVersion: 2, counts: { ...STATE.counts, suspects } };
      const place = { focus: 4, isSameImage: true, selection: [] };
      return after(page, { type: 'orderAdopted', state, place, told, isFromOutside: true }).page;
    };
    const page = arrive(started(), '');
    assert.deepEqual([page.announcement.text, page.focus], ['A new run is there: 20 suspects.', 4]);
    assert.equal(arrive(page, '').announcement.text, '', 'it is there already');
    assert.equal(
      arrive(started(), 'Since the run before: more.', 1).announcement.text,
      'A new run is there: 1 suspect. Since the run before: more.',
    );
  });

  it('stays where it is when the same run is sent anew', () => {
    const { page } = after(withRows(started()), { type: 'moveTo', position: 9 });
    const again = after(page, { type: 'stateChanged', state: { ...STATE, firstUndecided: 5 } });
    assert.equal(again.page.focus, 9);
    assert.ok(!again.effects.some(({ type }) => type === 'showFocus'));
  });

  it('keeps the focus inside a view that has become shorter, and drops what was of the old one', () => {
    const long = after(withRows(started()), { type: 'moveTo', position: 19 }, { type: 'selectAll' }).page;
    const { page } = after(long, { type: 'stateChanged', state: { ...STATE, ...changed(2, 'x', 5) } });
    assert.deepEqual([page.focus, page.selection.length, page.rows.get(0)], [4, 0, undefined]);
  });

  it('ignores rows and details of a view that it no longer shows', () => {
    const page = started({ viewVersion: 3 });
    const late = { viewVersion: 2, page: 0, rows: [row(0)], generation: 0 };
    assert.equal(after(page, { type: 'rowsLoaded', loaded: late }).page, page);
  });

  it('shows a saved decision at once, and asks again only for the other rows that changed', () => {
    const pending = { targets: [[2, 3]] as const, undecided: 1 };
    const targets = { viewVersion: 1, ranges: [[2, 3]] as [number, number][] };
    const sent = after(withRows(started()), { type: 'sent', pending }).page;
    assert.equal(sent.pending.length, 1);
    const { page, effects } = after(sent, {
      type: 'saved',
      pending,
      request: { kind: 'accept', targets },
      outcome: {
        step: { kind: 'accept', images: 1, label: 'dog' },
        counts: { ...STATE.counts, reviewed: 1 },
        changed: [[2, 3]],
        groups: [],
      },
    });
    assert.deepEqual(page.rows.get(2)?.decision, { action: 'relabel', label: 'dog' });
    assert.deepEqual(page.rows.missingPages(0, 20), []);
    assert.deepEqual([page.pending.length, page.state?.counts.reviewed], [0, 1]);
    assert.deepEqual(effects, [{ type: 'fetchRows' }]);
  });

  it('offers a class that was just typed before it is saved, and no longer where it was not', () => {
    const pending = { targets: [[2, 3]] as const, undecided: 1, label: 'cow' };
    const sent = after(started(), { type: 'sent', pending }).page;
    assert.deepEqual(classesOf(sent), ['cat', 'cow', 'dog']);
    const { page } = after(sent, { type: 'notSaved', pending, message: 'The disk is full.' });
    assert.deepEqual(classesOf(page), ['cat', 'dog']);
  });

  it('shows what the host tells besides, until the next decision is saved', () => {
    const outcome = { step: null, counts: STATE.counts, changed: [[0, 3]] as const, groups: [] };
    const told = { ...outcome, told: 'The journal was changed.' };
    const { page } = after(withRows(started()), { type: 'reviewChanged', outcome: told });
    assert.equal(page.error, 'The journal was changed.');
    const pending = { targets: [], undecided: 0 };
    const request = { kind: 'undo' } as const;
    const saved = { type: 'saved', pending, request } as const;
    assert.equal(after(page, { ...saved, outcome }).page.error, null);
    assert.equal(after(page, { ...saved, outcome: told }).page.error, 'The journal was changed.');
  });

  it('gives the keyboard back to the suspects when a dialog for them closes, and not after a filter', () => {
    const close: PageEvent = { type: 'open', dialog: null };
    assert.deepEqual(after(started(), { type: 'open', dialog: 'label' }, close).effects, [{ type: 'focus' }]);
    assert.deepEqual(after(started(), { type: 'open', dialog: 'pair' }, close).effects, []);
  });

  it('asks again for what the panel shows when the host has sent the same view anew', () => {
    const details = { position: 0, details: DETAILS };
    const shown = after(
      withRows(started()),
      { type: 'setPanel', hasPanel: true },
      { type: 'detailsLoaded', viewVersion: 1, ...details },
    ).page;
    assert.deepEqual(after(shown, { type: 'stateChanged', state: STATE }).effects, [
      { type: 'fetchRows' },
      { type: 'loadDetails', position: 0 },
      { type: 'loadRow', position: 0 },
    ]);
  });

  it('keeps the details of the suspect it shows, however late those of others come', () => {
    const late = Array.from({ length: 30 }, (_, i): PageEvent => ({
      type: 'detailsLoaded',
      viewVersion: 1,
      position: i,
      details: DETAILS,
    }));
    const { page } = after(withRows(started()), { type: 'setPanel', hasPanel: true }, ...late);
    assert.deepEqual([page.details.has(0), page.details.size], [true, 24]);
  });

  it('knows why details are not there until they are, or another view is', () => {
    const failed: PageEvent = { type: 'detailsFailed', viewVersion: 1, position: 0, message: 'No.' };
    const { page } = after(withRows(started()), { type: 'setPanel', hasPanel: true }, failed);
    assert.deepEqual([focusFailure(page), page.error], ['No.', null]);
    const other = after(page, { type: 'moveTo', position: 1 }).page;
    assert.equal(focusFailure(other), null);
    const loaded = { type: 'detailsLoaded', viewVersion: 1, position: 0, details: DETAILS } as const;
    assert.equal(focusFailure(after(page, loaded).page), null);
    assert.equal(focusFailure(after(page, { type: 'stateChanged', state: STATE }).page), null);
  });

  it('asks once for what the large view shows', () => {
    const { page, effects } = after(withRows(started()), { type: 'setLarge', isLarge: true });
    assert.deepEqual(effects, [{ type: 'focus' }, { type: 'loadDetails', position: 0 }]);
    assert.deepEqual(after(page, { type: 'announce', text: 'x' }).effects, []);
    assert.equal(
      after(started({ counts: NO_COUNTS }), { type: 'setLarge', isLarge: true }).page.isLarge,
      false,
    );
  });
});

describe('page, groups', () => {
  const grouped = (): Page =>
    started({
      groups: [
        { given: 'cat', suggested: 'dog', suspects: 12, reviewed: 0 },
        { given: 'dog', suggested: 'cat', suspects: 8, reviewed: 0 },
      ],
    });

  it('folds the group that has the focus, and unfolds it for a suspect in it', () => {
    const folded = after(grouped(), { type: 'moveTo', position: 14 }, { type: 'toggleFolded' }).page;
    assert.deepEqual([folded.focus, folded.isOnHeader, folded.groups.isFolded(1)], [12, true, true]);
    const { page } = after(folded, { type: 'moveTo', position: 15 });
    assert.deepEqual([page.focus, page.isOnHeader, page.groups.isFolded(1)], [15, false, false]);
  });

  it('selects the group that has the focus, and unselects it', () => {
    const selected = after(grouped(), { type: 'moveTo', position: 14 }, { type: 'selectGroup' }).page;
    assert.deepEqual(selected.selection, [[12, 20]]);
    assert.equal(selected.announcement.text, '8 selected.');
    assert.deepEqual(after(selected, { type: 'selectGroup' }).page.selection, []);
  });

  it('keeps groups folded in a view that has them again', () => {
    const folded = after(grouped(), { type: 'setFolded', group: 1, isFolded: true }).page;
    const none = after(
      folded,
      { type: 'changeView', change: {} },
      { type: 'viewAnswered', serial: 1, changed: changed(2, '', 20) },
    ).page;
    const { page } = after(none, { type: 'stateChanged', state: { ...grouped().state!, viewVersion: 3 } });
    assert.deepEqual([page.groups.isFolded(0), page.groups.isFolded(1)], [false, true]);
  });
});
