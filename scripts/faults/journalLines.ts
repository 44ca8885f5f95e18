/** A plain reading of a journal, which knows nothing of the program's own. */

/** A line, as far as is looked at here. */
export interface JournalLine {
  readonly type: string;
  readonly id?: string;
  readonly of?: string;
  readonly decisions?: readonly { readonly path: string; readonly decision: { readonly action: string } }[];
}

/** The lines of a journal that are whole. */
export function journalLines(text: string): readonly JournalLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as JournalLine]; // written by the program that is tested
    } catch {
      return []; // empty, cut off by a kill, or a marker of a merge
    }
  });
}

/** As a reviewer prints a step that was saved: a decision by its id, or `undo ID`. */
export const keyOf = ({ type, id, of }: JournalLine): string =>
  type === 'decide' ? (id ?? '') : `${type} ${of}`;

/** The action about each image: that of the latest step in the file that is in effect. Read line by line, as it was written. */
export function replayLines(lines: readonly JournalLine[]): ReadonlyMap<string, string> {
  const steps = new Map<string, { readonly line: JournalLine; isInEffect: boolean }>();
  for (const line of lines) {
    const step = steps.get(line.of ?? '');
    if (line.type === 'decide') {
      if (!steps.has(keyOf(line))) steps.set(keyOf(line), { line, isInEffect: true });
    } else if (step !== undefined) step.isInEffect = line.type === 'redo';
  }
  const actions = new Map<string, string>();
  for (const { line, isInEffect } of steps.values())
    if (isInEffect) for (const { path, decision } of line.decisions ?? []) actions.set(path, decision.action);
  return actions;
}
