import assert from 'node:assert/strict';
import type { SuspectRow } from '../../../../src/shared/galleryProtocol';
import { PAGE_SIZE, RowCache } from '../../../../webview/grid/rowCache';

const rows = (page: number, label = 'a'): SuspectRow[] =>
  Array.from({ length: PAGE_SIZE }, (_, i) => ({
    position: page * PAGE_SIZE + i,
    path: `${page}/${i}.png`,
    givenLabel: label,
    suggestedLabel: 'b',
    labelQuality: 0.1,
    suggestedProbability: 0.9,
    rank: 1,
    decision: null,
  }));

describe('row cache', () => {
  it('knows which pages of a range are missing', () => {
    const cache = new RowCache();
    cache.put(1, rows(1), cache.currentGeneration);
    assert.deepEqual(cache.missingPages(0, 3 * PAGE_SIZE), [0, 2]);
    assert.deepEqual(cache.missingPages(PAGE_SIZE, PAGE_SIZE), []);
    assert.equal(cache.get(PAGE_SIZE + 3)?.path, '1/3.png');
    assert.equal(cache.get(3), undefined);
  });

  it('goes on showing stale rows while they are asked for again', () => {
    const cache = new RowCache();
    cache.put(0, rows(0), cache.currentGeneration);
    cache.markStale([[2, 3]]);
    assert.ok(cache.get(2));
    assert.equal(cache.getFresh(2), undefined);
    assert.deepEqual(cache.missingPages(0, 5), [0]);
    cache.put(0, rows(0, 'new'), cache.currentGeneration);
    assert.deepEqual(cache.missingPages(0, 5), []);
    assert.equal(cache.getFresh(2)?.givenLabel, 'new');
  });

  it('does not take rows asked for before a change over those known since', () => {
    const cache = new RowCache();
    const before = cache.currentGeneration;
    cache.put(0, rows(0), before);
    cache.markStale([[0, 1]]);
    cache.patch([[0, 1]], (row) => ({ ...row, decision: { action: 'keep' } }));
    cache.put(0, rows(0), before);
    assert.deepEqual(cache.get(0)?.decision, { action: 'keep' });
    assert.deepEqual(cache.missingPages(0, 1), [0]);
  });

  it('forgets the pages not used for longest', () => {
    const cache = new RowCache();
    cache.put(0, rows(0), cache.currentGeneration);
    cache.put(1, rows(1), cache.currentGeneration);
    cache.missingPages(0, 1);
    for (let page = 2; page < 65; page++) cache.put(page, rows(page), cache.currentGeneration);
    assert.ok(cache.get(0), 'used last');
    assert.equal(cache.get(PAGE_SIZE), undefined);
  });
});
