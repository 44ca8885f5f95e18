import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PAGES = [
  path.resolve(__dirname, '../../../webview'),
  ...['filters', 'grid', 'keys', 'panel', 'store'].map((folder) =>
    path.resolve(__dirname, '../../../webview', folder),
  ),
  path.resolve(__dirname, '../../../webview/overview'),
];
/** Neither words nor code: signs of arithmetic, keys of the keyboard, entities. */
const WORD = /[A-Za-z]{2}/;

/** What stands between the tags of a template, and in attributes that people read, without what is computed. */
function literals(template: string): string[] {
  const attributes = [...template.matchAll(/\b(?:aria-label|title|placeholder|alt)="([^"]*)"/g)].map(
    ([, text]) => text!,
  );
  const texts = template.replaceAll(/<[a-z-]+(?:"[^"]*"|[^">])*>|<\/[a-z-]+\s*>/g, '\u0000').split('\u0000');
  return [...attributes, ...texts]
    .map((text) => text.replaceAll('\u0001', '').trim())
    .filter((text) => WORD.test(text));
}

/** The `html` templates of a source, inner ones too, each with U+0001 for what is computed. */
function* templates(source: string): Generator<string> {
  const open: { text: string; depth: number; isHtml: boolean }[] = [];
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    const inner = open.at(-1);
    const isInText = inner?.depth === depth;
    const char = source[at]!;
    if (char === '\\') at++;
    else if (char === '`' && isInText) {
      if (inner.isHtml) yield inner.text;
      open.pop();
      depth--;
    } else if (char === '`')
      open.push({ text: '', depth: ++depth, isHtml: /\bhtml$/.test(source.slice(0, at)) });
    else if (isInText && source.startsWith('${', at)) {
      inner.text += '\u0001';
      depth++;
      at++;
    } else if (!isInText && char === '{' && open.length > 0) depth++;
    else if (!isInText && char === '}' && open.length > 0) depth--;
    else if (isInText) inner.text += char;
  }
}

describe('the texts of the pages', () => {
  it('finds what is not to be translated, and only that', () => {
    const source =
      "html`<b title=\"Two words\" class=${x ? html`<i>Three</i>` : ''}>One ${l10n.t('Four')}</b>`";
    assert.deepEqual([...templates(source)].flatMap(literals), ['Three', 'Two words', 'One']);
  });

  for (const folder of PAGES)
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts')))
      it(`are all to be translated in ${path.basename(folder)}/${name}`, () => {
        const source = readFileSync(path.join(folder, name), 'utf8').replaceAll(
          /^\s*(\/\/|\*|\/\*\*).*$/gm,
          '',
        );
        assert.deepEqual([...templates(source)].flatMap(literals), []);
      });

  for (const folder of PAGES)
    it(`are listed as the language does in ${path.basename(folder)}`, () => {
      for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts')))
        assert.ok(!readFileSync(path.join(folder, name), 'utf8').includes("join(', ')"), name);
    });
});
