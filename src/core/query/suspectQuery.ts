/**
 * The text that says which suspects to show, as in `class:cat suggested:dog quality:<0.2 -unreviewed name:*_017*`.
 * Terms are separated by blanks and combine; values with blanks stand in double quotes (`\"` and `\\` inside); a `-`
 * before a term negates it; other words match the path or the given label.
 */
import { AppError } from '../appError';
import {
  SUSPECT_TERMS,
  TERM_NAMES,
  isTermName,
  meantTerm,
  termSpec,
  wordTest,
  type SuspectTest,
  type TermName,
} from './suspectTerms';
import { message } from '../words/message';
import { nearestName } from './nearestName';

/** One condition. `word` is one without a term's name; the value of a term that takes none is empty. */
export interface QueryTerm {
  readonly name: TermName | 'word';
  readonly value: string;
  readonly isNegated: boolean;
}

export type SuspectQuery = readonly QueryTerm[];

/** @throws AppError `bad-query` that names the first bad term and says what to write instead. */
export function parseSuspectQuery(text: string): SuspectQuery {
  return tokenize(text).map(parseTerm);
}

/** The text of a query; parsing it gives the same query. */
export function formatSuspectQuery(query: SuspectQuery): string {
  return query.map(formatTerm).join(' ');
}

/** Whether a suspect is shown. Terms of different names must all hold; see `combines` for terms of the same name. */
export function compileSuspectQuery(query: SuspectQuery): SuspectTest {
  const alternatives = new Map<string, SuspectTest[]>();
  const tests: SuspectTest[] = [];
  for (const term of query) {
    const test = term.name === 'word' ? wordTest(term.value) : termSpec(term.name).test(term.value);
    if (term.isNegated) tests.push((suspect) => !test(suspect));
    else if (term.name === 'word' || termSpec(term.name).combines === 'all') tests.push(test);
    else alternatives.set(term.name, [...(alternatives.get(term.name) ?? []), test]);
  }
  for (const any of alternatives.values()) tests.push((suspect) => any.some((test) => test(suspect)));
  return (suspect) => tests.every((test) => test(suspect));
}

/** The values of the terms of this name that are not negated. */
export const queryValues = (query: SuspectQuery, name: TermName): readonly string[] =>
  query.filter((term) => term.name === name && !term.isNegated).map(({ value }) => value);

/** The query with exactly these terms of this name, in the place of the first one it had. */
export function withQueryTerms(query: SuspectQuery, name: TermName, values: readonly string[]): SuspectQuery {
  const isReplaced = (term: QueryTerm) => term.name === name;
  const first = query.findIndex(isReplaced);
  const rest = query.filter((term) => !isReplaced(term));
  const terms = values.map((value): QueryTerm => ({ name, value, isNegated: false }));
  return first < 0 ? [...rest, ...terms] : rest.toSpliced(first, 0, ...terms);
}

/** The query without the terms that a decision can change. */
export const withoutDecisionTerms = (query: SuspectQuery): SuspectQuery =>
  query.filter(({ name }) => name === 'word' || termSpec(name).dependsOnDecision !== true);

/** Whether the query asks for images of any label, suspect or not. */
export const findsAllImages = (query: SuspectQuery): boolean =>
  query.some(
    ({ name, value, isNegated }) =>
      !isNegated && name !== 'word' && termSpec(name).findsAllImages?.(value) === true,
  );

interface Token {
  /** As written, to name it in errors. */
  readonly text: string;
  readonly isNegated: boolean;
  /** What is before the first colon outside quotes; undefined without one. */
  readonly name: string | undefined;
  readonly value: string;
  readonly isQuoted: boolean;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) at++;
    else {
      const token = readToken(text, at);
      tokens.push(token);
      at += token.text.length;
    }
  }
  return tokens;
}

function readToken(text: string, start: number): Token {
  let at = start;
  const isNegated = text[at] === '-' && at + 1 < text.length && !/\s/.test(text[at + 1]!);
  if (isNegated) at++;
  let name: string | undefined;
  let value = '';
  let isQuoted = false;
  for (; at < text.length && !/\s/.test(text[at]!); at++) {
    if (text[at] === '"') {
      const quoted = readQuoted(text, at, start);
      value += quoted.value;
      at = quoted.end;
      isQuoted = true;
    } else if (text[at] === ':' && name === undefined && !isQuoted) {
      name = value;
      value = '';
    } else value += text[at]!;
  }
  return { text: text.slice(start, at), isNegated, name, value, isQuoted };
}

/** `end` is where the closing quote is. */
function readQuoted(text: string, open: number, termStart: number): { value: string; end: number } {
  let value = '';
  for (let at = open + 1; at < text.length; at++) {
    const next = text[at + 1];
    if (text[at] === '"') return { value, end: at };
    if (text[at] === '\\' && (next === '"' || next === '\\')) value += text[++at]!;
    else value += text[at]!;
  }
  throw new AppError('bad-query', message('query-open-quote', { term: text.slice(termStart).trim() }));
}

function parseTerm({ text, isNegated, name, value, isQuoted }: Token): QueryTerm {
  if (name === undefined) {
    const isFlag = !isQuoted && isTermName(value) && termSpec(value).value === 'none';
    return isFlag ? { name: value, value: '', isNegated } : { name: 'word', value, isNegated };
  }
  if (!isTermName(name)) throw unknownFilter({ name, value, term: text });
  checkValue(name, value);
  if (isNegated && termSpec(name).isNeverNegated === true)
    throw new AppError('bad-query', message('query-not-negated', { name, term: text }));
  return { name, value, isNegated };
}

function unknownFilter(options: { name: string; value: string; term: string }): AppError {
  const { name, value, term } = options;
  const meant = meantTerm(name);
  if (meant === undefined)
    return new AppError('bad-query', message('query-unknown-filter', { name, filters: FILTERS, term }));
  const isFlag = termSpec(meant).value === 'none';
  const like =
    isFlag || value === '' ? shownName(meant) : formatTerm({ name: meant, value, isNegated: false });
  return new AppError('bad-query', message('query-unknown-filter-like', { name, like, term }));
}

/** As it is written before a value. */
const shownName = (name: TermName): string => (termSpec(name).value === 'none' ? name : `${name}:`);

const FILTERS = { list: TERM_NAMES.map(shownName) };

function checkValue(name: TermName, value: string): void {
  const spec = termSpec(name);
  if (spec.value === 'none') throw new AppError('bad-query', message('query-value-not-taken', { name }));
  if (value === '')
    throw new AppError('bad-query', message('query-value-missing', { name, hint: spec.hint }));
  if (typeof spec.value === 'object' && 'oneOf' in spec.value && !spec.value.oneOf.includes(value)) {
    const known = { list: spec.value.oneOf.map((each) => `${name}:${each}`) };
    const like = nearestName(value, spec.value.oneOf);
    throw new AppError(
      'bad-query',
      like === undefined
        ? message('query-value-unknown', { name, value, known })
        : message('query-value-unknown-like', { name, value, like, known }),
    );
  }
  spec.test(value); // Throws where the value means nothing.
}

function formatTerm({ name, value, isNegated }: QueryTerm): string {
  const sign = isNegated ? '-' : '';
  if (name === 'word') return sign + (isPlainWord(value) ? value : quote(value));
  if (SUSPECT_TERMS[name].value === 'none') return sign + name;
  return `${sign}${name}:${/^[^\s"\\]+$/.test(value) ? value : quote(value)}`;
}

/** Whether the word reads as itself, not as a term, a negation or two words. */
const isPlainWord = (word: string) => /^[^\s":\\-][^\s":\\]*$/.test(word) && !isTermName(word);

const quote = (value: string) => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
