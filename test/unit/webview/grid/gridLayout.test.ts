import assert from 'node:assert/strict';
import { MAX_CELL_SIZE, MIN_CELL_SIZE, clampCellSize, gridLayout } from '../../../../webview/grid/gridLayout';
import { MAX_SPACER_HEIGHT, scrollScale } from '../../../../webview/grid/virtualRows';

describe('grid layout', () => {
  it('drops the words of small cells', () => {
    assert.equal(gridLayout({ width: 500, cellSize: 64 }).isCompact, true);
    assert.equal(gridLayout({ width: 500, cellSize: 128 }).isCompact, false);
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
