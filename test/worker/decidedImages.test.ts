import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeStripes } from '../fixtures/stripes';
import { rowsOf, runCli } from './fixtures/runCli';

describe('decisions of a dataset that has changed', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-decided-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('applies decisions to the images that they are about, wherever these are now', async function () {
    this.timeout(120_000);
    const moved = path.join(folder, 'moved');
    await writeStripes(moved, { perClass: 8, wrongPerClass: 0, seed: 9 });
    const quick = ['--epochs', '1', '--folds', '2', '--image-size', '8', '--workers', '1'];
    const out = path.join(folder, 'moved.csv');
    const scanned = await runCli('scan', moved, ...quick, '--out', out);
    assert.equal(scanned.code, 0, scanned.stderr);
    const images = rowsOf(await readFile(out, 'utf8')).map((row) => row.path!);
    const [first, second, third] = ['diagonal/', 'horizontal/', 'vertical/'].map(
      (label) => images.filter((image) => image.startsWith(label)).sort()[0]!,
    ) as [string, string, string];
    // As version 0.1.0 wrote it: what it is about is known from the run.
    const decisions = [
      { path: first, decision: { action: 'relabel', label: 'horizontal' } },
      { path: second, decision: { action: 'keep' } },
      { path: third, decision: { action: 'relabel', label: 'waves' } },
    ];
    const entry = { v: 1, type: 'decide', id: 'a', at: '2026-01-02T03:04:05Z', decisions };
    // An editor has left out the last newline.
    const journal = path.join(moved, '.label-review', 'decisions.jsonl');
    await writeFile(journal, `what?\n${JSON.stringify(entry)}`);
    const original = await readFile(path.join(moved, third));
    await rename(path.join(moved, first), path.join(moved, 'horizontal', 'done.png'));
    await rename(path.join(moved, second), path.join(moved, 'vertical', 'other.png'));

    // No search has seen it yet.
    const early = await runCli('export', moved);
    assert.match(early.stderr, new RegExp(`^Warning: 2 images .*: ${first}, ${second}\\. Search again`, 'm'));
    const other = images.find((image) => image.startsWith('vertical/') && image !== third)!;
    await copyFile(path.join(moved, other), path.join(moved, third));
    const replaced = await runCli('export', moved);
    assert.match(replaced.stderr, new RegExp(`^Warning: .*${third} \\(another picture is there now\\)`, 'm'));
    assert.match(replaced.stderr, /: 1 relabelled, 1 kept, 0 excluded\.$/m);
    await writeFile(path.join(moved, third), original);

    const again = await runCli('scan', moved, ...quick, '--out', out);
    const exported = await runCli('export', moved);
    for (const { stderr } of [again, exported]) {
      assert.ok(stderr.includes(`Warning: ignored ${journal}, line 1: it is not JSON\n`), stderr);
      // The first has the label that was chosen for it: nothing is left to be said.
      assert.doesNotMatch(stderr, /followed/);
      assert.ok(!stderr.includes(first), stderr);
      assert.match(
        stderr,
        new RegExp(`^Warning: .*${second} \\(now vertical/other\\.png; its label was`, 'm'),
      );
    }
    assert.match(again.stderr, /^Warning: Nothing is learnt from images .*: waves \(1\)\./m);
    assert.match(exported.stderr, /: 1 relabelled, 1 kept, 0 excluded\.$/m);
    const decided = rowsOf(await readFile(path.join(moved, 'corrected_labels.csv'), 'utf8'))
      .filter(({ action }) => action !== '')
      .map((row) => [row.path, row.corrected_label, row.action]);
    assert.deepEqual(decided, [
      ['horizontal/done.png', 'horizontal', 'keep'],
      [third, 'waves', 'relabel'],
    ]);
  });
});
