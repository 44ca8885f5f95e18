import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  isSelected,
  normalizeRanges,
  selectBetween,
  selectionSize,
  toggleSelected,
  type Selection,
} from '../../../../webview/grid/selection';

const positions = (selection: Selection, end = 40) =>
  Array.from({ length: end }, (_, i) => i).filter((position) => isSelected(selection, position));

describe('selection', () => {
  it('toggles like a set and stays normalized', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 40 }), (toggles) => {
        const expected = new Set<number>();
        let selection: Selection = [];
        for (const position of toggles) {
          selection = toggleSelected(selection, position);
          if (!expected.delete(position)) expected.add(position);
        }
        assert.deepEqual(
          positions(selection),
          [...expected].sort((a, b) => a - b),
        );
        assert.deepEqual(selection, normalizeRanges(selection));
        assert.equal(selectionSize(selection), expected.size);
      }),
      { seed: 1 },
    );
  });

  it('joins ranges that overlap or touch and drops empty ones', () => {
    assert.deepEqual(
      normalizeRanges([
        [5, 7],
        [1, 3],
        [3, 4],
        [9, 9],
        [6, 8],
      ]),
      [
        [1, 4],
        [5, 8],
      ],
    );
  });

  it('selects between two positions in either order', () => {
    assert.deepEqual(selectBetween(5, 2), selectBetween(2, 5));
    assert.equal(selectionSize(selectBetween(2, 5)), 4);
  });
});
