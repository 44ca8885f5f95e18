import assert from 'node:assert/strict';
import { queryCompletions } from '../../../../webview/filters/queryCompletions';

const classes = ['cat', 'red fox', 'grey "wolf"'];
const complete = (textWithCaret: string) => {
  const caret = textWithCaret.indexOf('|');
  const text = textWithCaret.replace('|', '');
  const { from, to, items } = queryCompletions({ text, caret, classes });
  return {
    word: text.slice(from, to),
    names: items.map(({ name }) => name),
    texts: items.map((i) => i.text),
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

  it('offers nothing for a name that does not exist', () => {
    assert.deepEqual(complete('foo:b|').names, []);
  });
});
