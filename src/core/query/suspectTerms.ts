import { AppError } from '../appError';
import { IMAGE_FAULTS } from '../faults/findFaults';
import type { ImageFacts } from '../dataset/imageFacts';
import { isReviewed, type Decision } from '../review/review';
import type { TableRow } from '../run/run';
import { message, type Message } from '../words/message';
import { nearestName } from './nearestName';

/** What the terms of a query look at. */
export interface QueriedSuspect {
  readonly row: TableRow;
  readonly decision: Decision | null;
  /** Copies and faults; undefined where there are none. */
  readonly facts?: ImageFacts | undefined;
  /** Whether it was found to be similar to the images that the query names, or is one of them. */
  readonly isSimilar?: boolean;
}

export type SuspectTest = (suspect: QueriedSuspect) => boolean;

/** One kind of condition in a query, e.g. `class:cat` or `unreviewed`. */
export interface TermSpec {
  /** What it filters by, for lists of terms. */
  readonly hint: Message;
  /** What may follow the colon: nothing at all, the name of a class, one of a few words, or a value like the examples. */
  readonly value:
    'none' | 'class' | { readonly oneOf: readonly string[] } | { readonly like: readonly string[] };
  /** Other words for it, by which people may look for it. */
  readonly alsoCalled?: readonly string[];
  /** Several terms of this name: a suspect has to pass one of them, or all. */
  readonly combines: 'any' | 'all';
  /** Whether a `-` before it means nothing. */
  readonly isNeverNegated?: boolean;
  /** Whether a decision can change the outcome. */
  readonly dependsOnDecision?: boolean;
  /** Whether, with this value, it is about all images: those whose label is not suspect are then shown as well. */
  readonly findsAllImages?: (value: string) => boolean;
  /** @throws AppError `bad-query` when the value means nothing. */
  readonly test: (value: string) => SuspectTest;
}

const always = () => true;

/** What an image may be flagged for: a wrong label, or that it shows none of the classes. */
export const OFF_TOPIC = 'off-topic';
const KINDS = ['label', OFF_TOPIC] as const;

const ACTIONS = ['keep', 'relabel', 'exclude', 'unsure'] as const;

/** The terms of a query by name. Another kind of condition is another line here. */
export const SUSPECT_TERMS = {
  class: {
    hint: message('term-class'),
    value: 'class',
    alsoCalled: ['label', 'given', 'labelled', 'labeled'],
    combines: 'any',
    test:
      (value) =>
      ({ row }) =>
        row.givenLabel === value,
  },
  suggested: {
    hint: message('term-suggested'),
    value: 'class',
    alsoCalled: ['suggest', 'suggestion', 'predicted', 'prediction'],
    combines: 'any',
    test:
      (value) =>
      ({ row }) =>
        row.predictedLabel === value,
  },
  quality: {
    hint: message('term-quality'),
    value: { like: ['<0.2', '<5%', '0.1..0.5'] },
    alsoCalled: ['score', 'probability', 'confidence'],
    combines: 'all',
    test: (value) => {
      const isWithin = parseQuality(value);
      return ({ row }) => isWithin(row.labelQuality);
    },
  },
  name: {
    hint: message('term-name'),
    value: { like: ['*_017*'] },
    alsoCalled: ['file', 'filename', 'path'],
    combines: 'any',
    test: (value) => {
      const pattern = wildcards(value, { isWhole: value.includes('*') });
      return ({ row }) => pattern.test(row.path.slice(row.path.lastIndexOf('/') + 1));
    },
  },
  folder: {
    hint: message('term-folder'),
    value: { like: ['train/cat'] },
    alsoCalled: ['dir', 'directory'],
    combines: 'any',
    test: (value) => {
      if (value === '.') return ({ row }) => !row.path.includes('/');
      const start = value.endsWith('/') ? value : `${value}/`;
      return ({ row }) => row.path.startsWith(start);
    },
  },
  picture: {
    hint: message('term-picture'),
    value: { like: ['train/street.jpg'] },
    combines: 'any',
    test:
      (value) =>
      ({ row }) =>
        (row.place?.box === undefined ? row.path : row.place.file) === value,
  },
  action: {
    hint: message('term-action'),
    value: { oneOf: ACTIONS },
    alsoCalled: ['decision', 'decided', 'status'],
    combines: 'any',
    dependsOnDecision: true,
    test:
      (value) =>
      ({ decision }) =>
        decision?.action === value,
  },
  unreviewed: {
    hint: message('term-unreviewed'),
    value: 'none',
    combines: 'all',
    dependsOnDecision: true,
    test:
      () =>
      ({ decision }) =>
        !isReviewed(decision),
  },
  reviewed: {
    hint: message('term-reviewed'),
    value: 'none',
    combines: 'all',
    dependsOnDecision: true,
    test:
      () =>
      ({ decision }) =>
        isReviewed(decision),
  },
  kind: {
    hint: message('term-kind'),
    value: { oneOf: KINDS },
    combines: 'any',
    findsAllImages: (value) => value === OFF_TOPIC,
    test:
      (value) =>
      ({ row }) =>
        value === OFF_TOPIC ? row.offTopic?.isFlagged === true : row.isLabelIssue,
  },
  contradiction: {
    hint: message('term-contradiction'),
    value: 'none',
    combines: 'all',
    findsAllImages: always,
    test:
      () =>
      ({ facts }) =>
        facts?.group?.isContradiction === true,
  },
  leak: {
    hint: message('term-leak'),
    value: 'none',
    combines: 'all',
    findsAllImages: always,
    test:
      () =>
      ({ facts }) =>
        facts?.group?.isLeak === true,
  },
  duplicate: {
    hint: message('term-duplicate'),
    value: 'none',
    combines: 'all',
    findsAllImages: always,
    test:
      () =>
      ({ facts }) =>
        facts?.group !== undefined,
  },
  fault: {
    hint: message('term-fault'),
    value: { oneOf: IMAGE_FAULTS },
    combines: 'any',
    findsAllImages: always,
    test:
      (value) =>
      ({ facts }) =>
        facts?.faults.some((fault) => fault === value) === true,
  },
  similar: {
    hint: message('term-similar'),
    value: { like: ['cat/017.png'] },
    // Who names several images asks for what is like them together: whichever term is tested, the answer is the same.
    combines: 'any',
    isNeverNegated: true,
    findsAllImages: always,
    test:
      () =>
      ({ isSimilar }) =>
        isSimilar === true,
  },
} as const satisfies Readonly<Record<string, TermSpec>>;

export type TermName = keyof typeof SUSPECT_TERMS;

export const TERM_NAMES = Object.keys(SUSPECT_TERMS).filter(isTermName);

export function isTermName(name: string): name is TermName {
  return Object.hasOwn(SUSPECT_TERMS, name);
}

/** The spec behind a name, without the narrowing to that one term. */
export const termSpec = (name: TermName): TermSpec => SUSPECT_TERMS[name];

const namesOf = (name: TermName): readonly string[] => [name, ...(termSpec(name).alsoCalled ?? [])];

/** The term that a name which is none of them was probably meant to be. */
export function meantTerm(name: string): TermName | undefined {
  const meant = nearestName(name, TERM_NAMES.flatMap(namesOf));
  return TERM_NAMES.find((known) => namesOf(known).some((each) => each === meant));
}

/** A word of a query that is no term: part of the path or of the given label, which a table of labels may hold. */
export function wordTest(word: string): SuspectTest {
  const pattern = wildcards(word, { isWhole: false });
  return ({ row }) => pattern.test(row.path) || pattern.test(row.givenLabel);
}

/** `*` stands for any text; letters match in either case. */
function wildcards(value: string, { isWhole }: { readonly isWhole: boolean }): RegExp {
  const body = value
    .split('*')
    .map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
    .join('[^]*?');
  return new RegExp(isWhole ? `^${body}$` : body, 'iu');
}

const COMPARISON = /^(<=|>=|<|>|=)?(\d*\.?\d+)(%?)$/;
const RANGE = /^(\d*\.?\d+%?)\.\.(\d*\.?\d+%?)$/;

function parseQuality(value: string): (quality: number) => boolean {
  const range = RANGE.exec(value);
  if (range) {
    const [from, to] = [toNumber(range[1]!), toNumber(range[2]!)];
    return (quality) => quality >= from && quality <= to;
  }
  const comparison = COMPARISON.exec(value);
  if (!comparison) throw new AppError('bad-query', message('query-bad-comparison', { value }));
  const bound = toNumber(comparison[2]! + comparison[3]!);
  switch (comparison[1]) {
    case '<':
      return (quality) => quality < bound;
    case '<=':
      return (quality) => quality <= bound;
    case '>':
      return (quality) => quality > bound;
    case '>=':
      return (quality) => quality >= bound;
    case '=':
    case undefined:
    default:
      return (quality) => quality === bound;
  }
}

const toNumber = (text: string): number =>
  text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
