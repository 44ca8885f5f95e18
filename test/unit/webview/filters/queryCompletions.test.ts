import assert from 'node:assert/strict';
import { wordMessage } from '../../../../src/core/words/message';
import { NO_COUNTS } from '../../../../src/shared/noCounts';
import { termCounts, type CountOf } from '../../../../webview/filters/termCounts';
import { queryCompletions } from '../../../../webview/filters/queryCompletions';

const classes = ['cat', 'red fox', 'grey "wolf"'];
const pair = (given: string, suggested: string, suspects: number) => ({ given, suggested, suspects });
const state = {
  counts: { ...NO_COUNTS, suspects: 90, reviewed: 41, kept: 40, relabelled: 1, unsure: 3 },
  checks: {
    duplicates: { groups: 4, images: 9 },
    contradictions: { groups: 1, images: 2 },
    leaks: { groups: 0, images: 0 },
    faults: { blank: 0, dark: 0, bright: 0, blurry: 3, tiny: 0, aspect: 0 },
  },
  offTopic: 5,
};
const countOf = termCounts(state, [
  pair('cat', 'red fox', 7),
  pair('cat', 'owl', 5),
  pair('red fox', 'cat', 2),
]);

const complete = (textWithCaret: string, counts: CountOf = countOf) => {
  const caret = textWithCaret.indexOf('|');
  const text = textWithCaret.replace('|', '');
  const { from, to, items } = queryCompletions({ text, caret, classes, countOf: counts });
  return {
    word: text.slice(from, to),
    names: items.map(({ name }) => name),
    texts: items.map((i) => i.text),
    shown: items.map(({ name, hint, count }) => [name, count ?? (hint && wordMessage(hint))]),
  };
};

describe('query completions', () => {
  it('offers the names of terms, by what is typed', () => {
    assert.ok(complete('|').names.includes('quality:'));
    assert.deepEqual(complete('class:cat sug|').texts, ['suggested:']);
    assert.deepEqual(complete('-unr|').texts, ['-unreviewed ']);
  });

  it('offers classes, quoted where they need it', () => {
    assert.deepEqual(complete('class:|').names, classes);
    assert.deepEqual(complete('class:fo|').texts, ['class:"red fox" ']);
    assert.deepEqual(complete('class:"red f| unreviewed').word, 'class:"red f unreviewed');
    assert.deepEqual(complete('suggested:wo|').texts, [String.raw`suggested:"grey \"wolf\"" `]);
  });

  it('replaces the word at the caret only', () => {
    assert.equal(complete('class:cat act|ion:keep name:a').word, 'action:keep');
    assert.deepEqual(
      complete('action:e| x').texts,
      ['action:exclude ', 'action:keep ', 'action:relabel ', 'action:unsure '].filter((text) =>
        /:.*e/.test(text),
      ),
    );
  });

  it('counts what a value finds in place of saying again what it filters by', () => {
    assert.deepEqual(complete('class:|').shown, [
      ['cat', 12],
      ['red fox', 2],
      ['grey "wolf"', 0],
    ]);
    assert.deepEqual(complete('suggested:fox|').shown, [['red fox', 7]]);
    assert.deepEqual(complete('fault:bl|').shown, [
      ['blank', 0],
      ['blurry', 3],
    ]);
    assert.deepEqual(complete('kind:|').shown, [
      ['label', 90],
      ['off-topic', 5],
    ]);
    assert.deepEqual(complete('action:|').shown, [
      ['keep', 40],
      ['relabel', 1],
      ['exclude', 0],
      ['unsure', 3],
    ]);
  });

  it('counts what a flag finds beside what it means', () => {
    const flags = ['unreviewed', 'reviewed', 'contradiction', 'leak', 'duplicate'] as const;
    assert.deepEqual(
      flags.map((flag) => complete(`${flag}|`).shown.find(([name]) => name === flag)?.[1]),
      [49, 41, 2, 0, 9],
    );
  });

  it('says what is filtered by where no count is known, or where it is all but these', () => {
    const unknown = termCounts({ ...state, checks: null }, null);
    assert.deepEqual(complete('class:cat|', unknown).shown, [['cat', 'given label']]);
    assert.deepEqual(complete('fault:dark|', unknown).shown, [['dark', 'what may make an image unusable']]);
    assert.deepEqual(complete('-class:cat|').shown, [['cat', 'given label']]);
    assert.deepEqual(complete('-leak|').shown, [
      ['-leak', 'not: copies of one picture in several of train, val and test'],
    ]);
    assert.deepEqual(complete('quality:<0.2|').shown, [['<0.2', 'how surely the label is right, 0 to 1']]);
  });

  it('offers nothing for a name that does not exist', () => {
    assert.deepEqual(complete('foo:b|').names, []);
  });
});
