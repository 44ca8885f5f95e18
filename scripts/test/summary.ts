import { countsOf, type Counts, type TierReport } from './tier';

/** A row per tier, then what failed and what was skipped by name. */
export function summaryTable(reports: readonly TierReport[]): string {
  const width = Math.max(...reports.map(({ name }) => name.length), 4);
  const row = (name: string, cells: readonly string[]) =>
    name.padEnd(width) + cells.map((cell) => cell.padStart(9)).join('');
  const lines = [row('tier', ['passed', 'failed', 'skipped', 'seconds'])];
  for (const { name, outcome, seconds } of reports) {
    const { passed, failed, skipped } = countsOf(outcome);
    lines.push(row(name, [String(passed), String(failed), String(skipped), seconds.toFixed(1)]));
  }
  for (const { name, outcome } of reports) {
    const failed = outcome.kind === 'ran' ? outcome.failed : [];
    const skipped = outcome.kind === 'ran' ? outcome.skipped : [`the whole tier: ${outcome.reason}`];
    lines.push(...failed.map((title) => `Failed in ${name}: ${title}`));
    lines.push(...skipped.map((title) => `Skipped in ${name}: ${title}`));
  }
  return lines.join('\n');
}

export function totalOf(reports: readonly TierReport[]): Counts {
  const counts = reports.map(({ outcome }) => countsOf(outcome));
  const sum = (key: keyof Counts) => counts.reduce((total, count) => total + count[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** The last line that `npm test` prints; other programs read it. */
export function totalLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
