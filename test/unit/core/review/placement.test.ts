import assert from 'node:assert/strict';
import type { DecidedImage } from '../../../../src/core/review/decidedImage';
import { placeDecisions } from '../../../../src/core/review/placement';
import type { Decision, JournalEntry, PathDecision } from '../../../../src/core/review/review';
import { ReviewLog } from '../../../../src/core/review/reviewLog';
import { describeDecisions } from '../../../../src/core/words/describeDecisions';
import { wordMessage } from '../../../../src/core/words/message';
import { undo } from './journalEntries';

const KEEP: Decision = { action: 'keep' };
const BEE: Decision = { action: 'relabel', label: 'bee' };
const EXCLUDE: Decision = { action: 'exclude' };

/** A decision about an image of this label and content. */
const about = (
  path: string,
  decision: Decision | null,
  givenLabel = 'ant',
  contentHash = path,
): PathDecision => ({
  path,
  decision,
  givenLabel,
  contentHash,
});
const image = (path: string, givenLabel = 'ant', contentHash: string | undefined = path): DecidedImage => ({
  path,
  givenLabel,
  contentHash,
});
let ids = 0;
const step = (...decisions: PathDecision[]): JournalEntry => ({
  v: 1,
  type: 'decide',
  id: `${ids++}`,
  at: '2026-01-02T03:04:05Z',
  decisions,
});

function place(journal: readonly JournalEntry[], images: readonly DecidedImage[]) {
  const log = new ReviewLog();
  for (const entry of journal) log.apply(entry);
  const { decisions, formerPaths, unplaced } = placeDecisions(log, images);
  return { decisions: Object.fromEntries(decisions), moved: Object.fromEntries(formerPaths), unplaced };
}

describe('placing decisions', () => {
  it('applies what is about the images as they are', () => {
    const { decisions, unplaced } = place(
      [step(about('a', KEEP), about('b', BEE))],
      [image('a'), image('b')],
    );
    assert.deepEqual(decisions, { a: KEEP, b: BEE });
    assert.deepEqual(unplaced, []);
  });

  it('applies lines of version 0.1.0, which say neither label nor content, at their paths', () => {
    const { decisions } = place([step({ path: 'a', decision: KEEP })], [image('a', 'cow')]);
    assert.deepEqual(decisions, { a: KEEP });
  });

  it('does not apply a decision about another label', () => {
    const { decisions, unplaced } = place(
      [step(about('a', KEEP), about('b', EXCLUDE))],
      [image('a', 'cow'), image('b', 'cow')],
    );
    assert.deepEqual(decisions, {});
    assert.deepEqual(unplaced, [
      { path: 'a', why: 'label', was: 'ant', is: 'cow' },
      { path: 'b', why: 'label', was: 'ant', is: 'cow' },
    ]);
  });

  it('takes a label for the same whether its letters are composed or not', () => {
    const { decisions } = place([step(about('a', KEEP, 'caf\u00e9'))], [image('a', 'cafe\u0301')]);
    assert.deepEqual(decisions, { a: KEEP });
  });

  it('takes an image that has been given its new label as kept', () => {
    const { decisions, unplaced } = place([step(about('a', BEE))], [image('a', 'bee')]);
    assert.deepEqual(decisions, { a: KEEP });
    assert.deepEqual(unplaced, []);
  });

  it('finds the decision about each of two columns of labels', () => {
    const journal = [step(about('a', KEEP, 'ant')), step(about('a', EXCLUDE, 'insect'))];
    assert.deepEqual(place(journal, [image('a', 'ant')]).decisions, { a: KEEP });
    assert.deepEqual(place(journal, [image('a', 'insect')]).decisions, { a: EXCLUDE });
  });

  it('goes back to the decision before when one is undone, and to none when it is taken back', () => {
    const first = step(about('a', KEEP));
    const second = step(about('a', EXCLUDE));
    const id = second.type === 'decide' ? second.id : '';
    assert.deepEqual(place([first, second, undo(id)], [image('a')]).decisions, { a: KEEP });
    const taken = place([first, step(about('a', null))], [image('a', 'cow')]);
    assert.deepEqual([taken.decisions, taken.unplaced], [{}, []]);
  });

  it('follows images that were moved and renamed by their content', () => {
    const { decisions, moved, unplaced } = place(
      [step(about('x/a', KEEP), about('x/b', BEE))],
      [image('y/a', 'ant', 'x/a'), image('c', 'bee', 'x/b')],
    );
    assert.deepEqual(decisions, { 'y/a': KEEP, c: KEEP });
    assert.deepEqual(moved, { 'y/a': 'x/a', c: 'x/b' });
    assert.deepEqual(unplaced, []);
  });

  it('does not apply a decision to an image that was moved to another class', () => {
    const { decisions, unplaced } = place([step(about('ant/a', KEEP))], [image('cow/a', 'cow', 'ant/a')]);
    assert.deepEqual(decisions, {});
    assert.deepEqual(unplaced, [{ path: 'ant/a', why: 'label', was: 'ant', is: 'cow', movedTo: 'cow/a' }]);
  });

  it('follows two images that have changed places', () => {
    const { decisions, moved } = place(
      [step(about('a', KEEP), about('b', EXCLUDE))],
      [image('a', 'ant', 'b'), image('b', 'ant', 'a')],
    );
    assert.deepEqual(decisions, { a: EXCLUDE, b: KEEP });
    assert.deepEqual(moved, { a: 'b', b: 'a' });
  });

  it('says which images are gone or were replaced', () => {
    const { decisions, unplaced } = place(
      [step(about('a', KEEP), about('b', KEEP))],
      [image('b', 'ant', 'new')],
    );
    assert.deepEqual(decisions, {});
    assert.deepEqual(unplaced, [
      { path: 'a', why: 'gone' },
      { path: 'b', why: 'replaced' },
    ]);
  });

  it('tells copies by the names of their files, and does not guess where these do not tell', () => {
    const said = step(about('x/1', KEEP, 'ant', 'same'), about('x/2', EXCLUDE, 'ant', 'same'));
    const named = place([said], [image('y/1', 'ant', 'same'), image('y/2', 'ant', 'same')]);
    assert.deepEqual(named.decisions, { 'y/1': KEEP, 'y/2': EXCLUDE });
    const unnamed = place([said], [image('y/3', 'ant', 'same'), image('y/4', 'ant', 'same')]);
    assert.deepEqual(unnamed.decisions, {});
    assert.equal(unnamed.unplaced.length, 2);
  });

  it('leaves a copy alone whose original is still there, and one that was decided about itself', () => {
    const copied = place([step(about('a', KEEP))], [image('a'), image('copy', 'ant', 'a')]);
    assert.deepEqual(copied.decisions, { a: KEEP });
    const decided = place(
      [step(about('a', KEEP), about('b', EXCLUDE, 'ant', 'a'))],
      [image('b', 'ant', 'a')],
    );
    assert.deepEqual(decided.decisions, { b: EXCLUDE });
    assert.deepEqual(decided.unplaced, [{ path: 'a', why: 'gone' }]);
  });

  it('applies decisions to images whose file cannot be read any more', () => {
    assert.deepEqual(place([step(about('a', KEEP))], [{ path: 'a', givenLabel: 'ant' }]).decisions, {
      a: KEEP,
    });
  });

  it('follows boxes that have other numbers behind one that was excluded', () => {
    const journal = [step(about('p#1', EXCLUDE), about('p#2', KEEP), about('p#3', BEE))];
    const { decisions, moved, unplaced } = place(journal, [
      image('p#1', 'ant', 'p#2'),
      image('p#2', 'bee', 'p#3'),
    ]);
    assert.deepEqual(decisions, { 'p#1': KEEP, 'p#2': KEEP });
    assert.deepEqual(moved, { 'p#1': 'p#2', 'p#2': 'p#3' });
    assert.deepEqual(unplaced, [{ path: 'p#1', why: 'replaced' }]);
  });

  it('is put into words that name the images, and count the rest', () => {
    const paths = Array.from({ length: 12 }, (_, i) => `${i}.png`);
    const log = new ReviewLog();
    log.apply(step(...paths.map((path) => about(path, KEEP)), about('moved.png', KEEP)));
    const placement = placeDecisions(log, [image('0.png', 'cow'), image('new.png', 'ant', 'moved.png')]);
    assert.deepEqual(
      describeDecisions(placement, log).map((sentence) => wordMessage(sentence)),
      [
        'A decision has followed its image to another path: moved.png is now new.png.',
        '12 decisions are not applied, because their images or the labels have changed since: ' +
          '0.png (its label was ant and is cow now), ' +
          Array.from({ length: 9 }, (_, i) => `${i + 1}.png (no longer there)`).join(', ') +
          ' and 2 more. Decide anew, or take the changes back.',
      ],
    );
  });

  it('has nothing said of what the dataset has taken over', () => {
    const log = new ReviewLog();
    log.apply(step(about('a.png', EXCLUDE), about('ant/b.png', { action: 'relabel', label: 'bee' })));
    const placement = placeDecisions(log, [image('bee/b.png', 'bee', 'ant/b.png')]);
    assert.deepEqual(placement.unplaced, [{ path: 'a.png', why: 'gone' }]);
    assert.deepEqual(describeDecisions(placement, log), []);
  });
});
