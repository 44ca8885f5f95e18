import assert from 'node:assert/strict';
import {
  MAX_CELL_SIZE,
  MIN_CELL_SIZE,
  clampCellSize,
  gridLayout,
  type GridLayoutOptions,
} from '../../../../webview/grid/gridLayout';
import { MAX_SPACER_HEIGHT, scrollScale } from '../../../../webview/grid/virtualRows';

const layout = (options: Partial<GridLayoutOptions>) =>
  gridLayout({ width: 1400, height: 800, cellSize: 128, isByPair: false, ...options });

describe('grid layout', () => {
  it('drops the words of small cells', () => {
    assert.equal(layout({ cellSize: 64 }).isCompact, true);
    assert.equal(layout({ cellSize: 128 }).isCompact, false);
  });

  it('fits two rows into a low page, in steps, and keeps their words', () => {
    for (const height of [320, 334, 360, 380]) {
      const { rowHeight, cellSize, isCompact, isShort } = layout({ width: 720, height });
      assert.ok(2 * rowHeight + 12 <= height, `${rowHeight} px a row at ${height} px`);
      assert.deepEqual([cellSize % 16, isCompact, isShort], [0, false, true]);
    }
    assert.deepEqual(
      [408, 0].map((height) => layout({ height }).isShort),
      [false, false],
    );
    assert.equal(layout({ height: 334, cellSize: 160 }).cellSize, 160, 'a larger size was asked for');
  });

  it('shows the images of pairs small, beside their headers where there is room, and as large as asked for', () => {
    const sizes = [64, 96, 128, 224, 320];
    assert.deepEqual(
      sizes.map((cellSize) => layout({ cellSize, isByPair: true }).cellSize),
      [64, 72, 80, 200, 320],
    );
    assert.ok(layout({ isByPair: true }).sideWidth > 0);
    assert.equal(layout({ isByPair: true, width: 420 }).sideWidth, 0);
    assert.ok(layout({ isByPair: true }).rowHeight * 8 < 800);
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
