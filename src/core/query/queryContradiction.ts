import type { Decision } from '../review/review';
import { compileSuspectQuery, type QueryTerm, type SuspectQuery } from './suspectQuery';
import { termSpec } from './suspectTerms';

/** Every kind of decision: a filter by decisions that none of them passes shows nothing, whatever was decided. */
const DECISIONS: readonly (Decision | null)[] = [
  null,
  { action: 'keep' },
  { action: 'relabel', label: '' },
  { action: 'exclude' },
  { action: 'unsure' },
];

/** The terms of which no image can pass all, in the order of the query; null where an image can. */
export function queryContradiction(query: SuspectQuery): SuspectQuery | null {
  return (
    decisionContradiction(query) ?? qualityContradiction(query) ?? classContradiction(query) ?? negated(query)
  );
}

const rowOf = (labelQuality: number) => ({
  path: '',
  givenLabel: '',
  predictedLabel: '',
  labelQuality,
  predictedProbability: 0,
  rank: 1,
  isLabelIssue: true,
});

function decisionContradiction(query: SuspectQuery): SuspectQuery | null {
  const terms = query.filter(({ name }) => name !== 'word' && termSpec(name).dependsOnDecision === true);
  const isShown = compileSuspectQuery(terms);
  const isPossible = DECISIONS.some((decision) => isShown({ row: rowOf(0), decision }));
  return isPossible ? null : terms;
}

function qualityContradiction(query: SuspectQuery): SuspectQuery | null {
  const terms = query.filter(({ name }) => name === 'quality');
  const isShown = compileSuspectQuery(terms);
  const isPossible = qualitiesBetween(terms).some((quality) =>
    isShown({ row: rowOf(quality), decision: null }),
  );
  return isPossible ? null : terms;
}

/** All bounds that are named, and a quality on either side of each. */
function qualitiesBetween(terms: SuspectQuery): readonly number[] {
  const bounds = terms.flatMap(({ value }) =>
    [...value.matchAll(/(\d*\.?\d+)(%?)/g)].map(([, digits, percent]) =>
      percent === '%' ? Number(digits) / 100 : Number(digits),
    ),
  );
  const sorted = [0, ...bounds, 1].filter((bound) => bound >= 0 && bound <= 1).sort((a, b) => a - b);
  return sorted.flatMap((bound, i) => (i === 0 ? [bound] : [(sorted[i - 1]! + bound) / 2, bound]));
}

/** An image has one given and one suggested label: of those that are asked for, all are ruled out. */
function classContradiction(query: SuspectQuery): SuspectQuery | null {
  for (const name of ['class', 'suggested'] as const) {
    const terms = query.filter((term) => term.name === name);
    const asked = terms.filter(({ isNegated }) => !isNegated);
    if (asked.length > 0 && asked.every((term) => isDenied(term, terms))) return terms;
  }
  return null;
}

/** A term of which all have to hold, and the same one with a `-`. */
function negated(query: SuspectQuery): SuspectQuery | null {
  for (const term of query) {
    if (term.isNegated || (term.name !== 'word' && termSpec(term.name).combines === 'any')) continue;
    const denied = query.find((other) => isDenial(other, term));
    if (denied) return query.filter((other) => other === term || other === denied);
  }
  return null;
}

const isDenial = (other: QueryTerm, term: QueryTerm): boolean =>
  other.isNegated && other.name === term.name && other.value === term.value;

const isDenied = (term: QueryTerm, terms: SuspectQuery): boolean =>
  terms.some((other) => isDenial(other, term));
