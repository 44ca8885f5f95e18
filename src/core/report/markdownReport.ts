import { markdownName, markdownText } from './markdownText';
import type { Block, Cell, ReportDocument, SuspectsBlock, TableBlock } from './reportDocument';

/** How our reports begin: what is replaced by a new one is one. */
export const MARKDOWN_MARK = '<!-- label-review report -->';

/** Sets a report in GitHub's Markdown: tables, no pictures, and whatever it was named, a name stays a name. */
export function markdownReport({ title, name, made, figures, sections, footer }: ReportDocument): string {
  const parts = [
    MARKDOWN_MARK,
    `# ${markdownText(title)}: ${markdownName(name)}`,
    markdownText(made),
    table(
      figures.all.map(({ label }) => ({ text: markdownText(label), isNumber: false })),
      [
        figures.all.map(({ value, detail }) =>
          [`**${markdownText(value)}**`, ...(detail === undefined ? [] : [markdownText(detail)])].join(
            '<br>',
          ),
        ),
      ],
    ),
    ...sections.flatMap((section) => [
      `## ${markdownText(section.title)}`,
      ...section.blocks.flatMap(blockOf),
    ]),
    `<sub>${markdownText(footer)}</sub>`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Paragraphs, with blank lines between them. */
function blockOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'text':
      return [markdownText(block.text)];
    case 'list':
      return [block.items.map((item) => `- ${markdownText(item)}`).join('\n')];
    case 'table':
      return tableOf(block);
    case 'suspects':
      return [suspectsOf(block)];
  }
}

function tableOf({ caption, showsCaption, columns, rows }: TableBlock): readonly string[] {
  return [
    ...(showsCaption ? [`### ${markdownText(caption)}`] : []),
    table(
      columns.map(({ title, isNumber = false }) => ({ text: markdownText(title), isNumber })),
      rows.map((cells) => cells.map(cellOf)),
    ),
  ];
}

function cellOf(cell: Cell): string {
  if (cell.kind === 'words') return markdownText(cell.text);
  const more = cell.more === undefined ? [] : [markdownText(cell.more)];
  return [...cell.names.map(markdownName), ...more].join('<br>');
}

function suspectsOf({ titles, suspects }: SuspectsBlock): string {
  const head = [
    { text: titles.rank, isNumber: true },
    { text: titles.image, isNumber: false },
    { text: titles.given, isNumber: false },
    { text: titles.suggested, isNumber: false },
    { text: titles.quality, isNumber: true },
    { text: titles.decision, isNumber: false },
  ].map(({ text, isNumber }) => ({ text: markdownText(text), isNumber }));
  const rows = suspects.map(({ rank, path, given, suggested, quality, decision }) => [
    markdownText(rank),
    ...[path, given, suggested].map(markdownName),
    ...[quality, decision].map(markdownText),
  ]);
  return table(head, rows);
}

interface Head {
  readonly text: string;
  readonly isNumber: boolean;
}

/** Of cells that are Markdown already, without pipes and line breaks. */
function table(head: readonly Head[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head.map(({ text }) => text)),
    line(head.map(({ isNumber }) => (isNumber ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}
