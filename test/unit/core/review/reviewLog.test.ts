import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Decision, JournalEntry } from '../../../../src/core/review/review';
import { ReviewLog } from '../../../../src/core/review/reviewLog';
import { decide, entries, redo, undo } from './journalEntries';

const KEEP: Decision = { action: 'keep' };
const EXCLUDE: Decision = { action: 'exclude' };
const UNSURE: Decision = { action: 'unsure' };
const CAT: Decision = { action: 'relabel', label: 'cat' };

function replay(...journal: readonly JournalEntry[]): ReviewLog {
  const log = new ReviewLog();
  for (const entry of journal) log.apply(entry);
  return log;
}

describe('ReviewLog', () => {
  it('starts with nothing', () => {
    const log = replay();
    assert.equal(log.decisionOf('x'), null);
    assert.equal(log.undoTarget(), undefined);
    assert.equal(log.redoTarget(), undefined);
    assert.deepEqual(log.counts, { reviewed: 0, relabelled: 0, kept: 0, excluded: 0, unsure: 0 });
  });

  it('takes the last decision, and goes back and forth without limit', () => {
    const log = replay(
      decide('1', { x: KEEP }),
      decide('2', { x: CAT, y: CAT }),
      decide('3', { y: EXCLUDE }),
    );
    assert.deepEqual([log.decisionOf('x'), log.decisionOf('y')], [CAT, EXCLUDE]);
    const seen: unknown[] = [];
    for (let id = log.undoTarget(); id !== undefined; id = log.undoTarget()) {
      assert.equal(log.apply(undo(id)), true);
      seen.push([id, log.decisionOf('x'), log.decisionOf('y')]);
    }
    assert.deepEqual(seen, [
      ['3', CAT, CAT],
      ['2', KEEP, null],
      ['1', null, null],
    ]);
    for (let id = log.redoTarget(); id !== undefined; id = log.redoTarget()) log.apply(redo(id));
    assert.deepEqual([log.decisionOf('x'), log.decisionOf('y')], [CAT, EXCLUDE]);
    assert.deepEqual(log.counts, { reviewed: 2, relabelled: 1, kept: 0, excluded: 1, unsure: 0 });
    assert.deepEqual(log.ignored, { duplicateIds: 0, unknownIds: 0, alreadyDone: 0 });
  });

  it('offers no redo after a new step, but honours one in the journal', () => {
    const log = replay(decide('1', { x: KEEP }), undo('1'));
    assert.equal(log.redoTarget(), '1');
    log.apply(decide('2', { y: KEEP }));
    assert.equal(log.redoTarget(), undefined);
    assert.equal(log.apply(redo('1')), true);
    assert.deepEqual(log.decisionOf('x'), KEEP);
    assert.equal(log.undoTarget(), '1');
  });

  it('undoes a bulk step as one', () => {
    const log = replay(decide('1', { x: KEEP, y: EXCLUDE, z: UNSURE }), undo('1'));
    assert.deepEqual(
      ['x', 'y', 'z'].map((path) => log.decisionOf(path)),
      [null, null, null],
    );
    assert.deepEqual([...log.decidedPaths()], []);
  });

  it('leaves what a later step decided when an older one is undone', () => {
    const log = replay(decide('1', { x: KEEP, y: KEEP }), decide('2', { x: CAT }), undo('1'));
    assert.deepEqual([log.decisionOf('x'), log.decisionOf('y')], [CAT, null]);
    log.apply(undo('2'));
    assert.equal(log.decisionOf('x'), null);
    log.apply(redo('1'));
    assert.deepEqual(log.decisionOf('x'), KEEP);
  });

  it('takes decisions back with null, as a step of its own', () => {
    const log = replay(decide('1', { x: KEEP }), decide('2', { x: null }));
    assert.equal(log.decisionOf('x'), null);
    assert.equal(log.counts.kept, 0);
    log.apply(undo('2'));
    assert.deepEqual(log.decisionOf('x'), KEEP);
  });

  it('ignores and counts what merged journals can hold', () => {
    const log = replay(decide('1', { x: KEEP }));
    assert.equal(log.apply(decide('1', { x: EXCLUDE })), false);
    assert.equal(log.apply(undo('nowhere')), false);
    assert.equal(log.apply(redo('nowhere')), false);
    assert.equal(log.apply(redo('1')), false);
    log.apply(undo('1'));
    assert.equal(log.apply(undo('1')), false);
    assert.deepEqual(log.ignored, { duplicateIds: 1, unknownIds: 2, alreadyDone: 2 });
  });

  it('names the images an entry touches, each once', () => {
    const step: JournalEntry = {
      v: 1,
      type: 'decide',
      id: '1',
      at: '2026-01-02T03:04:05Z',
      decisions: ['x', 'y', 'x'].map((path) => ({ path, decision: KEEP })),
    };
    const log = new ReviewLog();
    assert.deepEqual(log.affectedPaths(step), ['x', 'y']);
    log.apply(step);
    assert.deepEqual(log.affectedPaths(undo('1')), ['x', 'y']);
    assert.deepEqual(log.affectedPaths(redo('nowhere')), []);
  });

  it('agrees with a replay from scratch, for any journal', () => {
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 40 }), (journal) => {
        const log = new ReviewLog();
        for (const [index, entry] of journal.entries()) {
          const isApplied = log.apply(entry);
          const slow = slowReview(journal.slice(0, index + 1));
          assert.equal(isApplied, slow.isLastApplied);
          for (const path of ['1.png', '2.png', 'cats/3.png', '__proto__'])
            assert.deepEqual(log.decisionOf(path), slow.decisions.get(path) ?? null);
          assert.equal(log.undoTarget(), slow.done.at(-1));
          assert.equal(log.redoTarget(), slow.undone.at(-1));
          const actions = [...slow.decisions.values()].map((decision) => decision?.action);
          assert.deepEqual(log.counts, {
            reviewed: actions.filter((action) => action !== undefined && action !== 'unsure').length,
            relabelled: actions.filter((action) => action === 'relabel').length,
            kept: actions.filter((action) => action === 'keep').length,
            excluded: actions.filter((action) => action === 'exclude').length,
            unsure: actions.filter((action) => action === 'unsure').length,
          });
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('takes 100,000 steps on one image back and brings them again', () => {
    const log = new ReviewLog();
    for (let step = 0; step < 100_000; step++)
      log.apply(decide(`${step}`, { x: step % 2 === 0 ? KEEP : CAT }));
    for (let id = log.undoTarget(); id !== undefined; id = log.undoTarget()) log.apply(undo(id));
    assert.equal(log.decisionOf('x'), null);
    for (let id = log.redoTarget(); id !== undefined; id = log.redoTarget()) log.apply(redo(id));
    assert.deepEqual(log.decisionOf('x'), CAT);
  });

  it('undoes a step of 10,000 images many times', () => {
    const paths = Array.from({ length: 10_000 }, (_, i) => `${i}.png`);
    const log = replay(decide('1', Object.fromEntries(paths.map((path) => [path, EXCLUDE]))));
    for (let round = 0; round < 50; round++) {
      log.apply(undo('1'));
      log.apply(redo('1'));
    }
    assert.equal(log.counts.excluded, 10_000);
  });
});

/** The rules written down literally: which steps are in effect, then the last decision of these about each image. */
function slowReview(journal: readonly JournalEntry[]) {
  const steps = new Map<string, JournalEntry & { type: 'decide' }>();
  let done: string[] = [];
  let undone: string[] = [];
  const inEffect = new Set<string>();
  let isLastApplied = false;
  for (const entry of journal) {
    if (entry.type === 'decide') {
      isLastApplied = !steps.has(entry.id);
      if (!isLastApplied) continue;
      steps.set(entry.id, entry);
      inEffect.add(entry.id);
      done.push(entry.id);
      undone = [];
      continue;
    }
    const { of } = entry;
    isLastApplied = steps.has(of) && inEffect.has(of) === (entry.type === 'undo');
    if (!isLastApplied) continue;
    done = done.filter((id) => id !== of);
    undone = undone.filter((id) => id !== of);
    if (entry.type === 'undo') {
      inEffect.delete(of);
      undone.push(of);
    } else {
      inEffect.add(of);
      done.push(of);
    }
  }
  const decisions = new Map<string, Decision | null>();
  for (const [id, step] of steps)
    if (inEffect.has(id)) for (const { path, decision } of step.decisions) decisions.set(path, decision);
  return { decisions, done, undone, isLastApplied };
}
