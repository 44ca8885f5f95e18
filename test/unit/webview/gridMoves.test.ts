import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MOVES, movedFocus } from '../../../webview/gridMoves';

// 0 1 2 3
// 4 5 6 7
// 8 9
const shape = { count: 10, columns: 4, rowsPerPage: 2 };

describe('grid moves', () => {
  it('stays inside the grid', () => {
    const shapes = fc.record({
      count: fc.integer({ min: 1, max: 50 }),
      columns: fc.integer({ min: 1, max: 9 }),
      rowsPerPage: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(shapes, fc.nat(), fc.constantFrom(...MOVES), (grid, start, move) => {
        const target = movedFocus(start % grid.count, move, grid);
        assert.ok(target >= 0 && target < grid.count);
      }),
      { seed: 1 },
    );
  });

  it('keeps the column up and down, and goes to the end of a short last row', () => {
    assert.equal(movedFocus(5, 'down', shape), 9);
    assert.equal(movedFocus(7, 'down', shape), 9);
    assert.equal(movedFocus(9, 'down', shape), 9);
    assert.equal(movedFocus(9, 'up', shape), 5);
    assert.equal(movedFocus(2, 'up', shape), 2);
    assert.equal(movedFocus(1, 'pageDown', shape), 9);
    assert.equal(movedFocus(6, 'pageUp', shape), 2);
  });

  it('goes to the ends of the row and of everything', () => {
    assert.equal(movedFocus(6, 'rowStart', shape), 4);
    assert.equal(movedFocus(8, 'rowEnd', shape), 9);
    assert.equal(movedFocus(6, 'first', shape), 0);
    assert.equal(movedFocus(6, 'last', shape), 9);
    assert.equal(movedFocus(3, 'right', shape), 4);
    assert.equal(movedFocus(0, 'left', shape), 0);
  });

  it('stays at the start of an empty grid', () => {
    assert.equal(movedFocus(0, 'last', { ...shape, count: 0 }), 0);
  });
});
