import { printHead } from './tableHead';

/** The head of a bench's table of what is asked and what is measured. */
export const printTitles = (): void => printHead('what | target | measured');

export function printRow(what: string, target: string, measured: string): void {
  console.log(`| ${what} | ${target} | ${measured} |`);
}

/** Median and 95th percentile, and of how many values. */
export function spread(values: readonly number[], format: (value: number) => string): string {
  return `${format(quantile(values, 0.5))}, p95 ${format(quantile(values, 0.95))} (${values.length})`;
}

/** The smallest value that at least this share of all does not exceed. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

export function bytes(value: number): string {
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} kB` : `${(value / 1e6).toFixed(1)} MB`;
}
