import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/appError';
import { ReviewLog } from '../../../../src/core/review/reviewLog';
import { findAgain } from '../../../../src/review/findAgain';
import { ReviewSession } from '../../../../src/review/reviewSession';
import type { SimilarImages } from '../../../../src/review/similar/similarImages';
import { DEFAULT_VIEW, type ViewSettings } from '../../../../src/shared/galleryProtocol';
import { FakeJournalFile } from '../fakeJournal';
import { sampleResults, sampleRun } from '../sampleRun';

const ALL = sampleResults(
  ['d.png', 'cat', 'dog'],
  ['a.png', 'cat', 'bird'],
  ['c.png', 'dog', 'cat'],
  ['right.png', 'dog', 'dog'],
  ['fine.png', 'bird', 'bird'],
);
const rowOf = (path: string) => ALL.find((row) => row.path === path)!;
/** What is similar to any image, as a search would find it. */
const found = (to: readonly string[], ...others: readonly string[]): SimilarImages => ({
  to,
  rows: [...to, ...others].map(rowOf),
  similarities: [...to.map(() => 1), ...others.map((_, place) => 0.9 - place / 10)],
});
const viewOf = (query: string): ViewSettings => ({ query, sort: 'rank' });

function openSession(
  findSimilar: (images: readonly string[], signal: AbortSignal) => Promise<SimilarImages>,
) {
  const searches: string[] = [];
  let ids = 0;
  const session = new ReviewSession({
    run: sampleRun(ALL),
    images: { rows: ALL.filter((row) => row.isLabelIssue), otherErrors: 0 },
    journal: new FakeJournalFile().open(),
    log: new ReviewLog(),
    view: DEFAULT_VIEW,
    findSimilar: (images, signal) => {
      searches.push(images.join());
      return findSimilar(images, signal);
    },
    viewVersion: 1,
    createId: () => `${ids++}`,
    now: () => new Date(0),
  });
  const shown = () => session.shown(session.viewVersion, 0, 10).map(({ row }) => row.path);
  return { session, searches, shown };
}

describe('similar images in a review', () => {
  it('are shown first to last, also those that are no suspects, and go again', async () => {
    const { session, searches, shown } = openSession((to) =>
      Promise.resolve(found(to, 'right.png', 'd.png', 'fine.png')),
    );
    const { counts } = await session.setView(viewOf('similar:c.png'));
    assert.deepEqual(shown(), ['c.png', 'right.png', 'd.png', 'fine.png']);
    assert.deepEqual([counts.inView, counts.suspects], [4, 3]);
    const similar = session.shown(session.viewVersion, 0, 2).map((image) => image.similar);
    assert.deepEqual(similar, [
      { similarity: 1, isAsked: true },
      { similarity: 0.9, isAsked: false },
    ]);
    assert.deepEqual(session.pathsAt({ viewVersion: session.viewVersion, ranges: [[1, 3]] }), [
      'right.png',
      'd.png',
    ]);

    await session.setView({ query: 'similar:c.png class:dog', sort: 'path' });
    assert.deepEqual(shown(), ['c.png', 'right.png']);
    assert.deepEqual(searches, ['c.png'], 'another order or filter of the same images needs no search');

    await session.setView(viewOf(''));
    assert.deepEqual(shown(), ['d.png', 'a.png', 'c.png']);
    assert.equal(session.shown(session.viewVersion, 0, 1)[0]?.similar, undefined);
  });

  it('can be decided about all at once, and undone', async () => {
    const { session } = openSession((to) => Promise.resolve(found(to, 'right.png', 'fine.png')));
    await session.setView(viewOf('similar:c.png'));
    const { viewVersion } = session;
    const targets = { viewVersion, ranges: [[0, 3]] as [number, number][] };
    const outcome = await session.review({ kind: 'relabel', label: 'bird', targets });
    assert.deepEqual(outcome.changed, [[0, 3]]);
    assert.deepEqual(session.log.decisionOf('right.png'), { action: 'relabel', label: 'bird' });
    assert.deepEqual(session.log.decisionOf('fine.png'), { action: 'keep' });
    assert.deepEqual([outcome.counts.reviewed, outcome.counts.reviewedInView], [1, 3]);
    const undone = await session.review({ kind: 'undo' });
    assert.deepEqual([undone.changed, undone.counts.reviewedInView], [[[0, 3]], 0]);
    assert.equal(session.log.decisionOf('right.png'), null);
  });

  it('know what was decided about them before they are found again', async () => {
    const { session } = openSession((to) => Promise.resolve(found(to, 'right.png')));
    await session.setView(viewOf('similar:c.png'));
    const { viewVersion } = session;
    await session.review({ kind: 'exclude', targets: { viewVersion, ranges: [[1, 2]] } });
    await session.setView(viewOf('similar:a.png'));
    const again = session.shown(session.viewVersion, 0, 5).map(({ row, decision }) => [row.path, decision]);
    assert.deepEqual(again, [
      ['a.png', null],
      ['right.png', { action: 'exclude' }],
    ]);
  });

  it('leave the view as it is where they cannot be found', async () => {
    const { session, shown } = openSession(() =>
      Promise.reject(new AppError('no-embeddings', 'There is nothing to compare.')),
    );
    await assert.rejects(session.setView(viewOf('similar:c.png')), { code: 'no-embeddings' });
    assert.deepEqual([session.view, session.viewVersion], [DEFAULT_VIEW, 1]);
    assert.equal(shown().length, 3);
  });

  it('are given up for another view, while decisions go on', async () => {
    let isEnded = false;
    const { session, shown } = openSession(
      (to, signal) =>
        new Promise((resolve, reject) => {
          if (to[0] === 'd.png') resolve(found(to));
          signal.addEventListener('abort', () => {
            isEnded = true;
            reject(new Error('ended'));
          });
        }),
    );
    const search = session.setView(viewOf('similar:c.png'));
    await session.review({ kind: 'keep', targets: { viewVersion: 1, ranges: [[0, 1]] } });
    const next = session.setView(viewOf('similar:d.png'));
    await assert.rejects(search, { code: 'view-changed' });
    await next;
    assert.ok(isEnded);
    assert.deepEqual([shown(), session.counts.kept], [['d.png'], 1]);
  });

  it('are found again when a review is opened, or why not is said', async () => {
    const works = openSession((to) => Promise.resolve(found(to, 'fine.png')));
    assert.deepEqual(await findAgain(works.session, viewOf('similar:c.png')), []);
    assert.deepEqual(works.shown(), ['c.png', 'fine.png']);
    const fails = openSession(() => Promise.reject(new AppError('no-embeddings', 'All are gone.')));
    assert.deepEqual(await findAgain(fails.session, viewOf('similar:c.png')), ['All are gone.']);
    assert.deepEqual(await findAgain(fails.session, viewOf('class:cat')), []);
    assert.deepEqual(fails.searches, ['c.png']);
  });
});
