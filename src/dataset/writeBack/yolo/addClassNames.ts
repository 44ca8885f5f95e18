import type { SpanEdit } from '../spanEdits';

const insertion = (at: number, text: string): SpanEdit => ({ start: at, end: at, now: Buffer.from(text) });

/** Puts a class behind the others of a list of one a line, which is read with blanks around each left out. */
export function addToList(text: string, names: readonly string[]): readonly SpanEdit[] {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const end = Buffer.byteLength(text.trimEnd());
  return [insertion(end, names.map((name) => `${lineEnd}${name}`).join(''))];
}

/**
 * Puts classes into the `names` of a `data.yaml`, in whichever of its four forms: a list or numbered entries, in brackets or a line
 * each; and counts `nc` up. Undefined where these are not found; whoever asks reads the result again.
 */
export function addToYaml(text: string, names: ReadonlyMap<number, string>): readonly SpanEdit[] | undefined {
  const found = /^(["']?)names\1[ \t]*:[ \t]*/mu.exec(text);
  if (found === null) return undefined;
  const start = found.index + found[0].length;
  const opening = text[start];
  const edit =
    opening === '[' || opening === '{' ? addInBrackets(text, start, names) : addLines(text, start, names);
  return edit && [edit, ...countUp(text, names.size)];
}

function addInBrackets(
  text: string,
  start: number,
  names: ReadonlyMap<number, string>,
): SpanEdit | undefined {
  const isList = text[start] === '[';
  const end = closingBracket(text, start);
  if (end === undefined) return undefined;
  const last = text.slice(start + 1, end).trimEnd();
  const behind = start + 1 + last.length;
  const quote = last.endsWith("'") ? "'" : '"';
  const entries = Array.from(names, ([id, name]) =>
    isList ? quoted(name, quote) : `${id}: ${quoted(name, quote)}`,
  );
  const comma = last === '' ? '' : last.endsWith(',') ? ' ' : ', ';
  return insertion(Buffer.byteLength(text.slice(0, behind)), `${comma}${entries.join(', ')}`);
}

/** A quotation mark within a text without such marks is one of its letters. */
function closingBracket(text: string, start: number): number | undefined {
  let quote: string | undefined;
  let isWithin = false;
  for (let at = start + 1; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (quote !== undefined) {
      if (letter === '\\' && quote === '"') at++;
      else if (letter === quote) quote = undefined;
    } else if (letter === ']' || letter === '}') return at;
    else if (/[,:\s]/u.test(letter)) isWithin &&= letter !== ',' && letter !== ':';
    else if (!isWithin && (letter === '"' || letter === "'")) quote = letter;
    else isWithin = true;
  }
  return undefined;
}

/** Lines below `names:`, each an entry; comments and empty lines between them are passed over. */
function addLines(text: string, start: number, names: ReadonlyMap<number, string>): SpanEdit | undefined {
  const entry = /^([ \t]*)(- |(?:!!int[ \t]+)?(["']?)\d+\3[ \t]*:[ \t]*)(.*)$/u;
  let last: { readonly end: number; readonly indent: string; readonly isList: boolean } | undefined;
  let at = text.indexOf('\n', start) + 1;
  while (at > 0 && at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end).replace(/\r$/u, '');
    const found = entry.exec(line);
    if (found !== null) {
      const [, indent = '', mark = ''] = found;
      last = { end: at + line.length, indent, isList: mark === '- ' };
    } else if (line.trim() !== '' && !line.trim().startsWith('#')) break;
    at = end + 1;
  }
  if (last === undefined) return undefined;
  const { indent, isList, end } = last;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = Array.from(names, ([id, name]) => {
    const written =
      /^[\p{L}][\p{L}\p{N} _-]*$/u.test(name) && !RESERVED.test(name) ? name : quoted(name, '"');
    return `${lineEnd}${indent}${isList ? '- ' : `${id}: `}${written}`;
  });
  return insertion(Buffer.byteLength(text.slice(0, end)), lines.join(''));
}

/** Words that are no texts in YAML of one version or another, and what ends in a blank. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$|\s$/iu;

const quoted = (name: string, quote: string): string =>
  quote === "'" && !/[\n\r\t]/u.test(name) ? `'${name.replaceAll("'", "''")}'` : JSON.stringify(name);

function countUp(text: string, by: number): readonly SpanEdit[] {
  const found = /^(["']?)nc\1[ \t]*:[ \t]*(?:!!int[ \t]+)?["']?(\d+)/mu.exec(text);
  if (found === null) return [];
  const end = Buffer.byteLength(text.slice(0, found.index + found[0].length));
  const digits = found[2] ?? '';
  return [{ start: end - digits.length, end, now: Buffer.from(String(Number(digits) + by)) }];
}
