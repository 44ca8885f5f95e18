import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { MESSAGES } from '../../src/core/words/messages';
import { forThing } from '../../src/core/words/thing';

const CHOICE = /\{\w+\|[^|{}]*\|([^|{}]*)\}/gu;
const PLACEHOLDER = /\{\w+\}/gu;
const LITERAL = /'((?:[^'\\\n]|\\.)+)'/gu;

/** A text of the program as the page quotes it: of images, of several, with `…` for all that is put in. */
const quoted = (text: string): string =>
  forThing(text, undefined)
    .replace(CHOICE, (_, several: string) => several.replaceAll('#', '…'))
    .replace(PLACEHOLDER, '…');

/** What only the extension says stands in its code. */
function textsOfHost(): readonly string[] {
  const folder = path.join(REPO_ROOT, 'src/host');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.flatMap((name) =>
    Array.from(readFileSync(path.join(folder, name), 'utf8').matchAll(LITERAL), (match) => match[1]!),
  );
}

describe('the page about messages', () => {
  it('quotes only what the program says', () => {
    const said = new Set([...Object.values(MESSAGES), ...textsOfHost()].map(quoted));
    const page = readFileSync(path.join(REPO_ROOT, 'docs/troubleshooting.md'), 'utf8');
    const quotes = page.split('\n').flatMap((line) => (line.startsWith('> ') ? [line.slice(2)] : []));
    assert.ok(quotes.length > 20);
    assert.deepEqual(
      quotes.filter((quote) => !said.has(quote)),
      [],
    );
  });
});
