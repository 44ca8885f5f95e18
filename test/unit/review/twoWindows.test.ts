import assert from 'node:assert/strict';
import { FakeJournalFile } from './fakeJournal';
import type { ReviewSession } from '../../../src/review/reviewSession';
import { at, decisions, openSession } from './openSession';

describe('reviews in two windows on one journal', () => {
  it('shows what the other decided, when it looks', async () => {
    const file = new FakeJournalFile();
    const [one, two] = [openSession(file), openSession(file)];
    await one.review({ kind: 'accept', targets: at(0, 3) });
    assert.deepEqual(decisions(two), [null, null, null, null]);
    const outcome = await two.refresh();
    assert.deepEqual(outcome?.changed, [
      [0, 1],
      [3, 4],
    ]);
    assert.equal(outcome.step, null);
    assert.deepEqual(decisions(two), decisions(one));
    assert.equal(await two.refresh(), null);
  });

  it('takes in the other window’s decisions with its own', async () => {
    const file = new FakeJournalFile();
    const [one, two] = [openSession(file), openSession(file)];
    await one.review({ kind: 'exclude', targets: at(2) });
    const outcome = await two.review({ kind: 'keep', targets: at(0) });
    assert.deepEqual(outcome.changed, [
      [0, 1],
      [2, 3],
    ]);
    assert.deepEqual(outcome.step, { kind: 'keep', images: 1, label: undefined });
    assert.equal(outcome.others, 1);
    assert.equal((await one.refresh())?.others, 1);
    assert.deepEqual(decisions(one), decisions(two));
    assert.deepEqual(one.counts, two.counts);
  });

  it('undoes and redoes its own steps, not those of the other', async () => {
    const file = new FakeJournalFile();
    const actions = (session: ReviewSession) => decisions(session).map((made) => made?.action ?? null);
    await openSession(file).review({ kind: 'unsure', targets: at(3) });
    const [one, two] = [openSession(file), openSession(file)];
    await one.review({ kind: 'exclude', targets: at(2) });
    await two.review({ kind: 'keep', targets: at(0) });
    await one.refresh();
    await one.review({ kind: 'undo' });
    assert.deepEqual(actions(one), ['keep', null, null, 'unsure']);
    await two.review({ kind: 'undo' });
    await one.refresh();
    await one.review({ kind: 'redo' });
    assert.deepEqual(actions(one), [null, null, 'exclude', 'unsure']);
    // What was there when the window was opened may well be its user's.
    for (let i = 0; i < 2; i++) await one.review({ kind: 'undo' });
    assert.deepEqual(actions(one), [null, null, null, null]);
    await two.review({ kind: 'redo' });
    assert.equal((await one.review({ kind: 'undo' })).step, null);
  });

  it('undoes the own last step, however much the other has decided since, and says where it is', async () => {
    const file = new FakeJournalFile();
    const [one, two] = [openSession(file), openSession(file)];
    await one.review({ kind: 'exclude', targets: at(2) });
    await two.review({ kind: 'keep', targets: at(0) });
    const outcome = await one.review({ kind: 'undo' });
    assert.deepEqual(outcome.changed, [
      [0, 1],
      [2, 3],
    ]);
    assert.deepEqual(outcome.step?.of, { kind: 'exclude', path: 'c.png', position: 2 });
    assert.deepEqual([one.counts.canUndo, one.counts.kept], [false, 1], 'the step of the other stays');
    assert.equal((await one.review({ kind: 'undo' })).step, null);
    const redone = await one.review({ kind: 'redo' });
    assert.equal(redone.step?.of?.path, 'c.png');
  });

  it('undoes what was decided before the window was opened, too, but nothing that came later', async () => {
    const file = new FakeJournalFile();
    const one = openSession(file);
    await one.review({ kind: 'accept', targets: at(0, 1) });
    const reloaded = openSession(file);
    await one.review({ kind: 'exclude', targets: at(3) });
    const { step } = await reloaded.review({ kind: 'undo' });
    assert.deepEqual(step, {
      kind: 'undo',
      images: 2,
      label: undefined,
      of: { kind: 'accept', path: undefined, position: 0 },
    });
    assert.deepEqual(decisions(reloaded), [null, null, null, { action: 'exclude' }]);
  });

  it('names a step that the view does not show', async () => {
    const session = openSession(new FakeJournalFile());
    await session.review({ kind: 'relabel', label: 'dog', targets: at(0, 2) });
    await session.setView({ query: 'unreviewed', sort: 'rank' });
    assert.deepEqual((await session.review({ kind: 'undo' })).step?.of, {
      kind: 'relabel',
      label: 'dog',
      path: undefined,
      position: null,
    });
  });
});
