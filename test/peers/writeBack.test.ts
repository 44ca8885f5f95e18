import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EXIT } from '../../src/cli/commandIo';
import { exportCommand } from '../../src/cli/export/exportCommand';
import { encodeBmp } from '../../src/core/dataset/encodeBmp';
import type { DatasetIndex } from '../../src/core/dataset/dataset';
import type { Decision } from '../../src/core/review/review';
import { runSteps } from '../../src/core/steps';
import { discover } from '../../src/dataset/discover';
import { writeFiles, writeReview } from '../fixtures/reviewedDataset';
import { createTestIo } from '../unit/cli/testIo';
import { PYTHON_VARIABLE } from './pythonVariable';

const PROGRAM = path.join(__dirname, 'peers.py');

const python = (...args: string[]): string =>
  execFileSync(process.env[PYTHON_VARIABLE] ?? 'python3', [PROGRAM, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, PYTHONUTF8: '1' },
  });

const peerReads = (kind: string, file: string): unknown => JSON.parse(python('read', kind, file));

describe('what other libraries have written', () => {
  let written: string;
  let root: string;
  const picture = Buffer.from(encodeBmp(Buffer.alloc(3 * 40 * 40), { width: 40, height: 40, channels: 3 }));

  before(async () => {
    written = await mkdtemp(path.join(tmpdir(), 'label-review-peers-'));
    python('write', written);
  });
  after(() => rm(written, { recursive: true, force: true }));
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'label-review-peers-'));
    for (let number = 0; number < 12; number++)
      await writeFiles(root, { [`images/${String(number).padStart(2, '0')}.bmp`]: picture });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  /** Every third image gets another label, every fifth goes. */
  function decide({ paths }: DatasetIndex): Record<string, Decision> {
    const decisions: Record<string, Decision> = {};
    for (const [index, image] of paths.entries()) {
      if (index % 5 === 4) decisions[image] = { action: 'exclude' };
      else if (index % 3 === 0) decisions[image] = { action: 'relabel', label: index === 0 ? 'naïf' : 'cat' };
    }
    return decisions;
  }

  /** Reads the dataset, decides, and writes back. @returns the decisions. */
  async function correct(labels?: { file: string; pathColumn: string; labelColumn: string }) {
    const signal = new AbortController().signal;
    const now = await runSteps(discover({ root, labels, signal }));
    const labelOf = Object.fromEntries(
      now.paths.map((image, index) => [image, now.classes[now.labels[index]!]!]),
    );
    const decisions = decide(now);
    await writeReview(root, { labels: labelOf, decisions, source: now.labelSource });
    const { io, said } = createTestIo();
    assert.equal(await exportCommand([root, '--format', 'source', '--yes'], io), EXIT.done, said());
    return decisions;
  }

  function applied<Row extends { readonly label: string }>(
    rows: readonly Row[],
    decisions: Readonly<Record<string, Decision>>,
    pathOf: (row: Row) => string,
  ): readonly Row[] {
    return rows.flatMap((row) => {
      const decision = decisions[pathOf(row)];
      if (decision?.action === 'exclude') return [];
      return [decision?.action === 'relabel' ? { ...row, label: decision.label } : row];
    });
  }

  it('is a table for pandas afterwards, with the labels that were decided on and nothing else changed', async () => {
    const names = await readdir(path.join(written, 'tables'));
    assert.equal(names.length, 7);
    for (const name of names) {
      const file = path.join(root, name);
      await copyFile(path.join(written, 'tables', name), file);
      const before = peerReads('table', file) as { path: string; label: string }[];
      const decisions = await correct({ file, pathColumn: 'path', labelColumn: 'label' });
      assert.deepEqual(
        peerReads('table', file),
        applied(before, decisions, (row) => row.path),
        name,
      );
      await rm(file);
    }
  });

  it('is COCO for pycocotools afterwards, with the classes that were decided on and nothing else changed', async () => {
    for (const name of await readdir(path.join(written, 'coco'))) {
      const file = path.join(root, name);
      await copyFile(path.join(written, 'coco', name), file);
      const before = peerReads('coco', file) as { file: string; id: number; label: string }[];
      const decisions = await correct();
      const wanted = applied(before, decisions, (row) => `${row.file}#${row.id}`);
      assert.notDeepEqual(wanted, before);
      assert.deepEqual(peerReads('coco', file), wanted, name);
      await rm(file);
      await rm(`${file}.orig`);
    }
  });

  it('is COCO for pycocotools in another file, too', async () => {
    const name = 'plain.json';
    await copyFile(path.join(written, 'coco', name), path.join(root, name));
    const before = peerReads('coco', path.join(root, name)) as { file: string; label: string }[];
    const signal = new AbortController().signal;
    const now = await runSteps(discover({ root, signal }));
    const labels = Object.fromEntries(
      now.paths.map((image, index) => [image, now.classes[now.labels[index]!]!]),
    );
    await writeReview(root, { labels, decisions: {}, source: now.labelSource });
    const { io, said } = createTestIo();
    const out = path.join(written, 'out.json');
    assert.equal(await exportCommand([root, '--format', 'coco', '--out', out], io), EXIT.done, said());
    const inOrder = (rows: readonly object[]) =>
      rows.map((row) => JSON.stringify({ ...row, id: undefined })).sort();
    assert.deepEqual(inOrder(peerReads('coco', out) as object[]), inOrder(before));
  });
});
