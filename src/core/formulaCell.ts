/** What makes spreadsheets take a cell for a formula (OWASP, CSV Injection), behind marks of ours. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/u;
/** A number begins with a sign, too, and is none. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;
const MARKED = /^'+[=+\-@\t\r\n＝＋－＠]/u;

/**
 * The text of a cell as tables have it: one that a spreadsheet would compute begins with a `'`, so that it is shown as it
 * is. Numbers stay as they are. `unmarkFormula` takes the mark off again, of any text.
 */
export const markFormula = (text: string): string =>
  FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;

/** The text that `markFormula` was given. */
export const unmarkFormula = (cell: string): string => (MARKED.test(cell) ? cell.slice(1) : cell);
