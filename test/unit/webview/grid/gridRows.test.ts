import assert from 'node:assert/strict';
import { GridRows } from '../../../../webview/grid/gridRows';

const rowsOf = (isSide: boolean, ...groups: readonly (readonly [suspects: number, isFolded: boolean])[]) =>
  new GridRows({
    count: groups.reduce((sum, [suspects]) => sum + suspects, 0),
    columns: 4,
    groups: groups.map(([suspects, isFolded]) => ({ suspects, isFolded })),
    rowHeight: 100,
    headerHeight: 30,
    isSide,
  });

const topsOf = (rows: GridRows) => Array.from({ length: rows.length + 1 }, (_, row) => rows.topOf(row));

describe('grid rows', () => {
  it('begin a group with its header above', () => {
    const rows = rowsOf(false, [5, false], [3, true], [1, false]);
    assert.deepEqual(topsOf(rows), [0, 30, 130, 230, 260, 290, 390]);
    assert.equal(rows.height, 390);
    assert.deepEqual(
      [0, 29, 30, 229, 230, 260, 999].map((offset) => rows.rowAt(offset)),
      [0, 0, 1, 2, 3, 4, 5],
    );
    assert.equal(rows.heightOf(0), 30);
  });

  it('have headers beside their suspects without height of their own, unless they are folded', () => {
    const rows = rowsOf(true, [5, false], [3, true], [1, false]);
    assert.deepEqual(topsOf(rows), [0, 0, 100, 200, 230, 230, 330]);
    assert.equal(rows.headerHeight, 0, 'nothing is covered');
    assert.deepEqual(
      [0, 100, 200, 229, 230].map((offset) => rows.rowAt(offset)),
      [1, 2, 3, 3, 5],
    );
    assert.deepEqual(
      [0, 3, 4].map((row) => rows.heightOf(row)),
      [100, 30, 100],
    );
    assert.deepEqual(
      [0, 1, 2].map((group) => rows.heightOfGroup(group)),
      [200, 30, 100],
    );
  });
});
