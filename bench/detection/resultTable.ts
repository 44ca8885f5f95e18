import { FILTER_BYS } from '../../src/core/confidentLearning/filterBy';
import { meanInterval } from './meanInterval';
import type { BenchRecord } from './record';

interface Column {
  readonly title: string;
  readonly digits: number;
  readonly valueOf: (record: BenchRecord) => number;
}

const COLUMNS: readonly Column[] = [
  { title: 'errors', digits: 0, valueOf: (record) => record.errors },
  { title: 'F1', digits: 4, valueOf: (record) => record.f1 },
  { title: 'F1 at best cut', digits: 4, valueOf: (record) => record.bestF1 },
  ...FILTER_BYS.map((filter) => ({
    title: `F1 ${filter}`,
    digits: 4,
    valueOf: (record: BenchRecord) => record.filterF1[filter],
  })),
  { title: 'AP', digits: 4, valueOf: (record) => record.averagePrecision },
  { title: 'AUROC', digits: 4, valueOf: (record) => record.areaUnderRoc },
  { title: 'P@100', digits: 3, valueOf: (record) => record.precisionAt100 },
  { title: 'P@errors', digits: 4, valueOf: (record) => record.precisionAtErrors },
  { title: '10³ image-steps', digits: 0, valueOf: (record) => record.imageSteps / 1e3 },
  { title: '10¹² multiply-adds', digits: 2, valueOf: (record) => record.multiplyAdds / 1e12 },
  // A fold that is repeated after a collapse is not in the columns before.
  { title: 'warnings', digits: 0, valueOf: (record) => record.warnings.length },
  { title: 'train s', digits: 0, valueOf: (record) => record.trainSeconds },
  { title: 'total s', digits: 0, valueOf: (record) => record.totalSeconds },
];

/** What distinguishes rows; records that differ only in their seed share one. */
const KEYS = ['dataset', 'images', 'noise', 'rate', 'preset', 'loss', 'flags', 'backend'] as const;

/** A markdown table, a row for each kind of scan: means over the seeds, with 95% t-intervals where there are several. */
export function resultTable(records: readonly BenchRecord[]): string {
  const rows = new Map<string, Map<number, BenchRecord>>();
  for (const record of records) {
    const key = KEYS.map((name) => String(record[name])).join(' | ');
    const bySeed = rows.get(key) ?? new Map<number, BenchRecord>();
    // Of scans that were made again, the last one counts.
    rows.set(key, bySeed.set(record.seed, record));
  }
  const titles = [...KEYS, 'seeds', ...COLUMNS.map(({ title }) => title)];
  const lines = [...rows].map(([key, bySeed]) => {
    const cells = COLUMNS.map((column) => cellOf(column, [...bySeed.values()]));
    return `| ${key} | ${bySeed.size} | ${cells.join(' | ')} |`;
  });
  return [`| ${titles.join(' | ')} |`, `|${' --- |'.repeat(titles.length)}`, ...lines].join('\n');
}

function cellOf({ digits, valueOf }: Column, records: readonly BenchRecord[]): string {
  const { mean, halfWidth } = meanInterval(records.map(valueOf));
  const isMeasured = halfWidth !== undefined && halfWidth > 0;
  return isMeasured ? `${mean.toFixed(digits)} ± ${halfWidth.toFixed(digits)}` : mean.toFixed(digits);
}
