import * as l10n from '@vscode/l10n';
import type { CheckSummary } from '../src/core/dataset/imageChecks';
import { FAULT_WORDS } from '../src/core/words/faultWords';
import { IMAGE_FAULTS, type ImageFault } from '../src/core/faults/findFaults';
import {
  formatSuspectQuery,
  parseSuspectQuery,
  queryValues,
  withQueryTerms,
} from '../src/core/query/suspectQuery';
import { OFF_TOPIC } from '../src/core/query/suspectTerms';
import type { GalleryState } from '../src/shared/galleryProtocol';
import { message } from '../src/core/words/message';
import { numbers, say } from './pageWording';

const OFF_TOPIC_TERM = `kind:${OFF_TOPIC}` as const;

/** What the gallery can show besides suspects: which images something else was found about. */
export type Finding =
  'suspects' | typeof OFF_TOPIC_TERM | 'contradiction' | 'leak' | 'duplicate' | `fault:${ImageFault}`;

export interface FindingChoice {
  readonly finding: Finding;
  readonly name: string;
}

type CountedChoice = FindingChoice & { readonly images: number };

/** The findings there are, with their number of images; none where there is nothing besides suspects. */
export function findingChoices({
  checks,
  offTopic,
  thing,
}: Pick<GalleryState, 'checks' | 'offTopic' | 'thing'>): readonly FindingChoice[] {
  const counted: readonly CountedChoice[] = [
    { finding: OFF_TOPIC_TERM, name: l10n.t('None of the classes'), images: offTopic },
    ...(checks === null ? [] : checkChoices(checks, thing)),
  ];
  const found = counted.filter(({ images }) => images > 0);
  if (found.length === 0) return [];
  return [
    { finding: 'suspects', name: l10n.t('Suspects') },
    ...found.map(({ finding, name, images }) => ({
      finding,
      name: `${name} (${numbers.count(images)})`,
    })),
  ];
}

function checkChoices(checks: CheckSummary, thing: GalleryState['thing']): readonly CountedChoice[] {
  return [
    {
      finding: 'contradiction',
      name: l10n.t('Copies with different labels'),
      images: checks.contradictions.images,
    },
    { finding: 'leak', name: l10n.t('Copies in several splits'), images: checks.leaks.images },
    { finding: 'duplicate', name: l10n.t('All copies'), images: checks.duplicates.images },
    ...IMAGE_FAULTS.map((fault) => ({
      finding: `fault:${fault}` as const,
      name: say(message('things-with-fault', { fault: FAULT_WORDS[fault] }), thing),
      images: checks.faults[fault],
    })),
  ];
}

const TERMS = ['kind', 'contradiction', 'leak', 'duplicate', 'fault', 'similar'] as const;
const VALUED = ['kind', 'fault', 'similar'] as const;

/** What a query shows; undefined where it says more than one finding. */
export function findingOf(text: string): Finding | undefined {
  const query = parseSuspectQuery(text);
  const found = TERMS.flatMap((term) =>
    queryValues(query, term).map((value) =>
      VALUED.some((valued) => valued === term) ? `${term}:${value}` : term,
    ),
  );
  if (found.length === 0) return 'suspects';
  const all: readonly Finding[] = [
    OFF_TOPIC_TERM,
    'contradiction',
    'leak',
    'duplicate',
    ...IMAGE_FAULTS.map((fault) => `fault:${fault}` as const),
  ];
  return found.length === 1 ? all.find((finding) => finding === found[0]) : undefined;
}

/** The query with another finding in place of those that it says. */
export function withFinding(text: string, finding: Finding): string {
  const without = TERMS.reduce((query, term) => withQueryTerms(query, term, []), parseSuspectQuery(text));
  if (finding === 'suspects') return formatSuspectQuery(without);
  const [name, value] = finding.split(':');
  const term = TERMS.find((known) => known === name) ?? 'fault';
  return formatSuspectQuery(withQueryTerms(without, term, [value ?? '']));
}
