import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { messageSchema, wordMessage, type Message } from '../../../../src/core/words/message';
import { MESSAGES } from '../../../../src/core/words/messages';
import { ENGLISH_NUMBERS } from '../../../../src/core/words/numbers';
import * as v from 'valibot';

const SRC = path.resolve(__dirname, '../../../../src');
/** What people meet first: here words may be chosen where they are said. */
const EDGES = ['cli', 'host'];
/** An error whose sentence is written out in place of being a message. */
const LITERAL_SENTENCE = /new AppError\(\s*[^,()]+,\s*['"`]/;

const sources = new Map(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(path.join(SRC, file), 'utf8')]),
);

/** What stands in braces, in the order of the alphabet. */
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

describe('the messages of the engine', () => {
  it('are each said somewhere', () => {
    const speaking = [...sources].filter(
      ([file]) => !file.startsWith(path.join('core', 'words', 'messages')),
    );
    const all = speaking.map(([, source]) => source).join('\n');
    assert.deepEqual(
      Object.keys(MESSAGES).filter((id) => !all.includes(`'${id}'`)),
      [],
    );
  });

  it('keep all that stands in them when they are translated', () => {
    for (const [id, text] of Object.entries(MESSAGES)) {
      const names = placeholders(text);
      const said: Message = v.parse(messageSchema, {
        id,
        args: Object.fromEntries(names.map((name) => [name, `<${name}>`])),
      });
      const words = wordMessage(said, { translate: backwards, numbers: ENGLISH_NUMBERS });
      assert.deepEqual([...words.matchAll(/<(\w+)>/g)].map(([, name]) => name!).sort(), names, id);
      assert.equal(/[{}]/.test(words), false, id);
    }
  });

  it('finds an error with its sentence written out', () => {
    assert.match("throw new AppError(\n  'no-run',\n  `There is none.`)", LITERAL_SENTENCE);
    assert.doesNotMatch("new AppError('no-run', message('not-searched', { root }))", LITERAL_SENTENCE);
  });

  for (const [file, source] of sources)
    if (!EDGES.includes(file.split(path.sep)[0]!) && source.includes('AppError('))
      it(`are what ${file} throws`, () => {
        assert.doesNotMatch(source, LITERAL_SENTENCE);
      });
});

/** A language that puts the words of a sentence in the opposite order. */
const backwards = (text: string) =>
  text
    .split(/(\{\w+\})/)
    .reverse()
    .join('');
