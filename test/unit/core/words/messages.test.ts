import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  ENGLISH,
  messageSchema,
  wordingFor,
  wordMessage,
  type Message,
} from '../../../../src/core/words/message';
import { forThing } from '../../../../src/core/words/thing';
import { MESSAGES } from '../../../../src/core/words/messages';
import { ENGLISH_NUMBERS } from '../../../../src/core/words/numbers';
import * as v from 'valibot';

const SRC = path.resolve(__dirname, '../../../../src');
const PAGES = path.resolve(__dirname, '../../../../webview');
/** What people meet first: here words may be chosen where they are said. */
const EDGES = ['cli', 'host'];
/** An error whose sentence is written out in place of being a message. */
const LITERAL_SENTENCE = /new AppError\(\s*[^,()]+,\s*['"`]/;

const sourcesIn = (folder: string) =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]),
  );
const sources = sourcesIn(SRC);

/** Names in braces, a name and the words for one and for other numbers among them. */
const PLACEHOLDER = /\{(\w+)(?:\|[^|{}]*\|[^|{}]*)?\}/g;

/** What stands in braces, in the order of the alphabet. */
const placeholders = (text: string) =>
  [...forThing(text).matchAll(PLACEHOLDER)].map(([, name]) => name!).sort();

/** The sentence with one value for all that stands in it. */
function wordWith(id: string, value: (name: string) => string | number, wording = ENGLISH): string {
  const names = placeholders(MESSAGES[id as keyof typeof MESSAGES]); // the schema refuses other ids
  const args = Object.fromEntries(names.map((name) => [name, value(name)]));
  return wordMessage(v.parse(messageSchema, { id, args }), wording);
}

/** Only ever said of more than one. */
const ALWAYS_SEVERAL = new Set([
  ...['expected-errors', 'off-topic', 'new-suspects', 'pictures-in-copies', 'one-picture-in-copies'],
  ...['contradictions-so-far', 'leaks-so-far', 'decisions-follow', 'decisions-unplaced'],
  ...['decided-images-missing', 'decisions-contradict', 'query-similar-to-many', 'network-left-out-many'],
  ...['corrections-left-out', 'none-mislabelled'],
  ...['no-image-readable', 'no-image-readable-why', 'label-no-class', 'onnx-fixed-batch', 'npy-length'],
]);
const PLURAL_BEHIND_ONE = new RegExp(
  '\\b1 (?:(?:more|different|such) )?(?:images|boxes|pictures|files|folders|paths|rows|columns|cells|lines|labels|classes|' +
    'combinations|decisions|epochs|folds|parts|models|weights|bytes|pipes)\\b(?!/s)',
);

const OF_BOXES = wordingFor({ thing: 'box' });

describe('the messages of the engine', () => {
  it('are each said somewhere', () => {
    const speaking = [...sources].filter(
      ([file]) => !file.startsWith(path.join('core', 'words', 'messages')),
    );
    const all = [...speaking, ...sourcesIn(PAGES)].map(([, source]) => source).join('\n');
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
      const shown = new Set([...words.matchAll(/<(\w+)>/g)].map(([, name]) => name!));
      // A number may only choose between words.
      const chosenBy = [...forThing(text).matchAll(/\{(\w+)\|[^#{}]*\}/g)].map(([, name]) => name!);
      assert.deepEqual([...new Set([...shown, ...chosenBy])].sort(), [...new Set(names)], id);
      assert.equal(/[{}]/.test(words), false, id);
    }
  });

  it('say one thing in the singular', () => {
    for (const id of Object.keys(MESSAGES).filter((name) => !ALWAYS_SEVERAL.has(name)))
      for (const wording of [ENGLISH, OF_BOXES])
        assert.doesNotMatch(
          wordWith(id, () => 1, wording),
          PLURAL_BEHIND_ONE,
          id,
        );
    assert.equal(
      wordWith('rows-without-image', (name) => (name === 'rows' ? 1 : 'a.csv')),
      '1 row of a.csv is about no image of the dataset.',
    );
    assert.equal(
      wordWith('images-without-row', (name) => (name === 'images' ? 1200 : 'a.csv')),
      '1,200 images have no row in a.csv; they are not searched and keep their labels.',
    );
  });

  it('speak of boxes where these are what is searched, with the right article and number', () => {
    const choices = Object.entries(MESSAGES).filter(([, text]) => /\[[^\]]*\|[^\]]*\]/.test(text));
    assert.ok(choices.length > 60);
    for (const [id] of choices)
      for (const count of ALWAYS_SEVERAL.has(id) ? [2] : [1, 2]) {
        const [ofImages, ofBoxes] = [ENGLISH, OF_BOXES].map((wording) => wordWith(id, () => count, wording));
        assert.doesNotMatch(`${ofImages} ${ofBoxes}`, /[[\]]|\ban box|\ba image/u, id);
        assert.doesNotMatch(ofBoxes!, count === 1 ? /\b1 boxes\b(?!\/s)/u : /\b2 box\b/u, id);
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
    .split(/(\{[^{}]+\}|\[[^[\]]+\])/)
    .reverse()
    .join('');
