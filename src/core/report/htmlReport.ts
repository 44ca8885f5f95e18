import { markup, Markup } from './markup';
import type {
  Block,
  Cell,
  Column,
  ReportDocument,
  ReportSection,
  SuspectCard,
  SuspectsBlock,
  TableBlock,
} from './reportDocument';
import { REPORT_STYLE } from './reportStyle';

/** How our reports begin: what is replaced by a new one is one. */
export const HTML_MARK = '<!doctype html>\n<!-- label-review report -->';

/** A picture that is a part of the report. */
export interface EmbeddedPicture {
  /** A `data:` address. */
  readonly address: string;
  /** Whether it has so few pixels that each is to be seen. */
  readonly isTiny: boolean;
}

export interface HtmlParts {
  /** By path; images that are not there are said to have none. */
  readonly pictures: ReadonlyMap<string, EmbeddedPicture>;
  /** SHA-256 of `REPORT_STYLE`, base64: the only style that the page accepts. */
  readonly styleHash: string;
  /** BCP 47. */
  readonly language: string;
}

/** Sets a report as one HTML file that needs no other, runs nothing and asks for nothing. */
export function* htmlReport(report: ReportDocument, parts: HtmlParts): Generator<string> {
  const { title, name, made, figures, sections, footer } = report;
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${parts.styleHash}'; base-uri 'none'; form-action 'none'`;
  yield `${HTML_MARK}\n`;
  yield markup`<html lang="${parts.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}: ${name}</title>
<style>${new Markup(REPORT_STYLE)}</style>
</head>
<body>
<header>
<h1><span class="kicker">${title}<span class="only-heard">: </span></span><bdi>${name}</bdi></h1>
<p>${made}</p>
<dl class="figures" aria-label="${figures.title}">
${figures.all.map(
  ({ label, value, detail }) =>
    markup`<div><dt>${label}</dt><dd class="value">${value}</dd>${
      detail === undefined ? undefined : markup`<dd class="detail">${detail}</dd>`
    }</div>\n`,
)}</dl>
</header>
<nav aria-label="${report.contents}"><ul>
${sections.map(({ id, title: text }) => markup`<li><a href="#${id}">${text}</a></li>\n`)}</ul></nav>
<main>
`.text;
  for (const section of sections) yield* sectionOf(section, parts);
  yield markup`</main>
<footer><p>${footer}</p></footer>
</body>
</html>
`.text;
}

/** In parts, for pictures are large. */
function* sectionOf({ id, title, blocks }: ReportSection, parts: HtmlParts): Generator<string> {
  yield markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
`.text;
  for (const block of blocks) yield* blockOf(block, parts);
  yield '</section>\n';
}

function* blockOf(block: Block, parts: HtmlParts): Generator<string> {
  switch (block.kind) {
    case 'text':
      yield markup`<p>${block.text}</p>\n`.text;
      return;
    case 'list':
      yield markup`<ul>${block.items.map((item) => markup`<li>${item}</li>`)}</ul>\n`.text;
      return;
    case 'table':
      yield tableOf(block).text;
      return;
    case 'suspects':
      yield* suspectsOf(block, parts);
  }
}

/** A wide table is scrolled, for which it takes the focus. */
function tableOf({ caption, showsCaption, columns, rows }: TableBlock): Markup {
  return markup`<div class="scroll" role="group" tabindex="0" aria-label="${caption}"><table>
<caption class="${showsCaption ? 'shown' : 'only-heard'}">${caption}</caption>
<thead><tr>${columns.map(
    ({ title, isNumber }) => markup`<th scope="col"${numberClass(isNumber)}>${title}</th>`,
  )}</tr></thead>
<tbody>
${rows.map((cells) => markup`<tr>${cells.map((cell, place) => cellOf(cell, columns[place]!, place))}</tr>\n`)}</tbody>
</table></div>
`;
}

const numberClass = (isNumber = false): Markup => (isNumber ? markup` class="number"` : markup``);

function cellOf(cell: Cell, { isNumber }: Column, place: number): Markup {
  const content = cell.kind === 'words' ? wordsOf(cell) : namesOf(cell);
  return place === 0
    ? markup`<th scope="row"${numberClass(isNumber)}>${content}</th>`
    : markup`<td${numberClass(isNumber)}>${content}</td>`;
}

const WHOLE_BAR = 100;

function wordsOf({ text, share01 }: Cell & { readonly kind: 'words' }): Markup {
  if (share01 === undefined) return markup`${text}`;
  const width = Math.round(share01 * WHOLE_BAR);
  return markup`${text}<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect x="${
    WHOLE_BAR - width
  }" width="${width}" height="4"/></svg>`;
}

function namesOf({ names, more }: Cell & { readonly kind: 'names' }): Markup {
  const [first, ...others] = names.map((name) => markup`<code><bdi>${name}</bdi></code>`);
  if (others.length === 0 && more === undefined) return first ?? markup``;
  const rest = more === undefined ? [] : [markup`<span>${more}</span>`];
  return markup`<span class="names">${[...(first === undefined ? [] : [first]), ...others, ...rest]}</span>`;
}

function* suspectsOf({ titles, suspects }: SuspectsBlock, { pictures }: HtmlParts): Generator<string> {
  yield '<ol class="cards">\n';
  for (const card of suspects) yield cardOf(card, titles, pictures.get(card.path)).text;
  yield '</ol>\n';
}

function cardOf(
  card: SuspectCard,
  titles: SuspectsBlock['titles'],
  picture: EmbeddedPicture | undefined,
): Markup {
  const { path, rank, given, suggested, quality, action, decision, alt, noPicture } = card;
  const shown =
    picture === undefined
      ? markup`<div class="picture none" role="img" aria-label="${alt}">${noPicture}</div>`
      : markup`<img class="picture${picture.isTiny ? ' pixels' : ''}" alt="${alt}" src="${picture.address}">`;
  return markup`<li><figure class="card">${shown}<figcaption>
<span class="facts"><span><span class="only-heard">${titles.rank} </span>${rank}</span><span>${titles.quality} ${quality}</span></span>
<span class="labels"><span class="only-heard">${titles.given}: </span><bdi class="given">${given}</bdi><span class="arrow" aria-hidden="true">→</span><span class="only-heard">, ${titles.suggested}: </span><bdi>${suggested}</bdi></span>
<code class="path"><span class="only-heard">${titles.image}: </span><bdi>${path}</bdi></code>
<span class="decision ${action}"><span class="only-heard">${titles.decision}: </span>${decision}</span>
</figcaption></figure></li>
`;
}
