import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MAX_CELL_SIZE, MIN_CELL_SIZE, clampCellSize, gridLayout } from '../../../webview/gridLayout';
import { MAX_SPACER_HEIGHT, scrollScale } from '../../../webview/scrollScale';

describe('grid layout', () => {
  it('has room for every suspect at any width', () => {
    const options = fc.record({
      count: fc.nat(1000),
      width: fc.integer({ min: 0, max: 4000 }),
      cellSize: fc.integer({ min: MIN_CELL_SIZE, max: MAX_CELL_SIZE }),
    });
    fc.assert(
      fc.property(options, (given) => {
        const { columns, rows } = gridLayout(given);
        assert.ok(
          columns >= 1 && columns * rows >= given.count && columns * (rows - 1) < Math.max(1, given.count),
        );
      }),
      { seed: 1 },
    );
  });

  it('drops the words of small cells', () => {
    assert.equal(gridLayout({ count: 1, width: 500, cellSize: 64 }).isCompact, true);
    assert.equal(gridLayout({ count: 1, width: 500, cellSize: 128 }).isCompact, false);
  });

  it('keeps a remembered size within bounds', () => {
    assert.deepEqual([Number.NaN, 1, 100.4, 5000].map(clampCellSize), [
      128,
      MIN_CELL_SIZE,
      100,
      MAX_CELL_SIZE,
    ]);
  });
});

describe('scroll scale', () => {
  it('is one for what the browser can lay out', () => {
    assert.deepEqual(scrollScale(1_000_000, 800), { spacerHeight: 1_000_000, factor: 1 });
  });

  it('maps the end of the scroll to the end of a longer list', () => {
    const { spacerHeight, factor } = scrollScale(90_000_000, 800);
    assert.equal(spacerHeight, MAX_SPACER_HEIGHT);
    assert.ok(Math.abs((spacerHeight - 800) * factor - (90_000_000 - 800)) < 1e-3);
  });
});
