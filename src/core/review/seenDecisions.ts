import type { Decision } from './review';

/** What a window has seen of the decisions besides what they are: which came last, and the classes that they brought. */
export class SeenDecisions {
  private readonly runClasses: ReadonlySet<string>;
  private readonly paths = new Set<string>();
  private readonly typed = new Set<string>();

  constructor(runClasses: Iterable<string>) {
    this.runClasses = new Set(runClasses);
  }

  /** Images in the order of their latest decision. */
  get latest(): readonly string[] {
    return [...this.paths];
  }

  /** Classes that the run does not have. */
  get newClasses(): ReadonlySet<string> {
    return this.typed;
  }

  /** Takes in what is decided about an image now. @returns whether that brings a class. */
  see(path: string, decision: Decision | null): boolean {
    this.paths.delete(path);
    this.paths.add(path);
    if (decision?.action !== 'relabel' || this.runClasses.has(decision.label)) return false;
    const isNew = !this.typed.has(decision.label);
    this.typed.add(decision.label);
    return isNew;
  }
}
