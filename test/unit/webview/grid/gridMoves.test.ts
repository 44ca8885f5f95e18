import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MOVES, movedFocus, type GridFocus, type Move } from '../../../../webview/grid/gridMoves';
import { GridRows, type GroupSize } from '../../../../webview/grid/gridRows';

const rowsOf = (groups: readonly GroupSize[], columns: number, count?: number): GridRows =>
  new GridRows({
    count: count ?? groups.reduce((sum, { suspects }) => sum + suspects, 0),
    columns,
    groups,
    rowHeight: 100,
    headerHeight: 30,
  });
const onSuspect = (position: number): GridFocus => ({ position, isHeader: false, column: 0 });

/** The position, or `# position` on a header. */
function move(rows: GridRows, from: GridFocus, way: Move, isExtending = false): number | string {
  const { position, isHeader } = movedFocus(from, way, { rows, rowsPerPage: 2, isExtending });
  return isHeader ? `# ${position}` : position;
}

describe('grid moves in one list', () => {
  // 0 1 2 3
  // 4 5 6 7
  // 8 9
  const list = rowsOf([], 4, 10);
  const from = (position: number, way: Move) => move(list, onSuspect(position), way);

  it('keeps the column up and down, and goes to the end of a short last row', () => {
    assert.equal(from(5, 'down'), 9);
    assert.equal(from(7, 'down'), 9);
    assert.equal(from(9, 'down'), 9);
    assert.equal(from(9, 'up'), 5);
    assert.equal(from(2, 'up'), 2);
    assert.equal(from(1, 'pageDown'), 9);
    assert.equal(from(6, 'pageUp'), 2);
  });

  it('goes to the ends of the row and of everything', () => {
    assert.equal(from(6, 'rowStart'), 4);
    assert.equal(from(8, 'rowEnd'), 9);
    assert.equal(from(6, 'first'), 0);
    assert.equal(from(6, 'last'), 9);
    assert.equal(from(3, 'right'), 4);
    assert.equal(from(0, 'left'), 0);
  });

  it('stays at the start of an empty grid', () => {
    assert.equal(move(rowsOf([], 4, 0), onSuspect(0), 'last'), 0);
  });
});

describe('grid moves among groups', () => {
  // # 0
  // 0 1 2
  // 3
  // # 4, folded: 4 5
  // # 6
  // 6 7 8
  const groups = rowsOf(
    [
      { suspects: 4, isFolded: false },
      { suspects: 2, isFolded: true },
      { suspects: 3, isFolded: false },
    ],
    3,
  );
  const header = (position: number, column = 0): GridFocus => ({ position, isHeader: true, column });

  it('stops at headers up and down, and keeps the column beyond them', () => {
    assert.equal(move(groups, onSuspect(3), 'down'), '# 4');
    assert.equal(move(groups, header(4, 2), 'down'), '# 6');
    assert.equal(move(groups, header(6, 2), 'down'), 8);
    assert.equal(move(groups, header(4, 2), 'up'), 3);
    assert.equal(move(groups, onSuspect(1), 'up'), '# 0');
    assert.equal(move(groups, header(0), 'up'), '# 0');
  });

  it('passes over headers and what is folded sideways and with a selection', () => {
    assert.equal(move(groups, onSuspect(3), 'right'), 6);
    assert.equal(move(groups, onSuspect(6), 'previous'), 3);
    assert.equal(move(groups, header(6), 'next'), 6);
    assert.equal(move(groups, header(4), 'next'), 6);
    assert.equal(move(groups, onSuspect(3), 'down', true), 6);
    assert.equal(move(groups, onSuspect(0), 'up', true), 0);
  });

  it('lands on suspects by the page and at the ends', () => {
    assert.equal(move(groups, onSuspect(0), 'pageDown'), '# 4', 'what is folded has its header only');
    assert.equal(move(groups, onSuspect(3), 'pageDown'), 6);
    assert.equal(move(groups, onSuspect(6), 'pageUp'), '# 4');
    assert.equal(move(groups, onSuspect(7), 'first'), 0);
    assert.equal(move(groups, onSuspect(0), 'last'), 8);
  });
});

describe('grid rows', () => {
  const anyGroups = fc.array(
    fc.record({ suspects: fc.integer({ min: 1, max: 12 }), isFolded: fc.boolean() }),
    {
      maxLength: 8,
    },
  );
  const anyColumns = fc.integer({ min: 1, max: 5 });

  it('hold every suspect that is not folded away exactly once, from top to bottom', () => {
    fc.assert(
      fc.property(anyGroups, anyColumns, (groups, columns) => {
        const rows = rowsOf(groups, columns);
        const shown: number[] = [];
        let top = 0;
        for (let index = 0; index < rows.length; index++) {
          const row = rows.at(index);
          assert.equal(rows.topOf(index), top);
          assert.equal(rows.rowAt(top), index);
          assert.equal(rows.rowAt(top + rows.heightOf(index) - 1), index);
          top += rows.heightOf(index);
          if (row.kind === 'header') continue;
          for (let position = row.start; position < row.end; position++) {
            assert.equal(rows.rowOf(position), index);
            assert.equal(rows.columnOf(position), position - row.start);
            shown.push(position);
          }
        }
        assert.equal(rows.height, top);
        const unfolded = [...Array(rows.count).keys()].filter((at) => !rows.isFolded(rows.groupOf(at)));
        assert.deepEqual(shown, groups.length === 0 ? [] : unfolded);
      }),
      { seed: 1 },
    );
  });

  it('are never left by a move', () => {
    const shapes = fc.record({
      groups: anyGroups,
      columns: anyColumns,
      count: fc.integer({ min: 1, max: 50 }),
      rowsPerPage: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(
        shapes,
        fc.nat(),
        fc.boolean(),
        fc.constantFrom(...MOVES),
        (shape, start, isExtending, way) => {
          const { groups, columns, rowsPerPage } = shape;
          const rows = groups.length === 0 ? rowsOf([], columns, shape.count) : rowsOf(groups, columns);
          const position = start % rows.count;
          const group = rows.groupOf(position);
          const focus: GridFocus = rows.isFolded(group)
            ? { position: rows.rangeOf(group)[0], isHeader: true, column: 0 }
            : onSuspect(position);
          const moved = movedFocus(focus, way, { rows, rowsPerPage, isExtending });
          assert.ok(moved.position >= 0 && moved.position < rows.count);
          assert.ok(moved.isHeader || !rows.isFolded(rows.groupOf(moved.position)));
        },
      ),
      { seed: 1 },
    );
  });
});
