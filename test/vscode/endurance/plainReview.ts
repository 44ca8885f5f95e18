export interface PlainSuspect {
  readonly path: string;
  readonly givenLabel: string;
  readonly suggestedLabel: string;
}

/** What a key says of an image, in words: `relabel LABEL`, `keep`, … */
export const saidBy = (key: string, { givenLabel, suggestedLabel }: PlainSuspect): string => {
  if (key === 'Enter') return givenLabel === suggestedLabel ? 'keep' : `relabel ${suggestedLabel}`;
  return key === 'k' ? 'keep' : key === 'x' ? 'exclude' : 'unsure';
};

/** What a review comes to by the meaning of its keys, written for itself: no code of the program is in it. */
export class PlainReview {
  readonly suspects: readonly PlainSuspect[];
  readonly decided = new Map<string, string>();
  focus = 0;
  lines = 0;
  private readonly steps: {
    readonly at: number;
    readonly before: readonly (readonly [string, string | undefined])[];
  }[] = [];

  constructor(suspects: readonly PlainSuspect[]) {
    this.suspects = suspects;
  }

  get reviewed(): number {
    return [...this.decided.values()].filter((decision) => decision !== 'unsure').length;
  }

  /** Decides about the focused suspect; the focus goes to the next one without a decision. */
  decide(key: string): void {
    this.decideFrom(key, this.focus, this.focus);
    const count = this.suspects.length;
    for (let i = 1; i <= count; i++) {
      const next = (this.focus + i) % count;
      if (this.decided.has(this.suspects[next]!.path)) continue;
      this.focus = next;
      return;
    }
  }

  /** Decides about the suspects at `from … to`, which are selected; the focus stays at the last of them. */
  decideFrom(key: string, from: number, to: number): void {
    const chosen = this.suspects.slice(from, to + 1);
    this.steps.push({ at: from, before: chosen.map(({ path }) => [path, this.decided.get(path)]) });
    for (const suspect of chosen) this.decided.set(suspect.path, saidBy(key, suspect));
    this.focus = to;
    this.lines++;
  }

  undo(): void {
    const step = this.steps.pop();
    if (step === undefined) return;
    for (const [path, decision] of step.before)
      if (decision === undefined) this.decided.delete(path);
      else this.decided.set(path, decision);
    this.focus = step.at;
    this.lines++;
  }
}

interface Line {
  readonly type: 'decide' | 'undo';
  readonly id?: string;
  readonly of?: string;
  readonly decisions?: readonly {
    readonly path: string;
    readonly decision: { readonly action: string; readonly label?: string };
  }[];
}

/** What a journal of decisions and undos comes to: the last word on each image, of the steps that nobody has undone. */
export function replayPlainly(journal: string): Map<string, string> {
  // Written by the program under test, which is what is tested.
  const lines = journal
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const undone = new Set(lines.map(({ of }) => of));
  const decided = new Map<string, string>();
  for (const { id, decisions = [] } of lines)
    if (!undone.has(id))
      for (const { path, decision } of decisions)
        decided.set(path, [decision.action, decision.label].filter(Boolean).join(' '));
  return decided;
}
