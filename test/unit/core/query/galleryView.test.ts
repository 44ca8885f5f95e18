import assert from 'node:assert/strict';
import {
  galleryView,
  pairCounts,
  type GalleryViewSettings,
  type SuspectPair,
} from '../../../../src/core/query/galleryView';
import type { Decision } from '../../../../src/core/review/review';
import { chanceOf } from '../../../../src/core/review/sampleTally';
import type { TableRow } from '../../../../src/core/run/run';
import type { ViewSettings } from '../../../../src/shared/galleryProtocol';

const suspects = [
  ['d.png', 'dog', 'cat'],
  ['b.png', 'cat', 'dog'],
  ['a.png', 'fox', 'cat'],
  ['c.png', 'cat', 'dog'],
  ['B.png', 'cat', 'fox'],
].map(([path, givenLabel, predictedLabel], index): TableRow => ({
  path: path!,
  givenLabel: givenLabel!,
  isLabelIssue: true,
  labelQuality: index / 10,
  predictedLabel: predictedLabel!,
  predictedProbability: 0.9,
  rank: index + 1,
}));
const decisions: Readonly<Record<string, Decision>> = {
  'a.png': { action: 'unsure' },
  'b.png': { action: 'relabel', label: 'dog' },
  'c.png': { action: 'keep' },
  'd.png': { action: 'exclude' },
};
const decisionOf = (path: string) => decisions[path] ?? null;
const show = (settings: Partial<GalleryViewSettings>) =>
  [...galleryView(suspects, { query: '', sort: 'rank', ...settings }, decisionOf)].map(
    (index) => suspects[index]!.path,
  );

describe('galleryView', () => {
  it('sorts by rank, path, class names and pairs, the rest staying in rank order', () => {
    assert.deepEqual(show({}), ['d.png', 'b.png', 'a.png', 'c.png', 'B.png']);
    assert.deepEqual(show({ sort: 'path' }), ['B.png', 'a.png', 'b.png', 'c.png', 'd.png']);
    assert.deepEqual(show({ sort: 'given' }), ['b.png', 'c.png', 'B.png', 'd.png', 'a.png']);
    assert.deepEqual(show({ sort: 'suggested' }), ['d.png', 'a.png', 'b.png', 'c.png', 'B.png']);
    assert.deepEqual(show({ sort: 'pair' }), ['b.png', 'c.png', 'B.png', 'd.png', 'a.png']);
  });

  it('sorts at random, always in the same order, whatever is shown', () => {
    const all = show({ sort: 'random' });
    assert.deepEqual(all.toSorted(), show({}).toSorted());
    const byChance = show({}).toSorted((a, b) => chanceOf(a) - chanceOf(b));
    assert.deepEqual(all, byChance);
    const cats = show({ sort: 'random', query: 'class:cat' });
    assert.deepEqual(
      cats,
      all.filter((path) => cats.includes(path)),
    );
  });

  it('shows images of no class where the query asks for them, the surest first', () => {
    const offTopic = (score: number) => ({ score, isFlagged: score >= 0.5 });
    const rows = suspects.map((row, index) => ({
      ...row,
      isLabelIssue: index < 3,
      offTopic: offTopic([0.1, 0.6, 0.2, 0.9, 0.7][index]!),
    }));
    const paths = (query: string, sort: GalleryViewSettings['sort'] = 'rank') =>
      [...galleryView(rows, { query, sort }, decisionOf)].map((index) => rows[index]!.path);
    assert.deepEqual(paths('kind:off-topic'), ['c.png', 'B.png', 'b.png']);
    assert.deepEqual(paths('kind:off-topic', 'path'), ['B.png', 'b.png', 'c.png']);
    assert.deepEqual(paths('kind:off-topic class:cat suggested:fox'), ['B.png']);
    assert.deepEqual(paths('kind:label'), ['d.png', 'b.png', 'a.png']);
    assert.deepEqual(paths('-kind:off-topic'), ['d.png', 'a.png']);
    assert.deepEqual(paths('kind:label kind:off-topic'), ['c.png', 'B.png', 'b.png', 'a.png', 'd.png']);
  });

  it('shows similar images where the query asks for them, whatever their label, those asked about first', () => {
    const rows = suspects.map((row, index) => ({ ...row, isLabelIssue: index < 3 }));
    const found = ['c.png', 'd.png', 'B.png'];
    const placeOf = (path: string) => {
      const place = found.indexOf(path);
      return place < 0 ? undefined : place;
    };
    const paths = (query: string, sort: GalleryViewSettings['sort'] = 'rank') =>
      [...galleryView(rows, { query, sort }, decisionOf, { similarPlaceOf: placeOf })].map(
        (index) => rows[index]!.path,
      );
    assert.deepEqual(paths('similar:c.png'), found);
    assert.deepEqual(paths('similar:c.png similar:d.png'), found);
    assert.deepEqual(paths('similar:c.png unreviewed'), ['B.png']);
    assert.deepEqual(paths('similar:c.png', 'path'), ['B.png', 'c.png', 'd.png']);
    assert.deepEqual(paths(''), ['d.png', 'b.png', 'a.png']);
  });

  it('sorts live by what the decisions teach about each pair, what is reviewed last', () => {
    const row = (path: string, givenLabel: string, labelQuality: number): TableRow => ({
      ...suspects[0]!,
      path,
      givenLabel,
      labelQuality,
    });
    const pairs = ['dog', 'fox'].flatMap((given) =>
      Array.from({ length: 8 }, (_, i) => row(`${given}${i}`, given, 0.3 + (given === 'fox' ? 0.01 : 0))),
    );
    // Seven of each pair are decided: foxes were wrong, dogs were not.
    const decided = (path: string): Decision | null =>
      path.endsWith('7') ? null : path.startsWith('fox') ? { action: 'exclude' } : { action: 'keep' };
    const order = [...galleryView(pairs, { query: '', sort: 'live' }, decided)].map(
      (index) => pairs[index]!.path,
    );
    assert.deepEqual(order.slice(0, 2), ['fox7', 'dog7']);
    assert.equal(order.length, 16);
    const before = [...galleryView(pairs, { query: '', sort: 'live' }, () => null)];
    assert.deepEqual(before, [...pairs.keys()], 'without decisions it is the order of the run');
    // Decisions teach about suspects that a filter hides, too.
    assert.deepEqual([...galleryView(pairs, { query: 'unreviewed', sort: 'live' }, decided)], [15, 7]);
  });

  it('filters by class, by pair and by reviewed, unsure being not reviewed', () => {
    assert.deepEqual(show({ query: 'class:cat' }), ['b.png', 'c.png', 'B.png']);
    assert.deepEqual(show({ query: 'suggested:cat' }), ['d.png', 'a.png']);
    assert.deepEqual(show({ query: 'class:cat suggested:dog', sort: 'path' }), ['b.png', 'c.png']);
    assert.deepEqual(show({ query: 'class:cow' }), []);
    assert.deepEqual(show({ query: 'reviewed' }), ['d.png', 'b.png', 'c.png']);
    assert.deepEqual(show({ query: 'unreviewed' }), ['a.png', 'B.png']);
  });

  it('takes the settings of the gallery protocol', () => {
    const view: ViewSettings = { query: '', sort: 'pair' };
    assert.equal(galleryView(suspects, view, decisionOf).length, 5);
    const pairs: readonly SuspectPair[] = pairCounts(suspects);
    assert.equal(pairs.length, 4);
  });
});

describe('counts of suspects', () => {
  it('counts pairs, the most frequent first, then by name', () => {
    assert.deepEqual(
      pairCounts(suspects).map(({ given, suggested, suspects: count }) => `${given}→${suggested} ${count}`),
      ['cat→dog 2', 'cat→fox 1', 'dog→cat 1', 'fox→cat 1'],
    );
  });

  it('keeps pairs apart whose names join to the same text', () => {
    const [a, b] = [
      { ...suspects[0]!, givenLabel: 'a', predictedLabel: 'bc' },
      { ...suspects[0]!, givenLabel: 'ab', predictedLabel: 'c' },
    ];
    assert.equal(pairCounts([a, b]).length, 2);
  });
});
