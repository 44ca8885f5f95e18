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
import { numbers } from './pageWording';

/** What the gallery can show besides suspects: which images the checks have found something about. */
export type Finding = 'suspects' | 'contradiction' | 'leak' | 'duplicate' | `fault:${ImageFault}`;

export interface FindingChoice {
  readonly finding: Finding;
  readonly name: string;
}

/** The findings there are, with their number of images; none where the checks found nothing. */
export function findingChoices(checks: CheckSummary | null): readonly FindingChoice[] {
  if (checks === null) return [];
  const counted: readonly (FindingChoice & { readonly images: number })[] = [
    {
      finding: 'contradiction',
      name: l10n.t('Copies with different labels'),
      images: checks.contradictions.images,
    },
    { finding: 'leak', name: l10n.t('Copies in several splits'), images: checks.leaks.images },
    { finding: 'duplicate', name: l10n.t('All copies'), images: checks.duplicates.images },
    ...IMAGE_FAULTS.map((fault) => ({
      finding: `fault:${fault}` as const,
      name: l10n.t('Images that are {0}', FAULT_WORDS[fault]),
      images: checks.faults[fault],
    })),
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

const TERMS = ['contradiction', 'leak', 'duplicate', 'fault'] as const;

/** What a query shows; undefined where it says more than one finding. */
export function findingOf(text: string): Finding | undefined {
  const query = parseSuspectQuery(text);
  const found = TERMS.flatMap((term) =>
    queryValues(query, term).map((value) => (term === 'fault' ? `fault:${value}` : term)),
  );
  if (found.length === 0) return 'suspects';
  const all: readonly Finding[] = [
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
  const [, fault] = finding.split(':');
  const term = TERMS.find((known) => known === finding) ?? 'fault';
  return formatSuspectQuery(withQueryTerms(without, term, [fault ?? '']));
}
