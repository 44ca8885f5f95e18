import assert from 'node:assert/strict';
import { findDisagreeingRows } from '../../../../src/core/dataset/disagreeingRows';
import { createRng } from '../../../../src/core/rng';

describe('rows that disagree with the labels', () => {
  const rows = (count: number, wrongAt: (row: number) => number) => {
    const random = createRng(3);
    return Uint8Array.from({ length: count }, (_, row) => (random.next01() < wrongAt(row) ? 0 : 1));
  };

  it('are found where they follow one another', () => {
    const shifted = findDisagreeingRows(rows(1000, (row) => (row >= 700 ? 0.9 : 0.05)))!;
    assert.ok(Math.abs(shifted.first - 700) < 5 && shifted.last > 990, JSON.stringify(shifted));
    const exchanged = findDisagreeingRows(rows(80, (row) => (row >= 30 && row < 50 ? 1 : 0.04)))!;
    assert.ok(exchanged.first >= 27 && exchanged.last <= 53 && exchanged.share01 > 0.9);
    assert.ok(exchanged.elsewhere01 < 0.1);
  });

  it('are not found where wrong labels are spread, few or many', () => {
    for (const noise of [0, 0.05, 0.2, 0.4, 0.9])
      for (const count of [20, 300, 100_000])
        assert.equal(findDisagreeingRows(rows(count, () => noise)), undefined, `${count} ${noise}`);
  });
});
