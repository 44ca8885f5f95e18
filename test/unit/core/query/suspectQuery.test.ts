import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Decision } from '../../../../src/core/review/review';
import {
  compileSuspectQuery,
  formatSuspectQuery,
  parseSuspectQuery,
  queryValues,
  withQueryTerms,
  withoutDecisionTerms,
  type QueryTerm,
} from '../../../../src/core/query/suspectQuery';
import { TERM_NAMES, termSpec, type TermName } from '../../../../src/core/query/suspectTerms';

const term = (name: QueryTerm['name'], value = '', isNegated = false): QueryTerm => ({
  name,
  value,
  isNegated,
});

describe('suspect query', () => {
  it('reads terms, flags, negation, quotes and free words', () => {
    assert.deepEqual(
      parseSuspectQuery(
        'class:cat suggested:"t-shirt top" quality:<0.2 unreviewed -name:*_017* -reviewed train/',
      ),
      [
        term('class', 'cat'),
        term('suggested', 't-shirt top'),
        term('quality', '<0.2'),
        term('unreviewed'),
        term('name', '*_017*', true),
        term('reviewed', '', true),
        term('word', 'train/'),
      ],
    );
    assert.deepEqual(parseSuspectQuery('  '), []);
    assert.deepEqual(parseSuspectQuery('class:a:b "class:c" "un" "reviewed" -'), [
      term('class', 'a:b'),
      term('word', 'class:c'),
      term('word', 'un'),
      term('word', 'reviewed'),
      term('word', '-'),
    ]);
    assert.deepEqual(parseSuspectQuery(String.raw`class:"6\" \\ plate"`), [term('class', '6" \\ plate')]);
  });

  it('reads back what it writes', () => {
    const values: Readonly<Record<string, fc.Arbitrary<string>>> = {
      quality: fc.constantFrom('<0.2', '>=50%', '0.1..0.5', '=1'),
      action: fc.constantFrom('keep', 'relabel', 'exclude', 'unsure'),
    };
    const valueOf = (name: TermName | 'word') =>
      name !== 'word' && termSpec(name).value === 'none'
        ? fc.constant('')
        : (values[name] ?? fc.string({ minLength: 1, unit: 'grapheme' }));
    const terms = fc
      .constantFrom<TermName | 'word'>('word', ...TERM_NAMES.filter((name) => isPlainTerm(name)))
      .chain((name) => fc.record({ name: fc.constant(name), value: valueOf(name), isNegated: fc.boolean() }));
    fc.assert(
      fc.property(fc.array(terms, { maxLength: 5 }), (query) => {
        assert.deepEqual(
          parseSuspectQuery(formatSuspectQuery(query)),
          query.map((given) => ({ ...given })),
        );
      }),
      { seed: 1 },
    );
  });

  it('names the term it does not understand and says what to write', () => {
    const cases = {
      'cat colour:red': /^"colour:" is not a filter; use class:, suggested:.*put "colour:red" in quotes/,
      'labl:dog': /^"labl:" is not a filter\. Did you mean class:dog\?/,
      'class:': /^"class:" lacks a value \(given label\)/,
      'label:cat': /^"label:" is not a filter\. Did you mean class:cat\?.*put "label:cat" in quotes/,
      'sugested:"big cat"': /Did you mean suggested:"big cat"\?/,
      'unreviewd:': /Did you mean unreviewed\?/,
      'action:Keep': /^"action:Keep" is unknown\. Did you mean action:keep\? Known are action:keep, /,
      'fault:blury': /Did you mean fault:blurry\?/,
      'quality:low': /^"quality:low" is not a comparison with a number; write quality:<0\.2/,
      'action:drop': /^"action:drop" is unknown; write one of action:keep, /,
      'unreviewed:yes': /^"unreviewed" takes no value/,
      'class:"big cat': /^The quote in class:"big cat is not closed/,
    };
    for (const [text, message] of Object.entries(cases))
      assert.throws(() => parseSuspectQuery(text), { code: 'bad-query', message }, text);
  });

  it('changes the terms of one name and leaves the rest in place', () => {
    const query = parseSuspectQuery('a class:cat unreviewed -class:fox');
    assert.deepEqual(queryValues(query, 'class'), ['cat']);
    assert.equal(
      formatSuspectQuery(withQueryTerms(query, 'class', ['red fox'])),
      'a class:"red fox" unreviewed',
    );
    assert.equal(formatSuspectQuery(withQueryTerms(query, 'class', [])), 'a unreviewed');
    assert.equal(formatSuspectQuery(withQueryTerms([], 'suggested', ['dog'])), 'suggested:dog');
    assert.equal(
      formatSuspectQuery(withoutDecisionTerms(parseSuspectQuery('a action:keep -reviewed class:b'))),
      'a class:b',
    );
  });
});

describe('what a query shows', () => {
  const decisions: Readonly<Record<string, Decision>> = {
    b: { action: 'keep' },
    c: { action: 'unsure' },
    d: { action: 'relabel', label: 'fox' },
  };
  const suspects = (
    [
      ['a', 'train/cat_0170.png', 'cat', 'dog', 0.05],
      ['b', 'train/cat_2.png', 'cat', 'fox', 0.1],
      ['c', 'test/dog_0171.png', 'dog', 'cat', 0.2],
      ['d', 'test/fox (1).png', 'fox', 'cat', 0.5],
    ] as const
  ).map(([id, path, givenLabel, predictedLabel, labelQuality], index) => ({
    id,
    decision: decisions[id] ?? null,
    row: {
      path,
      givenLabel,
      predictedLabel,
      labelQuality,
      isLabelIssue: true,
      predictedProbability: 0.9,
      rank: index + 1,
    },
  }));
  const shown = (text: string) =>
    suspects
      .filter(compileSuspectQuery(parseSuspectQuery(text)))
      .map(({ id }) => id)
      .join('');

  const cases: readonly (readonly [query: string, shown: string])[] = [
    ['', 'abcd'],
    ['class:cat', 'ab'],
    ['class:cat class:fox', 'abd'],
    ['class:cat suggested:dog', 'a'],
    ['-class:cat -class:fox', 'c'],
    ['quality:<0.2', 'ab'],
    ['quality:<=20%', 'abc'],
    ['quality:>0.1 quality:<0.5', 'c'],
    ['quality:10%..0.2', 'bc'],
    ['quality:0.5', 'd'],
    ['name:*_017*', 'ac'],
    ['name:cat_0170.png', 'a'],
    ['name:CAT', 'ab'],
    ['name:*train*', ''],
    ['name:cat name:dog', 'abc'],
    ['train/', 'ab'],
    ['folder:train', 'ab'],
    ['folder:tra', ''],
    ['folder:train/ folder:test', 'abcd'],
    ['folder:.', ''],
    ['picture:train/cat_0170.png', 'a'],
    ['dog', 'c'],
    ['FO*', 'd'],
    ['"fox (1)"', 'd'],
    ['t*/*017', 'ac'],
    ['test/ png', 'cd'],
    ['-017', 'bd'],
    ['unreviewed', 'ac'],
    ['reviewed', 'bd'],
    ['-reviewed', 'ac'],
    ['action:keep action:unsure', 'bc'],
    ['-action:relabel class:fox', ''],
  ];
  for (const [query, expected] of cases)
    it(`${query || 'nothing'} shows ${expected || 'none'}`, () => assert.equal(shown(query), expected));
});

it('finds a plain word in the label where no folder is named for it', () => {
  const isShown = compileSuspectQuery(parseSuspectQuery('abyss'));
  const row = {
    ...{ path: 'images/17.jpg', givenLabel: 'Abyssinian', predictedLabel: 'Bengal', labelQuality: 0.1 },
    ...{ isLabelIssue: true, predictedProbability: 0.9, rank: 1 },
  };
  assert.equal(isShown({ row, decision: null }), true);
  assert.equal(isShown({ row: { ...row, givenLabel: 'Bengal' }, decision: null }), false);
});

/** Terms whose values this test can make up. */
function isPlainTerm(name: TermName): boolean {
  const { value } = termSpec(name);
  return typeof value !== 'object' || name === 'quality' || name === 'action' || name === 'name';
}
