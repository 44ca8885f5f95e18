import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isReviewed, parseJournalLine, type JournalEntry } from '../../../../src/core/review/review';
import { entries } from './journalEntries';

describe('parseJournalLine', () => {
  it('reads back every entry', () => {
    fc.assert(
      fc.property(entries, (entry) => {
        const line = JSON.stringify(entry);
        assert.deepEqual(parseJournalLine(line), JSON.parse(line));
      }),
      { seed: 1 },
    );
  });

  it('never throws, whatever the line', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        assert.ok('problem' in parseJournalLine(line));
      }),
      { seed: 2 },
    );
  });

  it('drops properties it does not know', () => {
    const entry = { v: 1, type: 'undo', of: 'a', at: '2026-01-02T03:04:05.678Z' };
    assert.deepEqual(parseJournalLine(JSON.stringify({ ...entry, by: 'someone' })), entry);
  });

  it('goes without what a decision is about where that is of another kind', () => {
    const about = { givenLabel: 7, contentHash: 'sha512:0123' };
    const line = { ...valid, decisions: [{ ...valid.decisions[0], ...about }] };
    const parsed = parseJournalLine(JSON.stringify(line));
    assert.ok('type' in parsed && parsed.type === 'decide');
    assert.deepEqual(parsed.decisions[0]?.decision, { action: 'keep' });
    assert.deepEqual(
      [parsed.decisions[0].givenLabel, parsed.decisions[0].contentHash],
      [undefined, undefined],
    );
  });

  const valid = {
    v: 1,
    type: 'decide',
    id: 'a',
    at: '2026-01-02T03:04:05Z',
    decisions: [{ path: 'x.png', decision: { action: 'keep' } }],
  };
  const broken: readonly (readonly [string, unknown, RegExp])[] = [
    ['cut short', '{"v":1,', /not JSON/],
    ['a list', [], /not a JSON object/],
    ['a newer version', { ...valid, v: 2 }, /version is 2/],
    ['no version', { ...valid, v: undefined }, /version is missing/],
    ['no time', { ...valid, at: 'yesterday' }, /"at"/],
    ['another type', { ...valid, type: 'forget' }, /"type"/],
    ['no id', { ...valid, id: '' }, /"id"/],
    ['no decisions', { ...valid, decisions: [] }, /"decisions"/],
    ['decisions that are no list', { ...valid, decisions: {} }, /"decisions"/],
    ['an undo of nothing', { ...valid, type: 'undo' }, /"of"/],
    ['a decision without a path', { ...valid, decisions: [{ decision: null }] }, /decision 1/],
    ['a path without a decision', { ...valid, decisions: [...valid.decisions, { path: 'y' }] }, /decision 2/],
    ['a path outside the dataset', { ...valid, decisions: [{ path: '../x', decision: null }] }, /decision 1/],
    ['an unknown action', decide({ action: 'delete' }), /decision 1/],
    ['a relabel to nothing', decide({ action: 'relabel', label: '' }), /decision 1/],
    ['a relabel to a number', decide({ action: 'relabel', label: 3 }), /decision 1/],
  ];
  function decide(decision: unknown) {
    return { ...valid, decisions: [{ path: 'x', decision }] };
  }
  for (const [name, value, problem] of broken)
    it(`names what is wrong with ${name}`, () => {
      const parsed = parseJournalLine(typeof value === 'string' ? value : JSON.stringify(value));
      assert.ok('problem' in parsed);
      assert.match(parsed.problem, problem);
    });

  it('accepts what JSON.stringify writes of an entry', () => {
    const entry: JournalEntry = {
      v: 1,
      type: 'decide',
      id: '1',
      at: new Date(0).toISOString(),
      decisions: [{ path: '__proto__', decision: null }],
    };
    assert.deepEqual(parseJournalLine(JSON.stringify(entry)), entry);
  });
});

describe('isReviewed', () => {
  it('counts unsure as not reviewed', () => {
    assert.equal(isReviewed(null), false);
    assert.equal(isReviewed({ action: 'unsure' }), false);
    assert.equal(isReviewed({ action: 'keep' }), true);
    assert.equal(isReviewed({ action: 'exclude' }), true);
    assert.equal(isReviewed({ action: 'relabel', label: 'cat' }), true);
  });
});
