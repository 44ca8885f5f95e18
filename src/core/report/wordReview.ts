import type { CountEstimate } from '../labelNoise/errorEstimate';
import type { Decision } from '../review/review';
import { describeSample } from '../words/describeFindings';
import { message, wordMessage, type Message, type Wording } from '../words/message';
import type { Report, ReportSuspect } from './report';
import { name, words, type Block, type Column, type ReportSection, type SuspectCard } from './reportDocument';
import { reportTime } from './reportTime';

const QUALITY_DIGITS = 3;

/** What was decided so far, by kind. */
export function decisionsSection({ decided }: Report, wording: Wording): ReportSection {
  const say = (sentence: Message) => wordMessage(sentence, wording);
  const { relabelled, kept, excluded, unsure } = decided.counts;
  const title = say(message('report-decisions'));
  const section = (blocks: readonly Block[]) => ({ id: 'decisions', title, blocks });
  if (decided.latest === undefined)
    return section([{ kind: 'text', text: say(message('report-nothing-decided')) }]);
  const rows = [
    [message('report-relabelled'), relabelled],
    [message('report-kept'), kept],
    [message('report-excluded'), excluded],
    [message('report-unsure'), unsure],
  ] as const;
  return section([
    {
      kind: 'table',
      caption: title,
      showsCaption: false,
      columns: [column(say, message('report-decision')), number(say, message('report-images'))],
      rows: rows.map(([label, count]) => [words(say(label)), words(wording.numbers.count(count))]),
    },
    ...(decided.sample === undefined
      ? []
      : [{ kind: 'text', text: describeSample(decided.sample, wording) } as const]),
    { kind: 'text', text: say(message('report-latest-decision', { time: reportTime(decided.latest) })) },
  ]);
}

/** How each class is. */
export function classesSection({ classes }: Report, wording: Wording): ReportSection {
  const say = (sentence: Message) => wordMessage(sentence, wording);
  const { count } = wording.numbers;
  const most = classes.first.reduce((sum, { suspects }) => Math.max(sum, suspects), 1);
  const title = say(message('report-by-class'));
  const table: Block = {
    kind: 'table',
    caption: title,
    showsCaption: false,
    columns: [
      column(say, message('report-class')),
      ...(
        [
          'report-images',
          'report-suspects',
          'report-expected',
          'report-decided',
          'report-found-wrong',
        ] as const
      ).map((id) => number(say, message(id))),
    ],
    rows: classes.first.map((row) => [
      name(row.name),
      words(count(row.images)),
      words(count(row.suspects), row.suspects / most),
      words(say(expectedOf(row.expected, wording))),
      words(count(row.reviewed)),
      words(count(row.wrong)),
    ]),
  };
  return { id: 'classes', title, blocks: [table, ...listedOf(classes, say)] };
}

function expectedOf(expected: CountEstimate | undefined, { numbers }: Wording): Message {
  if (expected === undefined) return message('report-not-estimated');
  const { errors, low, high } = expected;
  return message('report-range', { value: numbers.count(errors), low, high });
}

/** Which labels are taken for which. Undefined where there are no suspects. */
export function confusionsSection({ pairs }: Report, wording: Wording): ReportSection | undefined {
  if (pairs.count === 0) return undefined;
  const say = (sentence: Message) => wordMessage(sentence, wording);
  const { count } = wording.numbers;
  const most = pairs.first[0]?.suspects ?? 1;
  const title = say(message('report-confusions'));
  const table: Block = {
    kind: 'table',
    caption: title,
    showsCaption: false,
    columns: [
      column(say, message('report-given')),
      column(say, message('report-suggested')),
      ...(['report-suspects', 'report-decided', 'report-found-wrong'] as const).map((id) =>
        number(say, message(id)),
      ),
    ],
    rows: pairs.first.map(({ given, suggested, suspects, reviewed, wrong }) => [
      name(given),
      name(suggested),
      words(count(suspects), suspects / most),
      words(count(reviewed)),
      words(count(wrong)),
    ]),
  };
  return { id: 'confusions', title, blocks: [table, ...listedOf(pairs, say)] };
}

/** The most suspect images. Undefined where none are to be listed. */
export function suspectsSection(
  { suspects }: Report,
  wording: Wording,
  pictureNotes: readonly Message[],
): ReportSection | undefined {
  const say = (sentence: Message) => wordMessage(sentence, wording);
  const title = say(message('report-most-suspect'));
  const section = (blocks: readonly Block[]) => ({ id: 'suspects', title, blocks });
  if (suspects.count === 0) return section([{ kind: 'text', text: say(message('report-none-suspect')) }]);
  if (suspects.first.length === 0) return undefined;
  const notes = [message('report-quality-means'), ...pictureNotes];
  return section([
    { kind: 'text', text: notes.map(say).join(' ') },
    {
      kind: 'suspects',
      caption: title,
      titles: {
        rank: say(message('report-rank')),
        image: say(message('report-image')),
        given: say(message('report-given')),
        suggested: say(message('report-suggested')),
        quality: say(message('report-quality')),
        decision: say(message('report-decision')),
      },
      suspects: suspects.first.map((suspect, place) => cardOf(suspect, place + 1, wording)),
    },
    ...listedOf(suspects, say),
  ]);
}

function cardOf(suspect: ReportSuspect, place: number, wording: Wording): SuspectCard {
  const { path, givenLabel: given, suggestedLabel: suggested, labelQuality, decision } = suspect;
  const { count, decimal } = wording.numbers;
  const rank = count(place);
  return {
    ...{ path, rank, given, suggested },
    quality: decimal(labelQuality, QUALITY_DIGITS),
    action: decision?.action ?? 'open',
    decision: wordMessage(decided(decision), wording),
    alt: wordMessage(message('report-picture', { rank, given, suggested }), wording),
    noPicture: wordMessage(message('report-no-picture'), wording),
  };
}

function decided(decision: Decision | null): Message {
  switch (decision?.action) {
    case 'relabel':
      return message('report-relabelled-to', { label: decision.label });
    case 'keep':
      return message('report-kept');
    case 'exclude':
      return message('report-excluded');
    case 'unsure':
      return message('report-unsure');
    case undefined:
      return message('report-open');
  }
}

type Say = (sentence: Message) => string;

const column = (say: Say, title: Message): Column => ({ title: say(title) });
const number = (say: Say, title: Message): Column => ({ title: say(title), isNumber: true });

/** That there are more than are listed; nothing where all are. */
function listedOf(
  { first, count }: { readonly first: readonly unknown[]; readonly count: number },
  say: Say,
): Block[] {
  if (first.length === count) return [];
  return [{ kind: 'text', text: say(message('report-first-of', { first: first.length, count })) }];
}
