import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSelected, normalizeRanges } from '../../../../webview/grid/selection';
import { subtractRanges } from '../../../../webview/grid/subtractRanges';

const ranges = fc
  .array(fc.tuple(fc.nat(30), fc.nat(30)))
  .map((pairs) => normalizeRanges(pairs.map(([start, end]) => [start, end] as const)));
const positions = Array.from({ length: 32 }, (_, position) => position);

describe('ranges of positions', () => {
  it('without others hold what is in the one and not in the other', () => {
    fc.assert(
      fc.property(ranges, ranges, (all, without) => {
        const left = subtractRanges(all, without);
        for (const position of positions)
          assert.equal(
            isSelected(left, position),
            isSelected(all, position) && !isSelected(without, position),
          );
        assert.ok(left.every(([start, end]) => start < end));
      }),
    );
  });

  it('hold a position where one of them does', () => {
    fc.assert(
      fc.property(ranges, (selection) => {
        for (const position of positions)
          assert.equal(
            isSelected(selection, position),
            selection.some(([start, end]) => position >= start && position < end),
          );
      }),
    );
  });
});
