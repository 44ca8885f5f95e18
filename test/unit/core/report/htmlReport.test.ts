import assert from 'node:assert/strict';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { createReport } from '../../../../src/core/report/createReport';
import { htmlReport, type HtmlParts } from '../../../../src/core/report/htmlReport';
import type { Report } from '../../../../src/core/report/report';
import { visible } from '../../../../src/core/report/visible';
import { wordReport } from '../../../../src/core/report/wordReport';
import { ENGLISH } from '../../../../src/core/words/message';
import { sampleResults } from '../../review/sampleRun';
import { HOSTILE_NAMES, HTML_PARTS, sampleMaterial, sampleReport } from './sampleReport';

type Node = DefaultTreeAdapterTypes.ChildNode;

const htmlOf = (report: Report, parts: HtmlParts = HTML_PARTS) =>
  [...htmlReport(wordReport(report, { wording: ENGLISH }), parts)].join('');

/** Every element and text of a page, as a browser reads it. */
function* nodesOf(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    if ('childNodes' in node) yield* nodesOf(node.childNodes);
  }
}

const elements = (html: string) => [...nodesOf(parse(html).childNodes)].filter((node) => 'tagName' in node);
const attribute = (element: ReturnType<typeof elements>[number], name: string) =>
  element.attrs.find((each) => each.name === name)?.value;

describe('a report in HTML', () => {
  it('runs nothing and loads nothing, and its policy says so', () => {
    const html = htmlOf(sampleReport(), { ...HTML_PARTS, styleHash: 'abc=' });
    const all = elements(html);
    const policy = all.find((element) => attribute(element, 'http-equiv') === 'Content-Security-Policy');
    assert.equal(
      attribute(policy!, 'content'),
      "default-src 'none'; img-src data:; style-src 'sha256-abc='; base-uri 'none'; form-action 'none'",
    );
    assert.equal(/url\(|@import|https?:/u.test(html), false);
    for (const element of all) {
      assert.ok(!['script', 'link', 'iframe', 'object', 'base', 'form'].includes(element.tagName));
      for (const { name, value } of element.attrs) {
        assert.ok(!name.startsWith('on') && name !== 'style', name);
        if (name === 'href') assert.match(value, /^#/u);
        if (name === 'src') assert.match(value, /^data:image\//u);
      }
    }
  });

  it('shows hostile names as text', () => {
    const names = HOSTILE_NAMES.map((name) => `x${name}`);
    const rows = sampleResults(...names.map((name, i) => [`p${name}`, name, `${name}${i}`] as const));
    const material = sampleMaterial(rows, { dataset: '</title><script>' });
    const run = { ...material.run, classes: names, warnings: names };
    const pictures = new Map([[`p${names[0]!}`, { address: 'data:image/png;base64,AA==', isTiny: true }]]);
    const html = htmlOf(createReport({ ...material, run }, 100), { ...HTML_PARTS, pictures });
    const nodes = [...nodesOf(parse(html).childNodes)];
    const texts = new Set(nodes.flatMap((node) => ('value' in node ? [node.value] : [])));
    for (const name of names)
      for (const shown of [name, `p${name}`]) assert.ok(texts.has(visible(shown)), JSON.stringify(shown));
    const known = new Set(elements(htmlOf(sampleReport())).map(({ tagName }) => tagName));
    const found = new Set(elements(html).map(({ tagName }) => tagName));
    assert.deepEqual(
      [...found].filter((tagName) => !known.has(tagName)),
      ['ul', 'img'].filter((tagName) => !known.has(tagName)),
    );
    assert.equal(/[\u202a-\u202e]/u.test(html), false);
  });

  it('says what each picture is, and where there is none', () => {
    const pictures = new Map([['cat/1.png', { address: 'data:image/png;base64,AA==', isTiny: false }]]);
    const all = elements(htmlOf(sampleReport(), { ...HTML_PARTS, pictures }));
    const shown = all.filter(({ tagName }) => tagName === 'img');
    assert.deepEqual(
      shown.map((element) => attribute(element, 'alt')),
      ['Suspect 1: labelled cat, suggested dog'],
    );
    const missing = all.filter((element) => attribute(element, 'role') === 'img');
    assert.deepEqual(
      missing.map((element) => attribute(element, 'aria-label')),
      ['Suspect 2: labelled dog, suggested bird'],
    );
  });

  it('has one heading of the first level, sections with headings, and tables with captions', () => {
    const all = elements(htmlOf(sampleReport()));
    const count = (name: string) => all.filter(({ tagName }) => tagName === name).length;
    assert.equal(count('h1'), 1);
    assert.equal(count('h2'), count('section'));
    assert.equal(count('caption'), count('table'));
    for (const landmark of ['header', 'nav', 'main', 'footer']) assert.equal(count(landmark), 1, landmark);
    const ids = all.flatMap((element) => attribute(element, 'id') ?? []);
    assert.equal(new Set(ids).size, ids.length);
    for (const { attrs } of all)
      for (const { name, value } of attrs)
        if (name === 'href' || name === 'aria-labelledby')
          assert.ok(ids.includes(value.replace('#', '')), value);
  });
});
