import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { EXIT } from '../../src/cli/commandIo';
import { scoreCommand } from '../../src/cli/scoreCommand';
import { FILTER_BYS, RANK_BYS } from '../../src/core/confidentLearning/filterBy';
import { createTestIo } from '../unit/cli/testIo';
import { temporaryFolder } from '../unit/temporaryFolder';
import { exportAs, writePictures } from './review';
import { peer } from './startPeer';

interface Issues {
  readonly issues: Readonly<Record<string, readonly boolean[]>>;
  readonly qualities: Readonly<Record<string, readonly number[]>>;
}

interface Learnt {
  readonly trained: number;
  readonly kept: readonly boolean[];
  readonly given: readonly number[];
  readonly predicted: readonly number[];
}

const DIST = path.resolve(__dirname, '../../dist');

type Row = Readonly<Record<string, string>>;

describe('cleanlab', () => {
  const ask = peer('cleanlab_peer');
  const folder = temporaryFolder();
  const labels = () => path.join(folder(), 'labels.npy');
  const probs = () => path.join(folder(), 'probs.npy');

  async function score(...args: string[]): Promise<readonly Row[]> {
    const { io, said, printed } = createTestIo();
    assert.equal(await scoreCommand(args, { ...io, programFolder: DIST }), EXIT.done, said());
    return parse<Row>(printed(), { columns: true });
  }

  function nearly(ours: readonly number[], theirs: readonly number[], what: string): void {
    assert.equal(ours.length, theirs.length);
    for (const [i, value] of ours.entries())
      assert.ok(Math.abs(value - theirs[i]!) < 1e-6, `${what} ${i}: ${value} and ${theirs[i]!}`);
  }

  it('finds the issues that score finds, by every filter, and the same qualities', async () => {
    const given = await ask('write', { labels_file: labels(), probs_file: probs(), count: 400, classes: 5 });
    const args = { labels: given, probs_file: probs(), filters: FILTER_BYS, ranks: RANK_BYS };
    const theirs = (await ask('issues', args)) as Issues;
    const files = ['--labels', labels(), '--pred-probs', probs()];
    const inOrder = (rows: readonly Row[]) => [...rows].sort((a, b) => Number(a.index) - Number(b.index));
    for (const name of FILTER_BYS) {
      const rows = inOrder(await score(...files, '--filter-by', name));
      assert.deepEqual(
        rows.map((row) => row.is_label_issue === 'true'),
        theirs.issues[name],
        name,
      );
    }
    for (const name of RANK_BYS) {
      const rows = inOrder(await score(...files, '--rank-by', name));
      nearly(
        rows.map((row) => Number(row.label_quality)),
        theirs.qualities[name] ?? [],
        name,
      );
    }
  });

  it('learns without the issues of an exported table, and takes its labels', async () => {
    const given = (await ask('write', {
      labels_file: null,
      probs_file: probs(),
      count: 60,
      classes: 3,
    })) as number[];
    const root = path.join(folder(), 'pictures');
    const pictures = given.map((label, index) => `${label}/${String(index).padStart(3, '0')}.bmp`);
    await writePictures(root, pictures);
    await score('--images', root, '--pred-probs', probs(), '--filter-by', 'prune_by_noise_rate');
    const out = path.join(folder(), 'issues.csv');
    await exportAs(root, 'cleanlab', '--out', out);
    const rows = parse<Row>(await readFile(out, 'utf8'), { columns: true });
    const learnt = (await ask('learn', { table: out, probs_file: probs() })) as Learnt;
    const issues = rows.map((row) => row.is_label_issue === 'true');
    const count = issues.filter(Boolean).length;
    assert.ok(count > 4);
    assert.deepEqual(learnt.kept, issues);
    assert.equal(learnt.trained, rows.length - count);
    assert.deepEqual(learnt.given, given);
    // Of the others ours is not the likeliest class of the predictions alone: the given label counts, too.
    for (const [i, row] of rows.entries())
      if (issues[i] === true) assert.equal(Number(row.predicted_label), learnt.predicted[i], row.path);
  });
});
