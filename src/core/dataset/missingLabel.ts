/** What data frames and spreadsheets write where there is no value, in lower case. */
const MISSING: ReadonlySet<string> = new Set(['nan', '-nan', '<na>', '#n/a', '#na', '#n/a n/a', '1.#qnan']);
/** The same, but in a table only beside one of those: each may be a class. */
const ALSO_MISSING: ReadonlySet<string> = new Set([
  ...['none', 'null', 'na', 'n/a', 'nat', 'nil', 'undefined', '-', '--', '?', '.'],
]);

/** Whether a cell says that there is no label. */
export const isMissingLabel = (cell: string): boolean => cell === '' || MISSING.has(cell.toLowerCase());

/** Whether a name is what programs write where there is no value. */
export const looksMissing = (name: string): boolean => {
  const key = name.toLowerCase();
  return MISSING.has(key) || ALSO_MISSING.has(key);
};
