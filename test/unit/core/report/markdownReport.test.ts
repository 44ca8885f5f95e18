import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markdownReport } from '../../../../src/core/report/markdownReport';
import { markdownName, markdownText } from '../../../../src/core/report/markdownText';
import { visible } from '../../../../src/core/report/visible';
import { wordReport } from '../../../../src/core/report/wordReport';
import { createReport } from '../../../../src/core/report/createReport';
import { ENGLISH } from '../../../../src/core/words/message';
import { sampleResults } from '../../review/sampleRun';
import { parseMarkdown } from './parsedMarkdown';
import { HOSTILE_NAMES, sampleMaterial, sampleReport } from './sampleReport';

const inTable = (cell: string) => `| a | b |\n| --- | --- |\n| ${cell} | end |\n`;

/** What is in the cell of a table, as a reader sees it. */
function seen(cell: string): string {
  const { cells, kinds } = parseMarkdown(inTable(cell));
  assert.deepEqual([...cells.slice(0, 2), ...cells.slice(3)], ['a', 'b', 'end']);
  for (const kind of kinds)
    assert.ok(['text', 'text_special', 'code_inline', '<code>', '</code>'].includes(kind), kind);
  return cells[2]!;
}

describe('a name in Markdown', () => {
  it('stays what it is, in code', () => {
    for (const name of HOSTILE_NAMES)
      assert.equal(seen(markdownName(name)), visible(name), JSON.stringify(name));
  });

  it('is easy to read where it is an ordinary one', () => {
    for (const name of ['cat/001.png', 'Größe (2)', 'a b-c_d', '猫/一.jpg', '@octocat', '#1'])
      assert.equal(markdownName(name), `\`${name}\``);
  });

  it('stays what it is, whatever it is', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...Array.from('|\\`*_<>&;#[]()!@ \n\t-123.x/')) }),
    );
    fc.assert(
      fc.property(anything, (name) => {
        assert.equal(seen(markdownName(name)), visible(name));
        assert.equal(seen(markdownText(`x ${name} x`)).trim(), visible(`x ${name} x`));
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});

describe('words in Markdown', () => {
  it('stay words', () => {
    for (const name of HOSTILE_NAMES) {
      const text = `Nothing is known of ${name} yet.`;
      const { texts, kinds } = parseMarkdown(`${markdownText(text)}\n`);
      assert.deepEqual(texts, [visible(text)], name);
      assert.deepEqual([...kinds], ['text']);
    }
  });

  it('begin no list, heading or quotation', () => {
    for (const text of [
      '- x',
      '+ x',
      '1. x',
      '12) x',
      '# x',
      '> x',
      '=== x',
      '    x',
      '--- ',
      '~~~',
      '| x |',
    ])
      assert.deepEqual(
        parseMarkdown(`before\n\n${markdownText(text)}\n`).texts,
        ['before', text.trim()],
        text,
      );
  });

  it('name nobody on GitHub, and no issue: in the page a comment stands between sign and name', () => {
    assert.equal(markdownText('by @octocat in #1'), 'by &#64;<!-- -->octocat in &#35;<!-- -->1');
    assert.equal(markdownText('http://a.b, www.a.b'), 'http&#58;//a.b, www&#46;a.b');
  });

  it('keep numbers as they are', () => {
    assert.equal(markdownText('5.4% (12 to 24)'), '5.4% (12 to 24)');
  });
});

describe('a report in Markdown', () => {
  it('has a table of the most suspect images, with paths and labels as code', () => {
    const text = markdownReport(wordReport(sampleReport(), { wording: ENGLISH }));
    assert.ok(text.includes('| 1 | `cat/1.png` | `cat` | `dog` | 0 | Open |'), text);
    assert.ok(text.includes('| 2 | `dog/1.png` | `dog` | `bird` | 0.25 | Open |'), text);
    assert.ok(text.startsWith('<!-- label-review report -->\n\n# Label report: `animals`\n'));
    assert.equal(/!\[|data:|<img/u.test(text), false, 'GitHub shows no pictures');
  });

  it('survives hostile names of files, classes, the dataset and in warnings', () => {
    const names = HOSTILE_NAMES.map((name) => `x${name}`);
    const rows = sampleResults(...names.map((name, i) => [`p${name}`, name, `${name}${i}`] as const));
    const material = sampleMaterial(rows, { dataset: '|`<b>\n' });
    const run = { ...material.run, classes: names, warnings: names.map((name) => `Odd: ${name}!`) };
    const text = markdownReport(wordReport(createReport({ ...material, run }, 100), { wording: ENGLISH }));
    const { cells, texts, kinds } = parseMarkdown(text);
    for (const name of names) {
      assert.ok(cells.includes(visible(`p${name}`)), name);
      assert.ok(cells.includes(visible(name)), name);
      assert.ok(texts.includes(visible(`Odd: ${name}!`)), name);
    }
    assert.equal(texts[0], 'Label report: |`<b>\\u{a}');
    const expected = [
      'text',
      'code_inline',
      '<code>',
      '</code>',
      '<sub>',
      '</sub>',
      'strong_open',
      'strong_close',
    ];
    assert.deepEqual(
      [...kinds].filter((kind) => !expected.includes(kind)),
      [],
    );
    assert.equal(/[\u202a-\u202e]/u.test(text), false);
  });

  it('fits into a comment on GitHub with as many images, classes and confusions as are listed', () => {
    const long = (i: number) => `${'folder/'.repeat(8)}a rather long name of a file ${i}.png`;
    const rows = sampleResults(
      ...Array.from(
        { length: 400 },
        (_, i) => [long(i), `class of things ${i}`, `class of things ${i + 1}`] as const,
      ),
    );
    const material = sampleMaterial(rows);
    const run = { ...material.run, classes: rows.map(({ givenLabel }) => givenLabel) };
    const text = markdownReport(wordReport(createReport({ ...material, run }, 100), { wording: ENGLISH }));
    assert.ok(text.length < 65_536, `${text.length}`);
    assert.ok(text.includes('The first 100 of 400.'));
  });
});
