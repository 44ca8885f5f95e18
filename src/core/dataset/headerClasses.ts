import { spellingKey } from './spelling';

/** What programs put before or behind the name of a class in a header: `prob_ant`, `p(ant)`, `ant score`. */
const BEFORE =
  /^(?:p|pr|prob|proba|probability|pred|prediction|predicted|softmax|score|conf|confidence|class|label)[\s_.:(-]+/iu;
const BEHIND = /[\s_.:-]+(?:p|prob|proba|probability|pred|score|conf|confidence)$/iu;
/** `0`, `class_0`, `p0`, `V1` */
const NUMBERED = /^(\D*?)[\s_.-]*(\d+)\)?$/u;

/** The columns of a header that are named as classes. */
export interface HeaderClasses {
  /** Class by column. */
  readonly named: ReadonlyMap<number, string>;
  /** Columns among them whose name is written in another way than the class. */
  readonly respelt: readonly number[];
}

/** Finds the columns that are named as classes: exactly, else in another spelling that fits one of each. */
export function findHeaderClasses(columnNames: readonly string[], classes: readonly string[]): HeaderClasses {
  const named = new Map<number, string>();
  const left = new Set(classes);
  const pairUp = (keyOf: (name: string) => string, columnKeyOf = keyOf): void => {
    const columns = indexUnique(
      [...columnNames.keys()].filter((column) => !named.has(column)),
      (column) => columnKeyOf(columnNames[column]!),
    );
    for (const [key, name] of indexUnique([...left], keyOf)) {
      const column = columns.get(key);
      if (column === undefined) continue;
      named.set(column, name);
      left.delete(name);
    }
  };
  pairUp((name) => name);
  const exact = new Set(named.keys());
  pairUp(spellingKey);
  pairUp(spellingKey, (name) => spellingKey(withoutAffixes(name)));
  return { named, respelt: [...named.keys()].filter((column) => !exact.has(column)).sort((a, b) => a - b) };
}

/** Those whose key no other has. */
function indexUnique<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  const index = new Map<string, T>();
  const repeated = new Set<string>();
  for (const item of items) {
    const key = keyOf(item);
    if (index.has(key)) repeated.add(key);
    index.set(key, item);
  }
  for (const key of repeated) index.delete(key);
  return index;
}

function withoutAffixes(name: string): string {
  const rest = name.replace(BEFORE, '').replace(BEHIND, '');
  return /^\D*\(.*\)$/u.test(name) ? rest.replace(/\)$/u, '') : rest;
}

/** The places that a header gives its columns by counting them from 0 or 1, as data frames do; undefined for other headers. */
export function numberedColumns(names: readonly string[]): Int32Array | undefined {
  const parts = names.map((name) => NUMBERED.exec(name.trim()));
  if (names.length === 0 || parts.some((part) => part === null || part[1] !== parts[0]?.[1]))
    return undefined;
  const numbers = parts.map((part) => Number(part?.[2]));
  const first = numbers.includes(0) ? 0 : 1;
  const places = Int32Array.from(numbers, (number) => number - first);
  const isComplete = [...places].sort((a, b) => a - b).every((place, at) => place === at);
  return isComplete ? places : undefined;
}
