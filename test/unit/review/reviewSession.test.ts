import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/appError';
import { NO_CHECKS } from '../../../src/core/dataset/imageChecks';
import { DEFAULT_VIEW, type Targets } from '../../../src/shared/galleryProtocol';
import { wordMessage } from '../../../src/core/words/message';
import { FakeJournalFile } from './fakeJournal';
import { at, decisions, openSession, RESULTS } from './openSession';
import { sampleResults, sampleRun } from './sampleRun';
import { sampleSession } from './sampleSession';

describe('ReviewSession', () => {
  it('knows the first image in view without a decision, also where that is the last', async () => {
    const session = openSession(new FakeJournalFile());
    assert.equal(session.firstUndecided, 0);
    await session.review({ kind: 'keep', targets: at(0, 1) });
    assert.equal(session.firstUndecided, 2);
    await session.review({ kind: 'unsure', targets: at(2) });
    assert.equal(session.firstUndecided, 3);
    await session.review({ kind: 'keep', targets: at(3) });
    assert.equal(session.firstUndecided, 0, 'all are decided');
  });

  it('shows suspects only, in rank order', () => {
    const session = openSession(new FakeJournalFile());
    const paths = session.shown(1, 0, 10).map(({ row }) => row.path);
    assert.deepEqual(paths, ['d.png', 'a.png', 'c.png', 'b.png']);
    assert.equal(session.counts.suspects, 4);
    assert.deepEqual(session.shown(1, 3, 5).length, 1);
    assert.deepEqual(session.shown(1, 9, 5), []);
  });

  it('shows copies and faulty images of any label where the query asks for them', async () => {
    const file = new FakeJournalFile();
    const checks = {
      groups: [{ paths: ['b.png', 'fine.png'], isExact: true }],
      faults: { ...NO_CHECKS.faults, tiny: ['fine.png'] },
    };
    const session = openSession(file, DEFAULT_VIEW, checks);
    const shown = () => session.shown(session.viewVersion, 0, 10).map(({ row }) => row.path);
    assert.deepEqual(shown(), ['d.png', 'a.png', 'c.png', 'b.png']);
    await session.setView({ query: 'duplicate', sort: 'rank' });
    assert.deepEqual(shown(), ['b.png', 'fine.png']);
    const [, copy] = session.shown(session.viewVersion, 0, 2);
    assert.deepEqual(copy?.facts?.group?.labels, ['dog', 'dog']);
    assert.equal(session.positionOf(session.viewVersion, 'fine.png'), 1);
    assert.equal(session.positionOf(session.viewVersion, 'a.png'), undefined);
    await session.setView({ query: 'contradiction', sort: 'rank' });
    assert.deepEqual(shown(), []);
    await session.setView({ query: 'fault:tiny fault:dark', sort: 'rank' });
    assert.deepEqual(shown(), ['fine.png']);
    await session.setView({ query: '-duplicate', sort: 'rank' });
    assert.deepEqual(shown(), ['d.png', 'a.png', 'c.png']);

    await session.setView({ query: 'fault:tiny', sort: 'rank' });
    const targets = { viewVersion: session.viewVersion, ranges: [[0, 1]] as [number, number][] };
    const outcome = await session.review({ kind: 'exclude', targets });
    assert.equal(session.log.decisionOf('fine.png')?.action, 'exclude');
    assert.equal(outcome.counts.reviewedInView, 1);
    // It is no suspect, so there are as many of these to review as before.
    assert.equal(outcome.counts.reviewed, 0);
  });

  it('writes what each decision is about', async () => {
    const file = new FakeJournalFile();
    const rows = RESULTS.map((row) => (row.path === 'd.png' ? { ...row, contentHash: 'd'.repeat(32) } : row));
    await openSession(file, DEFAULT_VIEW, NO_CHECKS, { rows }).review({ kind: 'keep', targets: at(0, 1) });
    const [entry] = file.lines;
    assert.deepEqual(entry?.type === 'decide' && entry.decisions, [
      { path: 'd.png', decision: { action: 'keep' }, givenLabel: 'cat', contentHash: 'd'.repeat(32) },
      { path: 'a.png', decision: { action: 'keep' }, givenLabel: 'cat' },
    ]);
  });

  it('shows decisions only on what they are about, on moved images too, and follows an undo there', async () => {
    const file = new FakeJournalFile();
    const contentHash = 'd'.repeat(32);
    const keep = { action: 'keep' } as const;
    file.lines.push(
      {
        v: 1,
        type: 'decide',
        id: 'old',
        at: '2026-01-01T00:00:00Z',
        decisions: [{ path: 'was/d.png', decision: keep, givenLabel: 'cat', contentHash }],
      },
      {
        v: 1,
        type: 'decide',
        id: 'other',
        at: '2026-01-01T00:00:00Z',
        decisions: [{ path: 'a.png', decision: keep, givenLabel: 'dog' }],
      },
    );
    const rows = RESULTS.map((row) => (row.path === 'd.png' ? { ...row, contentHash } : row));
    const session = openSession(file, DEFAULT_VIEW, NO_CHECKS, { rows });
    assert.deepEqual(decisions(session), [keep, null, null, null]);
    assert.deepEqual(
      session.notes.map((note) => wordMessage(note)),
      [
        'A decision has followed its image to another path: was/d.png is now d.png.',
        'A decision is not applied, because its image or the label has changed since: a.png (its label was dog and is cat now). Decide anew, or take the change back.',
      ],
    );
    await session.review({ kind: 'exclude', targets: at(1) });
    assert.equal(session.notes.length, 1, 'decided anew');
    await session.review({ kind: 'undo' });
    await session.review({ kind: 'undo' });
    const outcome = await session.review({ kind: 'undo' });
    assert.deepEqual(decisions(session), [null, null, null, null]);
    assert.deepEqual(outcome.changed, [[0, 1]]);
  });

  it('accepts each suggestion as one step', async () => {
    const file = new FakeJournalFile();
    const session = openSession(file);
    const outcome = await session.review({ kind: 'accept', targets: { viewVersion: 1, ranges: [[0, 2]] } });
    assert.deepEqual(outcome.step, { kind: 'accept', images: 2, label: undefined });
    assert.deepEqual(outcome.changed, [[0, 2]]);
    assert.equal(file.lines.length, 1);
    assert.deepEqual(decisions(session), [
      { action: 'relabel', label: 'dog' },
      { action: 'relabel', label: 'bird' },
      null,
      null,
    ]);
    assert.equal(outcome.counts.relabelled, 2);
    assert.equal(outcome.counts.reviewed, 2);
  });

  it('suggests to exclude images of no class, and shows them where the query asks for them', async () => {
    const offTopic = { score: 0.8, isFlagged: true };
    const rows = sampleResults(['a.png', 'cat', 'dog'], ['b.png', 'cat', 'dog'], ['c.png', 'cat', 'cat']).map(
      (row) => (row.path === 'a.png' ? row : { ...row, offTopic }),
    );
    const { session } = sampleSession(sampleRun(rows), rows);
    const paths = () => session.shown(session.viewVersion, 0, 10).map(({ row }) => row.path);
    assert.deepEqual(paths(), ['a.png', 'b.png']);
    // What is to be relabelled with all of a pair has that label suggested.
    assert.deepEqual(session.undecidedOfPair(1, 0), [[0, 1]]);
    const both = await session.review({ kind: 'accept', targets: { viewVersion: 1, ranges: [[0, 2]] } });
    assert.deepEqual(both.step, { kind: 'accept', images: 2, label: undefined });
    assert.deepEqual(session.log.decisionOf('a.png'), { action: 'relabel', label: 'dog' });
    assert.deepEqual(session.log.decisionOf('b.png'), { action: 'exclude' });

    await session.setView({ query: 'kind:off-topic', sort: 'rank' });
    assert.deepEqual(paths(), ['b.png', 'c.png']);
    const { viewVersion } = session;
    const one = await session.review({ kind: 'accept', targets: { viewVersion, ranges: [[1, 2]] } });
    assert.deepEqual(one.step, { kind: 'exclude', images: 1, label: undefined });
    assert.deepEqual(session.log.decisionOf('c.png'), { action: 'exclude' });
  });

  it('applies a decision only after it is flushed', async () => {
    const file = new FakeJournalFile();
    const session = openSession(file);
    const done = session.review({ kind: 'keep', targets: at(0) }).then(() => file.events.push('replied'));
    assert.equal(decisions(session)[0], null);
    await done;
    assert.deepEqual(file.events, ['append', 'flushed', 'replied']);
    assert.deepEqual(decisions(session)[0], { action: 'keep' });
  });

  it('changes nothing when the journal cannot be written, and goes on', async () => {
    const file = new FakeJournalFile();
    const session = openSession(file);
    file.failNext = new AppError('store-unwritable', 'The disk is full.');
    await assert.rejects(session.review({ kind: 'keep', targets: at(0) }), { code: 'store-unwritable' });
    assert.equal(decisions(session)[0], null);
    assert.equal(session.counts.canUndo, false);
    await session.review({ kind: 'exclude', targets: at(0) });
    assert.deepEqual(decisions(session)[0], { action: 'exclude' });
  });

  it('takes requests in the order they were made', async () => {
    const file = new FakeJournalFile();
    const session = openSession(file);
    await Promise.all([
      session.review({ kind: 'keep', targets: at(0) }),
      session.review({ kind: 'exclude', targets: at(0) }),
      session.review({ kind: 'undo' }),
      session.review({ kind: 'unsure', targets: at(1) }),
    ]);
    assert.deepEqual(decisions(session).slice(0, 2), [{ action: 'keep' }, { action: 'unsure' }]);
    assert.deepEqual(
      file.lines.map(({ type }) => type),
      ['decide', 'decide', 'undo', 'decide'],
    );
    assert.equal(session.counts.reviewed, 1);
    assert.equal(session.counts.unsure, 1);
  });

  it('undoes and redoes without limit, and says when there is nothing left', async () => {
    const session = openSession(new FakeJournalFile());
    for (let position = 0; position < 4; position++)
      await session.review({ kind: 'keep', targets: at(position) });
    for (let step = 0; step < 4; step++) {
      const outcome = await session.review({ kind: 'undo' });
      const of = { kind: 'keep', path: RESULTS[3 - step]!.path, position: 3 - step };
      assert.deepEqual(outcome.step, { kind: 'undo', images: 1, label: undefined, of });
      assert.deepEqual(outcome.changed, [[3 - step, 4 - step]]);
    }
    assert.equal((await session.review({ kind: 'undo' })).step, null);
    assert.equal(session.counts.canUndo, false);
    for (let step = 0; step < 4; step++) await session.review({ kind: 'redo' });
    assert.equal((await session.review({ kind: 'redo' })).step, null);
    assert.equal(session.counts.kept, 4);
  });

  it('learns a class that was typed, and keeps it for the next session', async () => {
    const file = new FakeJournalFile();
    const session = openSession(file);
    const outcome = await session.review({ kind: 'relabel', label: 'ant', targets: at(1) });
    assert.deepEqual(outcome.classes, ['ant', 'bird', 'cat', 'dog']);
    assert.equal(outcome.step?.label, 'ant');
    assert.ok(
      !('classes' in (await session.review({ kind: 'keep', targets: at(2) }))),
      'none is new any more',
    );
    assert.deepEqual(openSession(file).classes, ['ant', 'bird', 'cat', 'dog']);
  });

  it('records the given label, chosen again, as a decision to keep it', async () => {
    const session = openSession(new FakeJournalFile());
    const targets: Targets = { viewVersion: 1, ranges: [[0, 3]] };
    const { step } = await session.review({ kind: 'relabel', label: 'cat', targets });
    assert.deepEqual(step, { kind: 'relabel', images: 3, label: 'cat' }, 'all are labelled so now');
    const kept = await session.review({ kind: 'relabel', label: 'cat', targets: at(0, 1) });
    assert.deepEqual(kept.step, { kind: 'keep', images: 2, label: undefined });
    const expected = [{ action: 'keep' }, { action: 'keep' }, { action: 'relabel', label: 'cat' }];
    assert.deepEqual(decisions(session).slice(0, 3), expected);
  });

  it('writes nothing for an empty selection', async () => {
    const file = new FakeJournalFile();
    const outcome = await openSession(file).review({ kind: 'keep', targets: at() });
    assert.equal(outcome.step, null);
    assert.equal(file.lines.length, 0);
  });

  it('keeps the view while deciding, and rebuilds it when asked', async () => {
    const session = openSession(new FakeJournalFile());
    const first = await session.setView({ query: 'unreviewed', sort: 'path' });
    assert.equal(first.viewVersion, 2);
    const targets = { viewVersion: 2, ranges: [[0, 1] satisfies [number, number]] };
    const outcome = await session.review({ kind: 'keep', targets });
    assert.equal(outcome.counts.inView, 4);
    assert.equal(outcome.counts.reviewedInView, 1);
    const second = await session.setView({ query: 'unreviewed', sort: 'path' });
    assert.equal(second.counts.inView, 3);
    assert.equal(second.counts.reviewedInView, 0);
    assert.equal(second.counts.suspects, 4);
  });

  it('brings suspects together by pair and counts what is reviewed of each', async () => {
    const file = new FakeJournalFile();
    const session = openSession(file);
    await session.review({ kind: 'keep', targets: at(1, 3) });
    const { groups, viewVersion } = await session.setView({ ...DEFAULT_VIEW, group: 'pair' });
    assert.deepEqual(groups, [
      { given: 'dog', suggested: 'cat', suspects: 2, reviewed: 1 },
      { given: 'cat', suggested: 'bird', suspects: 1, reviewed: 1 },
      { given: 'cat', suggested: 'dog', suspects: 1, reviewed: 0 },
    ]);
    const shown = session.shown(viewVersion, 0, 10).map(({ row }) => row.path);
    assert.deepEqual(shown, ['c.png', 'b.png', 'a.png', 'd.png']);
    const ranges = session.undecidedBetween(viewVersion, 0, 2);
    assert.deepEqual(ranges, [[0, 1]]);
    const targets = { viewVersion, ranges: [...ranges] };
    assert.deepEqual((await session.review({ kind: 'accept', targets })).groups, [[0, 2]]);
    // "Unsure" is not reviewed, so nothing has changed.
    const unsure = { viewVersion, ranges: [[3, 4]] as [number, number][] };
    assert.deepEqual((await session.review({ kind: 'unsure', targets: unsure })).groups, []);
    await session.review({ kind: 'undo' });
    assert.deepEqual((await session.review({ kind: 'undo' })).groups, [[0, 1]]);
    assert.throws(() => session.undecidedBetween(1, 0, 2), { code: 'view-changed' });
  });

  it('filters by the given and the suggested class', async () => {
    const session = openSession(new FakeJournalFile());
    const view = { ...DEFAULT_VIEW, query: 'class:dog suggested:cat' };
    assert.equal((await session.setView(view)).counts.inView, 2);
    assert.deepEqual(session.view, view);
  });

  it('refuses positions of a view that has changed', async () => {
    const session = openSession(new FakeJournalFile());
    await session.setView({ ...DEFAULT_VIEW, sort: 'path' });
    assert.throws(() => session.shown(1, 0, 1), { code: 'view-changed' });
    await assert.rejects(session.review({ kind: 'keep', targets: at(0) }), {
      code: 'view-changed',
      message: /look again/,
    });
    assert.equal(session.counts.reviewed, 0);
  });

  it('means the positions shown when it was asked, even if the view is about to change', async () => {
    const session = openSession(new FakeJournalFile());
    const change = session.setView({ ...DEFAULT_VIEW, sort: 'path' });
    await Promise.all([change, session.review({ kind: 'keep', targets: at(0) })]);
    assert.deepEqual(session.log.decisionOf('d.png'), { action: 'keep' });
  });

  it('finds the focused suspect again, or the next one that is left', async () => {
    const file = new FakeJournalFile();
    const session = openSession(file);
    await session.review({ kind: 'keep', targets: at(1, 2) });
    const unreviewed = openSession(file, { query: 'unreviewed', sort: 'rank' });
    assert.equal(unreviewed.positionNear('d.png'), 0);
    assert.equal(unreviewed.positionNear('a.png'), 1);
    assert.equal(unreviewed.positionNear('b.png'), 1);
    assert.equal(unreviewed.positionNear('gone.png'), 0);
  });
});
