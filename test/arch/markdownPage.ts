import markdownIt from 'markdown-it';

export interface MarkdownPage {
  /** What can stand behind a `#` in a link to the page, as GitHub makes it of headings. */
  readonly anchors: ReadonlySet<string>;
  /** Where links and pictures lead, as they are written. */
  readonly targets: readonly string[];
  /** What stands as code, in lines and in blocks. */
  readonly code: readonly string[];
  /** What stands in italics. */
  readonly emphasized: readonly string[];
}

type Token = ReturnType<ReturnType<typeof markdownIt>['parse']>[number];

const PARSER = markdownIt({ html: true, linkify: false });
const CODE: ReadonlySet<string> = new Set(['code_inline', 'code_block', 'fence']);
const HTML_TARGET = /\b(?:href|src|srcset)="([^"]+)"/gu;

/** Headings, links, pictures, code and names of a page. */
export function readMarkdownPage(text: string): MarkdownPage {
  const anchors = new Set<string>();
  const targets: string[] = [];
  const code: string[] = [];
  const emphasized: string[] = [];
  let isHeading = false;
  for (const token of PARSER.parse(text, {})) {
    if (token.type === 'inline' && isHeading) addAnchor(anchors, headingText(token));
    isHeading = token.type === 'heading_open';
    const parts = [token, ...(token.children ?? [])];
    parts.forEach((part, i) => {
      targets.push(...targetsOf(part));
      if (CODE.has(part.type)) code.push(part.content);
      if (part.type === 'em_open') emphasized.push(parts[i + 1]!.content);
    });
  }
  return { anchors, targets, code, emphasized };
}

function targetsOf({ type, content, attrs }: Token): readonly string[] {
  if (type === 'html_block' || type === 'html_inline')
    return Array.from(content.matchAll(HTML_TARGET), (match) => match[1]!);
  return (attrs ?? []).flatMap(([name, value]) => (name === 'href' || name === 'src' ? [value] : []));
}

const headingText = ({ children }: Token): string =>
  (children ?? [])
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');

/** In lower case, without punctuation, with `-` for blanks; one that is there already gets a number. */
function addAnchor(anchors: Set<string>, heading: string): void {
  const slug = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
  let anchor = slug;
  for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
  anchors.add(anchor);
}
