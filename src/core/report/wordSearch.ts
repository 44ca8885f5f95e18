import { assertNever } from '../assertNever';
import type { LabelSource } from '../dataset/dataset';
import type { RunSummary } from '../run/run';
import { describeOpinions } from '../words/describeOpinions';
import { listed } from '../words/listed';
import { message, wordKept, wordList, wordMessage, type Message, type Wording } from '../words/message';
import type { Report } from './report';
import { name, words, type Block, type ReportSection } from './reportDocument';
import { withoutRoot } from './withoutRoot';

/** Unreadable images that are named. */
const MOST_UNREADABLE = 10;

/** How it was searched, for those who want to do it again. */
export function searchSection(report: Report, wording: Wording): ReportSection {
  const { root, run } = report;
  const say = (sentence: Message) => wordMessage(sentence, wording);
  const { text } = withoutRoot(root);
  const title = say(message('report-search'));
  const opinions = run.opinions === undefined ? [] : describeOpinions(run.opinions, wording);
  const rows = [...dataOf(report, wording), ...trainingOf(run), ...methodOf(report, wording)];
  const table: Block = {
    kind: 'table',
    caption: title,
    showsCaption: false,
    columns: [{ title: say(message('report-setting')) }, { title: say(message('report-value')) }],
    rows: rows.map(([setting, value]) => [
      words(say(setting)),
      words(text(typeof value === 'string' ? value : say(value))),
    ]),
  };
  const sentences: Block[] = opinions.length === 0 ? [] : [{ kind: 'list', items: opinions.map(text) }];
  return { id: 'search', title, blocks: [table, ...sentences] };
}

type Setting = readonly [setting: Message, value: Message | string];

function dataOf({ root, run }: Report, wording: Wording): readonly Setting[] {
  const { labelSource, splits = [] } = run;
  const named: Setting[] =
    splits.length === 0 ? [] : [[message('report-splits'), wordList(listed(splits).list, wording)]];
  return [[message('report-labels-from'), labelsFrom(labelSource, root)], ...named];
}

function labelsFrom(source: LabelSource, root: string): Message {
  switch (source.kind) {
    case 'folders':
      return message('report-from-folders');
    case 'csv':
      return message('report-from-table', {
        file: withoutRoot(root).file(source.file),
        column: source.labelColumn,
      });
    case 'annotations':
      return message('report-from-annotations', { files: listed(source.files), format: source.format });
    default:
      return assertNever(source);
  }
}

function trainingOf({ plan, opinions }: RunSummary): readonly Setting[] {
  if (plan === undefined) return [];
  const { network, imageSize: size, epochs, models, folds, loss, seed } = plan;
  const encoder = opinions?.encoder;
  const isHead = network === 'head';
  return [
    [message('report-preset'), plan.preset],
    ...(encoder === undefined
      ? []
      : ([
          [
            message('report-encoder'),
            encoder.size === 0
              ? encoder.title
              : message('report-encoder-size', { title: encoder.title, size: encoder.size }),
          ],
        ] as const)),
    ...(isHead
      ? []
      : ([[message('report-network'), message('report-network-size', { network, size })]] as const)),
    [message('report-epochs'), `${epochs}`],
    [message('report-models'), message('report-models-of', { models, folds })],
    [message('report-loss'), loss.name],
    [message('report-seed'), `${seed}`],
  ];
}

function methodOf({ root, run }: Report, { numbers }: Wording): readonly Setting[] {
  const { backend, predictions, filterBy, seconds } = run;
  const by: readonly Setting[] =
    predictions === undefined
      ? [[message('report-backend'), backend.name]]
      : [[message('report-predictions'), withoutRoot(root).file(predictions.file)]];
  return [
    ...by,
    [message('report-rule'), filterBy],
    [message('report-time'), numbers.duration(seconds.total)],
  ];
}

/** What the search knows nothing of. */
export function leftOutSection({ root, run }: Report, wording: Wording): ReportSection {
  const say = (sentence: Message) => wordMessage(sentence, wording);
  const { skipped, unreadable } = run;
  const counts = (
    [
      [skipped.unlabelled, message('report-skipped-unlabelled', { count: skipped.unlabelled })],
      [skipped.missingFiles, message('report-skipped-missing', { count: skipped.missingFiles })],
      [skipped.notImages, message('report-skipped-others', { count: skipped.notImages })],
      [skipped.hidden, message('report-skipped-hidden', { count: skipped.hidden })],
    ] as const
  ).flatMap(([count, sentence]) => (count > 0 ? [say(sentence)] : []));
  return {
    id: 'left-out',
    title: say(message('report-left-out')),
    blocks: [
      ...(unreadable.length > 0 ? [unreadableTable({ root, run }, wording)] : []),
      ...(counts.length > 0 ? [{ kind: 'list', items: counts } as const] : []),
      ...(unreadable.length + counts.length === 0
        ? [{ kind: 'text', text: say(message('report-nothing-left-out')) } as const]
        : []),
    ],
  };
}

const withoutVerdict = ({ unreadable, predictions }: RunSummary): Message =>
  predictions === undefined
    ? message('report-unreadable', { count: unreadable.length })
    : message('report-unpredicted', { count: unreadable.length });

function unreadableTable({ root, run }: Pick<Report, 'root' | 'run'>, wording: Wording): Block {
  const say = (sentence: Message) => wordMessage(sentence, wording);
  const { text } = withoutRoot(root);
  const { unreadable } = run;
  const first = unreadable.slice(0, MOST_UNREADABLE);
  const caption = withoutVerdict(run);
  return {
    kind: 'table',
    caption: say(
      first.length === unreadable.length
        ? caption
        : message('report-copies-first', { caption, first: first.length, count: unreadable.length }),
    ),
    showsCaption: true,
    columns: [message('report-image'), message('report-given'), message('report-reason')].map((column) => ({
      title: say(column),
    })),
    rows: first.map(({ path, givenLabel, reason }) => [
      name(path),
      name(givenLabel),
      words(text(wordKept(reason, wording))),
    ]),
  };
}
