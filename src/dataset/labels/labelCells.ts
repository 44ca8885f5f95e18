import { AppError } from '../../core/appError';
import { listed } from '../../core/words/listed';
import { message, type Message } from '../../core/words/message';

/** Between the choices of an image with more than one. */
const SEPARATORS = /[|;,&+]/u;
/** A list as Python prints it. */
const PYTHON_LIST = /^[[({]\s*(['"]).*\1\s*,?\s*[\])}]$/u;

/** @throws AppError for a cell that holds a list or an object instead of a name. */
export function refuseJsonLabel(file: string, line: number, cell: string): void {
  if (!PYTHON_LIST.test(cell) && !isJson(cell)) return;
  throw new AppError('labels-unreadable', message('label-is-json', { file, line: `${line}`, label: cell }));
}

function isJson(cell: string): boolean {
  if (!/^(?:\{.*\}|\[.*\])$/u.test(cell)) return false;
  try {
    JSON.parse(cell);
    return true;
  } catch {
    return false; // a name in brackets
  }
}

/** A label as written, and the line of it. */
export interface LabelCell {
  readonly label: string;
  readonly line: number;
}

/** Rows without a label. */
export class MissingLabels {
  readonly written = new Set<string>();
  rows = 0;
  firstLine = Infinity;

  add({ label, line }: LabelCell): void {
    this.written.add(label);
    this.rows++;
    this.firstLine = Math.min(this.firstLine, line);
  }

  /** Whether the table writes something where there is no label. */
  get isWritten(): boolean {
    return [...this.written].some((label) => label !== '');
  }
}

/** Labels that consist of others, such as `ant|bee` beside `ant` and `bee`: several choices for one image. */
export function combinedLabels(labels: readonly LabelCell[]): readonly LabelCell[] {
  const parts = new Map(labels.map(({ label }) => [label, partsOf(label)]));
  const uses = new Map<string, number>();
  for (const [label, names] of parts)
    for (const name of new Set(names.length > 1 ? names : [label])) uses.set(name, (uses.get(name) ?? 0) + 1);
  const isChoice = (name: string) => parts.has(name) || (uses.get(name) ?? 0) > 1;
  return labels.filter(({ label }) => {
    const names = parts.get(label) ?? [];
    return names.length > 1 && names.every(isChoice);
  });
}

const partsOf = (label: string): readonly string[] => {
  const names = label.split(SEPARATORS).map((name) => name.trim());
  return names.includes('') ? [label] : names;
};

/** How many labels a sentence lists. */
const LISTED = 3;

/** What to say of a column of labels: cells without one, and cells with several. */
export function labelWarnings(
  file: string,
  { missing, labels }: { readonly missing: MissingLabels; readonly labels: readonly LabelCell[] },
): readonly Message[] {
  const warnings: Message[] = [];
  if (missing.rows > 0)
    warnings.push(
      message('labels-missing', {
        file,
        rows: missing.rows,
        line: `${missing.firstLine}`,
        written: { list: [...missing.written].map((cell) => `"${cell}"`) },
      }),
    );
  const combined = combinedLabels(labels);
  const [first] = combined;
  if (first !== undefined)
    warnings.push(
      message('labels-combined', {
        file,
        line: `${first.line}`,
        labels: listed(
          combined.map(({ label }) => `"${label}"`),
          { most: LISTED },
        ),
        count: combined.length,
      }),
    );
  return warnings;
}
