import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isImagePath } from '../../../src/core/dataset/imagePath';
import { AppError } from '../../../src/core/appError';
import { correctedRows } from '../../../src/core/run/correctedRows';
import { CORRECTED_COLUMNS, RESULT_COLUMNS, SCAN_COLUMNS, SCORE_COLUMNS } from '../../../src/core/names';
import {
  boxCells,
  parseResultRow,
  resultCells,
  scanBoxCells,
  scanCells,
  scoreCells,
} from '../../../src/core/run/resultRows';
import type { Decision } from '../../../src/core/review/review';
import { rowsToColumns } from '../../../src/core/run/resultColumns';
import type { TableRow } from '../../../src/core/run/run';

const row: TableRow = {
  path: 'cats/a, "b".png',
  givenLabel: 'cat',
  isLabelIssue: true,
  labelQuality: 0.012345678,
  predictedLabel: 'dog',
  predictedProbability: 1,
  rank: 1,
};

describe('scanCells', () => {
  const lastCells = (changes: Partial<TableRow>) => scanCells({ ...row, ...changes }).slice(-2);

  it('say after all other columns what an image is flagged for, and how surely it shows none of the classes', () => {
    assert.deepEqual(scanCells(row).slice(0, -2), resultCells(row));
    assert.equal(scanCells(row).length, SCAN_COLUMNS.length);
    assert.deepEqual(lastCells({}), ['label', '']);
    assert.deepEqual(lastCells({ offTopic: { score: 0.25, isFlagged: false } }), ['label', '0.25']);
    const offTopic = { score: 0.75, isFlagged: true };
    assert.deepEqual(lastCells({ offTopic }), ['off-topic', '0.75']);
    assert.deepEqual(lastCells({ isLabelIssue: false, offTopic }), ['off-topic', '0.75']);
    assert.deepEqual(lastCells({ isLabelIssue: false }), ['', '']);
  });
});

describe('boxCells', () => {
  it('tell the picture from an id that looks like the end of its path', () => {
    const place = { file: 'a#1.jpg', box: { x: 1, y: 2, width: 3, height: 4 } };
    const { path, cells } = boxCells({ path: 'a#1.jpg#u#7', place });
    assert.deepEqual([path, ...cells], ['a#1.jpg', 'u#7', '1 2 3 4']);
  });

  const box = { x: 4032.0625, y: 0, width: 12, height: 7.5 };

  it('give the picture, the annotation and the box as it came', () => {
    const path = 'a#1/b.jpg#17';
    const { path: picture, cells } = boxCells({ path, place: { file: 'a#1/b.jpg', box } });
    assert.equal(picture, 'a#1/b.jpg');
    assert.deepEqual(cells, ['17', '4032.0625 0 12 7.5']);
    const scanned = scanBoxCells({ ...row, path, place: { file: picture, box } });
    assert.equal(scanned[0], picture);
    assert.deepEqual(scanned.slice(SCAN_COLUMNS.length), cells);
  });

  it('leave whole images as they are', () => {
    assert.deepEqual(boxCells({ path: 'a#1.jpg' }), { path: 'a#1.jpg', cells: ['', ''] });
  });
});

describe('resultCells and parseResultRow', () => {
  it('write cells in the order of the columns, with 6 significant digits', () => {
    assert.deepEqual(resultCells(row), ['cats/a, "b".png', 'cat', 'true', '0.0123457', 'dog', '1', '1']);
    assert.equal(resultCells(row).length, RESULT_COLUMNS.length);
    assert.equal(resultCells({ ...row, labelQuality: 1.23456789e-7 })[3], '1.23457e-7');
    assert.equal(resultCells({ ...row, labelQuality: 0.5 })[3], '0.5');
  });

  it('read back what was written', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    const rows = fc.record({
      path: fc.string().filter(isImagePath),
      givenLabel: fc.string(),
      isLabelIssue: fc.boolean(),
      labelQuality: probability,
      predictedLabel: fc.string(),
      predictedProbability: probability,
      rank: fc.integer({ min: 1 }),
    });
    fc.assert(
      fc.property(rows, (written) => {
        const read = parseResultRow(resultCells(written));
        assert.deepEqual(resultCells(read), resultCells(written));
        assert.ok(Math.abs(read.labelQuality - written.labelQuality) <= 5e-6 * written.labelQuality);
        assert.equal(read.path, written.path);
      }),
      { seed: 1 },
    );
  });

  const cells = resultCells(row);
  const broken: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['too few cells', cells.slice(1), /6 cells/],
    ['too many cells', [...cells, ''], /8 cells/],
    ['no path', cells.with(0, ''), /no path/],
    ['a flag in another language', cells.with(2, 'yes'), /is_label_issue of cats/],
    ['no quality', cells.with(3, ''), /label_quality of cats/],
    ['a quality above 1', cells.with(3, '1.5'), /label_quality/],
    ['a probability that is no number', cells.with(5, 'NaN'), /predicted_probability/],
    ['a rank of 0', cells.with(6, '0'), /rank of cats/],
    ['half a rank', cells.with(6, '1.5'), /rank of cats/],
  ];
  for (const [name, damaged, message] of broken)
    it(`refuse ${name}`, () => {
      assert.throws(
        () => parseResultRow(damaged),
        (error) => error instanceof AppError && error.code === 'run-damaged' && message.test(error.message),
      );
    });
});

describe('scoreCells', () => {
  it('are in the order of the columns', () => {
    const cells = scoreCells({
      index: 0,
      givenLabel: 'cat',
      isLabelIssue: false,
      labelQuality: 2 / 3,
      predictedLabel: 'cat',
      rank: 7,
    });
    assert.deepEqual(cells, ['0', 'cat', 'false', '0.666667', 'cat', '7']);
    assert.equal(cells.length, SCORE_COLUMNS.length);
  });
});

describe('correctedRows', () => {
  const decisions: Readonly<Record<string, Decision>> = {
    'b.png': { action: 'relabel', label: 'dog' },
    'c.png': { action: 'keep' },
    'd.png': { action: 'exclude' },
    'e.png': { action: 'unsure' },
    'z.png': { action: 'exclude' },
  };
  const corrected = correctedRows({
    results: rowsToColumns(
      ['e.png', 'd.png', 'c.png', 'b.png', 'B.png'].map((path) => ({
        ...row,
        path,
        labelQuality: 0.25,
        isLabelIssue: path !== 'B.png',
      })),
      ['cat', 'dog'],
    ),
    unreadable: [
      { path: 'z.png', givenLabel: 'dog', reason: 'cut short' },
      { path: 'a.png', givenLabel: 'cat', reason: 'empty' },
    ],
    decisionOf: (path) => decisions[path] ?? null,
  });
  const rows = [...corrected];

  it('have every image once, by path, with what was decided', () => {
    assert.deepEqual(rows, [
      ['B.png', 'cat', 'cat', '', 'false', '0.25', 'dog'],
      ['a.png', 'cat', 'cat', '', '', '', ''],
      ['b.png', 'cat', 'dog', 'relabel', 'true', '0.25', 'dog'],
      ['c.png', 'cat', 'cat', 'keep', 'true', '0.25', 'dog'],
      ['d.png', 'cat', '', 'exclude', 'true', '0.25', 'dog'],
      ['e.png', 'cat', 'cat', '', 'true', '0.25', 'dog'],
      ['z.png', 'dog', '', 'exclude', '', '', ''],
    ]);
    assert.ok(rows.every((cells) => cells.length === CORRECTED_COLUMNS.length));
  });
});
