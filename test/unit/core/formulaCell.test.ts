import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markFormula, unmarkFormula } from '../../../src/core/formulaCell';

/** Also much of what begins like a formula. */
const cell = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc
    .tuple(fc.constantFrom(...["'", "''", '=', '+', '-', '@', '\t', '\r', '\n', '＝']), fc.string())
    .map((parts) => parts.join('')),
);

describe('a cell that a spreadsheet would compute', () => {
  it('is marked, and any cell comes back as it was', () => {
    fc.assert(
      fc.property(cell, (text) => {
        const written = markFormula(text);
        assert.equal(unmarkFormula(written), text);
        assert.ok(!/^[=@\t\r\n＝＋－＠]/u.test(written), written);
        assert.ok(!/^[+-]/u.test(written) || Number.isFinite(Number(written)), written);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  const cells: readonly (readonly [string, string])[] = [
    ['=1+1', "'=1+1"],
    ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+49 30 1234', "'+49 30 1234"],
    ['-other', "'-other"],
    ['\t=1', "'\t=1"],
    ["'=1", "''=1"],
    ['-1/a.png', "'-1/a.png"],
  ];
  for (const [text, written] of cells)
    it(`is written with a mark: ${JSON.stringify(text)}`, () => assert.equal(markFormula(text), written));

  for (const text of ['', '-1', '+1', '-0.5', '-1e-7', '-.5', 'a=1', "'tis", "'", 'cat-1', ' =1', '1-1'])
    it(`is none: ${JSON.stringify(text)}`, () => assert.equal(markFormula(text), text));
});
