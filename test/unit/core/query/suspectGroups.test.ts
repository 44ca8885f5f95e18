import assert from 'node:assert/strict';
import type { TableRow } from '../../../../src/core/run/run';
import { groupKey, groupSuspects, type Grouping } from '../../../../src/core/query/suspectGroups';

const suspects = ['cat dog', 'fox cat', 'cat fox', 'ant bee', 'cat dog', 'ant bee'].map(
  (labels, index): TableRow => ({
    path: `${index}.png`,
    givenLabel: labels.split(' ')[0]!,
    isLabelIssue: true,
    labelQuality: index / 10,
    predictedLabel: labels.split(' ')[1]!,
    predictedProbability: 0.9,
    rank: index + 1,
  }),
);
const group = (view: readonly number[], grouping: Grouping | undefined) => {
  const grouped = groupSuspects(suspects, Int32Array.from(view), grouping);
  return [[...grouped.view], grouped.groups];
};

describe('groups of suspects', () => {
  it('come the largest first, equal ones by name, each in the order of the view', () => {
    assert.deepEqual(group([5, 4, 3, 2, 1, 0], 'pair'), [
      [5, 3, 4, 0, 2, 1],
      [
        { given: 'ant', suggested: 'bee', suspects: 2 },
        { given: 'cat', suggested: 'dog', suspects: 2 },
        { given: 'cat', suggested: 'fox', suspects: 1 },
        { given: 'fox', suggested: 'cat', suspects: 1 },
      ],
    ]);
    assert.deepEqual(group([0, 1, 2, 3, 4], 'class'), [
      [0, 2, 4, 3, 1],
      [
        { given: 'cat', suspects: 3 },
        { given: 'ant', suspects: 1 },
        { given: 'fox', suspects: 1 },
      ],
    ]);
  });

  it('are none in one list or an empty view', () => {
    assert.deepEqual(group([2, 0], undefined), [[2, 0], []]);
    assert.deepEqual(group([], 'pair'), [[], []]);
  });

  it('have names that no other group of the grouping has', () => {
    const keys = [
      { given: 'a', suggested: 'bc' },
      { given: 'ab', suggested: 'c' },
      { given: '1 a', suggested: 'bc' },
    ].map(groupKey);
    assert.equal(new Set(keys).size, 3);
  });
});
