import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { meanInterval } from '../../../bench/detection/meanInterval';
import { keepRecord, readRecords } from '../../../bench/detection/record';
import { resultTable } from '../../../bench/detection/resultTable';
import { temporaryFolder } from '../temporaryFolder';
import { sampleRecord } from './sampleRecord';

/** The cells of one column, by row. */
function columnOf(table: string, title: string): string[] {
  const [titles, , ...rows] = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const at = titles!.indexOf(title);
  assert.ok(at > 0, title);
  return rows.map((cells) => cells[at]!);
}

describe('meanInterval', () => {
  it('is that of Student’s sleep data: 0.75 ± 1.28 hours', () => {
    const hours = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const { mean, halfWidth } = meanInterval(hours);
    assert.equal(mean.toFixed(2), '0.75');
    assert.equal(halfWidth?.toFixed(2), '1.28');
  });

  it('has no width for one value, and none for equal ones', () => {
    assert.deepEqual(meanInterval([3]), { mean: 3, halfWidth: undefined });
    assert.deepEqual(meanInterval([3, 3]), { mean: 3, halfWidth: 0 });
  });
});

describe('the table of a bench', () => {
  it('has a row for each kind of scan, with the mean and its interval over the seeds', () => {
    const table = resultTable([
      sampleRecord({ seed: 1, f1: 0.8 }),
      sampleRecord({ seed: 2, f1: 0.9 }),
      sampleRecord({ loss: 'focal', f1: 0.7 }),
    ]);
    assert.deepEqual(columnOf(table, 'loss'), ['blurry', 'focal']);
    assert.deepEqual(columnOf(table, 'seeds'), ['2', '1']);
    // t = 12.706 for one degree of freedom, s / √2 = 0.05.
    assert.deepEqual(columnOf(table, 'F1'), ['0.8500 ± 0.6353', '0.7000']);
    assert.deepEqual(columnOf(table, 'F1 both'), ['0.8300', '0.8300']);
    assert.deepEqual(columnOf(table, '10³ image-steps'), ['12', '12']);
  });

  it('takes the last of scans that were made again', () => {
    const table = resultTable([sampleRecord({ f1: 0.1 }), sampleRecord({ f1: 0.6 })]);
    assert.deepEqual(columnOf(table, 'F1'), ['0.6000']);
  });
});

describe('the file that keeps records', () => {
  const folder = temporaryFolder();

  it('gives back what was appended', async () => {
    const file = path.join(folder(), 'kept.jsonl');
    const records = [sampleRecord({ seed: 1 }), sampleRecord({ seed: 2, warnings: ['a "warning"'] })];
    for (const record of records) await keepRecord(file, record);
    assert.deepEqual(await readRecords(file), records);
  });

  it('names the line that cannot be read', async () => {
    const file = path.join(folder(), 'damaged.jsonl');
    await writeFile(file, `${JSON.stringify(sampleRecord({}))}\n\n{"dataset": 3}\n`);
    await assert.rejects(readRecords(file), /damaged\.jsonl, line 3/);
    await assert.rejects(readRecords(path.join(folder(), 'absent.jsonl')), /absent\.jsonl/);
  });
});
