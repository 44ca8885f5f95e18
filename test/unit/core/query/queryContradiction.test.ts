import assert from 'node:assert/strict';
import { nearestName } from '../../../../src/core/query/nearestName';
import { queryContradiction } from '../../../../src/core/query/queryContradiction';
import { formatSuspectQuery, parseSuspectQuery } from '../../../../src/core/query/suspectQuery';

describe('a query that no image can pass', () => {
  const cases: Readonly<Record<string, string | null>> = {
    '': null,
    'unreviewed reviewed': 'unreviewed reviewed',
    'class:cat reviewed -reviewed name:a': 'reviewed -reviewed',
    'unreviewed action:keep class:cat': 'unreviewed action:keep',
    'unreviewed action:unsure': null,
    'unreviewed action:keep action:unsure': null,
    'reviewed action:unsure': 'reviewed action:unsure',
    'quality:<0.2': null,
    'quality:<0.2 quality:>50%': 'quality:<0.2 quality:>50%',
    'quality:>0.2 quality:<0.21': null,
    'quality:>1': 'quality:>1',
    'quality:0.3..0.1': 'quality:0.3..0.1',
    'quality:<0.2 -quality:<0.5': 'quality:<0.2 -quality:<0.5',
    'class:cat -class:cat': 'class:cat -class:cat',
    'class:cat class:dog -class:cat': null,
    'class:cat class:dog': null,
    'class:cat suggested:cat': null,
    'train -train': 'train -train',
    'leak -leak': 'leak -leak',
    'fault:blurry -fault:dark': null,
  };
  for (const [text, expected] of Object.entries(cases))
    it(`${text || 'nothing'}: ${expected ?? 'none'}`, () => {
      const found = queryContradiction(parseSuspectQuery(text));
      assert.equal(found && formatSuspectQuery(found), expected);
    });
});

describe('the nearest name', () => {
  const names = ['unreviewed', 'reviewed', 'class', 'cat', 'dog', '7'];
  const cases: Readonly<Record<string, string | undefined>> = {
    unreviewd: 'unreviewed',
    UNREVIEWED: 'unreviewed',
    revewied: 'reviewed',
    clas: 'class',
    calss: 'class',
    cot: 'cat',
    cta: 'cat',
    owl: undefined,
    '8': undefined,
    '': undefined,
  };
  for (const [typed, expected] of Object.entries(cases))
    it(`to ${typed || 'nothing'} is ${expected ?? 'none'}`, () =>
      assert.equal(nearestName(typed, names), expected));
});
