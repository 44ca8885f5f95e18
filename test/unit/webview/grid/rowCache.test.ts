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

const EMPTY = new RowCache(1, 1_000 * PAGE_SIZE);

describe('row cache', () => {
  it('knows which pages of a range are missing', () => {
    const cache = EMPTY.put(1, rows(1), { generation: EMPTY.generation });
    assert.deepEqual(cache.missingPages(0, 3 * PAGE_SIZE), [0, 2]);
    assert.deepEqual(cache.missingPages(PAGE_SIZE, PAGE_SIZE), []);
    assert.equal(cache.get(PAGE_SIZE + 3)?.path, '1/3.png');
    assert.equal(cache.get(3), undefined);
    assert.deepEqual(new RowCache(1, 10).missingPages(0, 3 * PAGE_SIZE), [0], 'no more than there are');
  });

  it('goes on showing stale rows while they are asked for again', () => {
    const stale = EMPTY.put(0, rows(0), { generation: EMPTY.generation }).markStale([[2, 3]]);
    assert.ok(stale.get(2));
    assert.equal(stale.getFresh(2), undefined);
    assert.deepEqual(stale.missingPages(0, 5), [0]);
    const fresh = stale.put(0, rows(0, 'new'), { generation: stale.generation });
    assert.deepEqual(fresh.missingPages(0, 5), []);
    assert.equal(fresh.getFresh(2)?.givenLabel, 'new');
    assert.equal(stale.get(2)?.givenLabel, 'a', 'nothing is changed in place');
  });

  it('does not take rows asked for before a change over those known since', () => {
    const before = EMPTY.generation;
    const cache = EMPTY.put(0, rows(0), { generation: before })
      .markStale([[0, 1]])
      .patch([[0, 1]], (row) => ({ ...row, decision: { action: 'keep' } }))
      .put(0, rows(0), { generation: before });
    assert.deepEqual(cache.get(0)?.decision, { action: 'keep' });
    assert.deepEqual(cache.missingPages(0, 1), [0]);
  });

  it('forgets the pages that lie farthest from the one just loaded', () => {
    const put = (before: RowCache, page: number, focus: number) =>
      before.put(page, rows(page), { generation: before.generation, focus });
    let cache = EMPTY;
    for (let page = 0; page < 64; page++) cache = put(cache, page, 0);
    const elsewhere = 100 * PAGE_SIZE;
    cache = put(put(cache, 10, elsewhere), 100, elsewhere);
    assert.equal(cache.get(0), undefined);
    assert.ok(cache.get(PAGE_SIZE));
    assert.equal(put(cache, 0, 0).get(elsewhere), undefined);
    assert.ok(put(cache, 0, elsewhere).get(elsewhere), 'but for the page that has the focus');
  });
});
