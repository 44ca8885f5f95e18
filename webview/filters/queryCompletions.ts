import { formatSuspectQuery } from '../../src/core/query/suspectQuery';
import { TERM_NAMES, isTermName, termSpec, type TermName } from '../../src/core/query/suspectTerms';
import { message, type Message } from '../../src/core/words/message';
import { matchNames } from './matchNames';
import type { CountOf } from './termCounts';

/** More would be scrolled past, not read: another letter finds them. */
const MAX_COMPLETIONS = 50;

export interface Completion {
  /** As shown. */
  readonly name: string;
  /** What it filters by; absent where the count says more. */
  readonly hint?: Message;
  /** How many images it finds by itself, where that is known. */
  readonly count?: number;
  /** What takes the place of the word at the caret. */
  readonly text: string;
  /** Whether the term is then whole; a name still lacks its value. */
  readonly isWhole: boolean;
}

export interface Completions {
  /** The word at the caret: the part of the text that a completion replaces. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

/** What the word at the caret can become: names of terms, or the values of the term it names. */
export function queryCompletions(options: {
  readonly text: string;
  readonly caret: number;
  readonly classes: readonly string[];
  readonly countOf: CountOf;
}): Completions {
  const { text, caret, classes, countOf } = options;
  const [from, to] = wordAt(text, caret);
  const word = text.slice(from, caret);
  const isNegated = word.startsWith('-');
  const body = isNegated ? word.slice(1) : word;
  const colon = body.indexOf(':');
  const name = body.slice(0, Math.max(0, colon));
  const items =
    colon < 0
      ? nameCompletions(body, isNegated, countOf)
      : isTermName(name)
        ? valueCompletions({ name, typed: body.slice(colon + 1), isNegated, classes, countOf })
        : [];
  return { from, to, items: items.slice(0, MAX_COMPLETIONS) };
}

/** Start and end of the word around the caret; blanks in quotes do not end it. */
function wordAt(text: string, caret: number): [number, number] {
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < caret; at++)
    if (text[at] === '"' && text[at - 1] !== '\\') isQuoted = !isQuoted;
    else if (!isQuoted && /\s/.test(text[at]!)) from = at + 1;
  let to = caret;
  while (to < text.length && (isQuoted || !/\s/.test(text[to]!))) {
    if (text[to] === '"' && text[to - 1] !== '\\') isQuoted = !isQuoted;
    to++;
  }
  return [from, to];
}

function nameCompletions(typed: string, isNegated: boolean, countOf: CountOf): Completion[] {
  const sign = isNegated ? '-' : '';
  return matchNames(TERM_NAMES, typed, (name) => name).map((name) => {
    const { hint, value } = termSpec(name);
    const isFlag = value === 'none';
    const text = isFlag ? `${sign}${name} ` : `${sign}${name}:`;
    const count = isFlag && !isNegated ? countOf(name, '') : undefined;
    return {
      name: text.trim(),
      hint: isNegated ? message('term-not', { hint }) : hint,
      ...(count === undefined ? {} : { count }),
      text,
      isWhole: isFlag,
    };
  });
}

function valueCompletions(options: {
  readonly name: TermName;
  readonly typed: string;
  readonly isNegated: boolean;
  readonly classes: readonly string[];
  readonly countOf: CountOf;
}): Completion[] {
  const { name, typed, isNegated, classes, countOf } = options;
  const { value, hint } = termSpec(name);
  if (value === 'none') return [];
  const values = value === 'class' ? classes : 'oneOf' in value ? value.oneOf : value.like;
  const wanted = typed.replaceAll('"', '');
  return matchNames(values, wanted, (known) => known).map((known) => {
    // With a "-" before it, it finds all but these.
    const count = isNegated ? undefined : countOf(name, known);
    return {
      name: known,
      ...(count === undefined ? { hint } : { count }),
      text: `${formatSuspectQuery([{ name, value: known, isNegated }])} `,
      isWhole: true,
    };
  });
}
