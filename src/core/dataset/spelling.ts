const WHOLE_NUMBER = /^\d+(?:\.0*)?$/u;
/** Zero-width blanks, joiners, soft hyphens, marks of direction and byte order. */
const INVISIBLE = /\p{Cf}/gu;
const SEPARATORS = /[\s_\-‐-―]+/gu;

/**
 * What is left of a name when it does not count how it is written: composed or decomposed Unicode, letter case, blanks, dashes
 * and underscores, what cannot be seen, and how a whole number is written (`1`, `01`, `1.0`). Names with the same key may
 * be meant to be one.
 */
export function spellingKey(name: string): string {
  const visible = name.normalize('NFKC').replaceAll(INVISIBLE, '').trim();
  if (WHOLE_NUMBER.test(visible)) return visible.replace(/\..*$/u, '').replace(/^0+(?=\d)/u, '');
  const key = visible.toLowerCase().replaceAll(SEPARATORS, '').normalize('NFC');
  return key === '' || WHOLE_NUMBER.test(key) ? visible.toLowerCase() : key;
}
