import { FAULT_WORDS } from '../words/faultWords';
import { describeChecks, describeOffTopic } from '../words/describeFindings';
import { message, wordMessage, type Message, type Wording } from '../words/message';
import type { FirstOf, Report, ReportCopies, ReportFindings } from './report';
import { name, words, type Block, type Cell, type ReportSection, type TableBlock } from './reportDocument';

/** What a run has found beside the suspects: how much of each, and the first. */
export function wordFindings({ run, findings }: Report, wording: Wording): ReportSection {
  const say = (sentence: Message) => wordMessage(sentence, wording);
  const counts = [
    ...(run.checks === undefined ? [] : describeChecks(run.checks, wording)),
    ...describeOffTopic(run.offTopic ?? 0, wording),
  ];
  const nothing = say(
    run.checks === undefined ? message('report-not-checked') : message('report-nothing-else'),
  );
  return {
    id: 'findings',
    title: say(message('report-findings')),
    blocks: [
      counts.length === 0 ? { kind: 'text', text: nothing } : { kind: 'list', items: counts },
      ...tablesOf(findings, wording),
    ],
  };
}

function tablesOf(findings: ReportFindings, wording: Wording): Block[] {
  const { contradictions, leaks, copies, faults, offTopic } = findings;
  const tables = [
    copiesTable(message('report-contradictions'), contradictions, wording),
    copiesTable(message('report-leaks'), leaks, wording),
    // The others are among them.
    contradictions.count + leaks.count === 0
      ? copiesTable(message('report-copies'), copies, wording)
      : undefined,
    faultsTable(faults, wording),
    offTopicTable(offTopic, wording),
  ];
  return tables.filter((table) => table !== undefined);
}

function copiesTable(
  title: Message,
  groups: FirstOf<ReportCopies>,
  wording: Wording,
): TableBlock | undefined {
  if (groups.count === 0) return undefined;
  return tableOf({
    caption: captionOf(title, groups, wording),
    titles: [message('report-files'), message('report-labels')],
    wording,
    rows: groups.first.map(({ paths, labels }) => [namesOf(paths, wording), namesOf(labels, wording)]),
  });
}

function faultsTable(faults: ReportFindings['faults'], wording: Wording): TableBlock | undefined {
  if (faults.length === 0) return undefined;
  return tableOf({
    caption: wordMessage(message('report-faults'), wording),
    titles: [message('report-fault'), message('report-examples')],
    wording,
    rows: faults.map(({ fault, first, count }) => [
      words(wordMessage(FAULT_WORDS[fault], wording)),
      namesOf({ first, count }, wording),
    ]),
  });
}

function offTopicTable(images: ReportFindings['offTopic'], wording: Wording): TableBlock | undefined {
  if (images.count === 0) return undefined;
  return tableOf({
    caption: captionOf(message('report-off-topic'), images, wording),
    titles: [message('report-image'), message('report-given')],
    wording,
    rows: images.first.map(({ path, givenLabel }) => [name(path), name(givenLabel)]),
  });
}

function tableOf(table: {
  readonly caption: string;
  readonly titles: readonly Message[];
  readonly wording: Wording;
  readonly rows: readonly (readonly Cell[])[];
}): TableBlock {
  const { caption, titles, wording, rows } = table;
  const columns = titles.map((title) => ({ title: wordMessage(title, wording) }));
  return { kind: 'table', caption, showsCaption: true, columns, rows };
}

function captionOf(title: Message, { first, count }: FirstOf<unknown>, wording: Wording): string {
  const caption = wordMessage(title, wording);
  if (first.length === count) return caption;
  return wordMessage(message('report-copies-first', { caption, first: first.length, count }), wording);
}

function namesOf({ first, count }: FirstOf<string>, wording: Wording): Cell {
  const left = count - first.length;
  const more = left === 0 ? undefined : wordMessage(message('report-more', { count: left }), wording);
  return { kind: 'names', names: first, more };
}
