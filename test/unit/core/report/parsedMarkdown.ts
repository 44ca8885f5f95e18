import markdownIt from 'markdown-it';

type Token = ReturnType<ReturnType<typeof markdownIt>['parse']>[number];

/** What a reader of Markdown makes of a text: its blocks, the texts of its table cells, and all that is not plain text. */
export interface ParsedMarkdown {
  /** Of headings, paragraphs and items of lists, in order. */
  readonly texts: readonly string[];
  readonly cells: readonly string[];
  /** Kinds of inline parts and HTML, without line breaks and comments. */
  readonly kinds: ReadonlySet<string>;
}

const PARSER = markdownIt({ html: true, linkify: false });

/** Parses GitHub's tables and HTML as a library does that has nothing to do with what wrote it. */
export function parseMarkdown(text: string): ParsedMarkdown {
  const texts: string[] = [];
  const cells: string[] = [];
  const kinds = new Set<string>();
  let around = '';
  for (const token of PARSER.parse(text, {})) {
    if (token.type === 'html_block' && !token.content.startsWith('<!--')) kinds.add(token.content);
    if (token.type !== 'inline') {
      around = token.type;
      continue;
    }
    const isCell = around === 'td_open' || around === 'th_open';
    (isCell ? cells : texts).push((token.children ?? []).map((part) => shownBy(part, kinds)).join(''));
  }
  return { texts, cells, kinds };
}

function shownBy({ type, content }: Token, kinds: Set<string>): string {
  if (type === 'html_inline') {
    if (content === '<br>') return '\n';
    if (content !== '<!-- -->') kinds.add(content);
    return '';
  }
  kinds.add(type);
  return content;
}
