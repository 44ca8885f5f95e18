import assert from 'node:assert/strict';
import * as v from 'valibot';
import { AppError } from '../../../../src/core/appError';
import {
  ENGLISH,
  keepSentence,
  keptSentenceSchema,
  message,
  messageSchema,
  wordKept,
  wordList,
  wordMessage,
} from '../../../../src/core/words/message';
import { MESSAGES } from '../../../../src/core/words/messages';
import { createNumberWords } from '../../../../src/core/words/numbers';

const german = {
  translate: (text: string) =>
    text === MESSAGES['npy-no-magic'] ? 'sie fängt nicht so an' : text.replace('is not', 'ist keine'),
  numbers: createNumberWords('de'),
};

describe('message', () => {
  it('is worded with its arguments, a message in a message, too', () => {
    const why = message('npy-no-magic');
    const unusable = message('npy-unusable', { file: 'a.npy', why });
    assert.equal(
      wordMessage(unusable),
      'a.npy is not a usable .npy file: it does not begin like one; write it with numpy.save.',
    );
    assert.equal(
      wordMessage(unusable, german),
      'a.npy ist keine a usable .npy file: sie fängt nicht so an; write it with numpy.save.',
    );
  });

  it('words counts, shares and sizes as the language does', () => {
    const seen = message('learnt-by-heart', { seen: { share01: 0.87 }, heldOut: { share01: 0.5 } });
    assert.match(wordMessage(seen), /predict 87% of .*, 50% of others/);
    const size = message('pixels-do-not-fit-memory', { size: { bytes: 3 * 2 ** 30 } });
    assert.match(wordMessage(size), /take 3 GB,/);
    assert.deepEqual(v.parse(messageSchema, JSON.parse(JSON.stringify([seen, size][0]))), seen);
  });

  it('separates names as the language does, here and where there is no sentence', () => {
    const lists = message('allowed-choices', { choices: { list: ['fast', 'paper'] } });
    assert.equal(wordMessage(lists), 'one of fast, paper');
    const chinese = {
      ...ENGLISH,
      translate: (text: string) => text.replace('{first}, {next}', '{first}、{next}'),
    };
    assert.equal(wordMessage(lists, chinese), 'one of fast、paper');
    assert.equal(wordList(['a', 'b', 'c'], chinese), 'a、b、c');
    assert.equal(wordList([], chinese), '');
    assert.deepEqual(v.parse(messageSchema, JSON.parse(JSON.stringify(lists))), lists);
  });

  it('takes braces and dollar signs in arguments for text', () => {
    const odd = message('npy-unusable', { file: '{why}$&.npy', why: 'x' });
    assert.equal(wordMessage(odd), '{why}$&.npy is not a usable .npy file: x; write it with numpy.save.');
  });

  it('shows what would move a cursor or turn the text of a name', () => {
    const odd = message('npy-unusable', { file: '\x1b[31m\u202ea.npy', why: 'x' });
    assert.match(wordMessage(odd), /^\\u\{1b\}\[31m\\u\{202e\}a\.npy is not/);
  });

  it('comes back from JSON as it was, and is refused where it is unknown', () => {
    const said = message('npy-unusable', { file: 'a', why: message('npy-no-magic') });
    assert.deepEqual(v.parse(messageSchema, JSON.parse(JSON.stringify(said))), said);
    assert.equal(v.is(messageSchema, { id: 'toString', args: {} }), false);
  });

  it('is kept with its English text, which stands where the message is unknown or there was only text', () => {
    const kept = keepSentence(message('npy-unusable', { file: 'a', why: message('npy-no-magic') }));
    const read = v.parse(keptSentenceSchema, JSON.parse(JSON.stringify(kept)));
    assert.deepEqual(read, kept);
    assert.match(wordKept(read, german), /sie fängt nicht so an/);
    assert.equal(wordKept(v.parse(keptSentenceSchema, 'As it was.')), 'As it was.');
    const newer = { text: 'Said later.', id: 'of-a-later-version', args: { of: [1] } };
    assert.equal(wordKept(v.parse(keptSentenceSchema, newer)), 'Said later.');
  });

  it('words an error in English for logs and in any language at the edge', () => {
    const error = new AppError('bad-predictions', message('npy-no-magic'));
    assert.equal(error.message, 'it does not begin like one');
    assert.equal(error.inWords(german), 'sie fängt nicht so an');
    assert.equal(new AppError('bad-usage', 'npm said no.').inWords(ENGLISH), 'npm said no.');
  });
});

describe('number words', () => {
  const english = createNumberWords('en-US');

  it('groups whole numbers as the language does', () => {
    assert.equal(english.count(60_000), '60,000');
    assert.equal(createNumberWords('de').count(60_000), '60.000');
  });

  it('never says 0% or 100% of what is neither', () => {
    const cases = [
      [0, '0%'],
      [0.0004, '< 0.1%'],
      [0.0123, '1.2%'],
      [0.87, '87%'],
      [0.9999, '> 99%'],
      [1, '100%'],
    ] as const;
    for (const [share, text] of cases) assert.equal(english.percent(share), text);
  });

  it('writes the sign as the language does', () => {
    assert.equal(createNumberWords('de').percent(0.0004), '< 0,1\u00a0%');
    assert.equal(createNumberWords('ja').percent(0.87), '87%');
  });

  it('keeps the digits of small numbers that mean something', () => {
    assert.equal(english.significant(0.001234, 3), '0.00123');
    assert.equal(english.significant(2, 3), '2.00');
    assert.equal(createNumberWords('de').decimal(0.987, 2), '0,99');
  });

  it('gives sizes in the unit that fits', () => {
    assert.equal(english.bytes(1), '1 byte');
    assert.equal(english.bytes(1536), '1.5 kB');
    assert.equal(english.bytes(3 * 2 ** 30), '3 GB');
  });

  it('gives times as exactly as they matter', () => {
    const cases = [
      [0, '0 s'],
      [0.04, '0 s'],
      [9.94, '9.9 s'],
      [9.96, '10 s'],
      [59.6, '1 min'],
      [61.6, '1 min 2 s'],
      [148, '2 min 28 s'],
      [599.7, '10 min'],
      [3600, '1 h'],
      [9000, '2 h 30 min'],
    ] as const;
    for (const [seconds, text] of cases) assert.equal(english.duration(seconds), text);
    assert.equal(createNumberWords('de').duration(2.5), '2,5 s');
  });
});
