import { describeComparison, describeErrors } from '../words/describeFindings';
import { message, wordingFor, wordKept, wordMessage, type Message, type Wording } from '../words/message';
import type { Report } from './report';
import type { Block, Figure, ReportDocument, ReportSection } from './reportDocument';
import { reportTime } from './reportTime';
import { withoutRoot } from './withoutRoot';
import { wordFindings } from './wordFindings';
import { classesSection, confusionsSection, decisionsSection, suspectsSection } from './wordReview';
import { leftOutSection, searchSection } from './wordSearch';

export interface ReportWords {
  readonly wording: Wording;
  /** What is to be said of the pictures, as that some are missing. */
  readonly pictureNotes?: readonly Message[];
}

/** Puts a report into words. */
export function wordReport(report: Report, words: ReportWords): ReportDocument {
  const { pictureNotes = [] } = words;
  const wording = wordingFor(report.run, words.wording);
  const say = (sentence: Message) => wordMessage(sentence, wording);
  const sections = [
    estimateSection(report, wording),
    notesSection(report, wording),
    decisionsSection(report, wording),
    classesSection(report, wording),
    confusionsSection(report, wording),
    suspectsSection(report, wording, pictureNotes),
    wordFindings(report, wording),
    searchSection(report, wording),
    leftOutSection(report, wording),
  ];
  return {
    title: say(message('report-title')),
    name: report.dataset,
    made: say(madeBy(report)),
    figures: { title: say(message('report-figures')), all: figures(report, wording) },
    contents: say(message('report-contents')),
    sections: sections.filter((section) => section !== undefined),
    footer: say(message('report-made-with')),
  };
}

function madeBy({ root, run }: Report): Message {
  const time = reportTime(run.createdAt);
  if (run.plan === undefined)
    return message('report-by-predictions', { time, file: withoutRoot(root).file(run.predictions.file) });
  const { preset, epochs } = run.plan;
  return message('report-by-training', { time, preset, how: judgedBy(run.opinions, epochs) });
}

function judgedBy(opinions: Report['run']['opinions'], epochs: number): Message {
  const formed = opinions?.formed.map(({ by }) => by) ?? [];
  if (opinions?.encoder === undefined || !formed.includes('encoder'))
    return message('report-by-network', { epochs });
  const { title: encoder } = opinions.encoder;
  return formed.includes('network')
    ? message('report-by-both', { epochs, encoder })
    : message('report-by-encoder', { epochs, encoder });
}

function figures({ run, decided }: Report, wording: Wording): readonly Figure[] {
  const { images, classes, suspects, noise } = run;
  const { count, percent } = wording.numbers;
  const say = (sentence: Message) => wordMessage(sentence, wording);
  const figure = (label: Message, value: string, detail?: Message): Figure => ({
    ...{ label: say(label), value },
    detail: detail && say(detail),
  });
  const { reviewed, wrong } = decided.suspects;
  return [
    figure(message('report-images'), count(images)),
    figure(message('report-classes'), count(classes.length)),
    figure(
      message('report-suspects'),
      count(suspects),
      message('report-share-of-images', { share: { share01: shareOf(suspects, images) } }),
    ),
    noise === undefined
      ? figure(message('report-expected'), say(message('report-not-estimated')))
      : figure(
          message('report-expected'),
          percent(shareOf(noise.errors, images)),
          message('report-expected-bounds', {
            low: { share01: shareOf(noise.low, images) },
            high: { share01: shareOf(noise.high, images) },
            count: Math.round(noise.errors),
          }),
        ),
    suspects === 0
      ? figure(message('report-decided'), say(message('report-no-suspects')))
      : figure(
          message('report-decided'),
          percent(shareOf(reviewed, suspects)),
          message('report-decided-of', { reviewed, suspects, wrong }),
        ),
  ];
}

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Undefined for a run that did not estimate anything. */
function estimateSection({ run }: Report, wording: Wording): ReportSection | undefined {
  const { noise, comparison, decided = 0 } = run;
  if (noise === undefined) return undefined;
  const say = (sentence: Message) => wordMessage(sentence, wording);
  const meant = [
    message('report-what-bounds-mean'),
    ...(decided > 0 ? [message('report-since-decisions')] : []),
  ];
  const paragraphs = [describeErrors(noise, wording), meant.map(say)].map((sentences) => sentences.join(' '));
  const compared = comparison === undefined ? [] : [describeComparison(comparison, wording)];
  return {
    id: 'estimate',
    title: say(message('report-expected')),
    blocks: [...paragraphs, ...compared].map((text): Block => ({ kind: 'text', text })),
  };
}

/** Undefined where there is nothing to warn of. */
function notesSection({ root, run, notes }: Report, wording: Wording): ReportSection | undefined {
  const { text } = withoutRoot(root);
  const kept = [...(run.decisionNotes ?? []), ...run.warnings].map((warning) => wordKept(warning, wording));
  const said = new Set([...notes.map((note) => wordMessage(note, wording)), ...kept].map(text));
  if (said.size === 0) return undefined;
  const title = wordMessage(message('report-notes'), wording);
  return { id: 'notes', title, blocks: [{ kind: 'list', items: [...said] }] };
}
