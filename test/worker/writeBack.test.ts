import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../../src/core/rng';
import { runSteps } from '../../src/core/steps';
import type { ChangeRecord } from '../../src/core/writeBack/changeRecord';
import { finishChanges, readChangeRecord, undoChanges } from '../../src/files/changes/applyChanges';
import { editBetween, sha256 } from '../../src/files/changes/byteEdits';
import type { FileChange } from '../../src/files/changes/fileChange';
import { planRecord } from '../../src/files/changes/planRecord';
import { bundleFixture } from '../fixtures/bundleFixture';
import { readTree, writeFiles, writeReview } from '../fixtures/reviewedDataset';
import { runCli } from './fixtures/runCli';

const FILES = 60;
const ROUNDS = 14;

describe('writing labels back, killed at any moment', () => {
  let folder: string;
  let program: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-killed-'));
    program = await bundleFixture(path.join(__dirname, 'fixtures', 'writeChanges.ts'), folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Label files that are rewritten, and images that move into a folder of their own. */
  async function dataset(name: string) {
    const root = path.join(folder, name);
    const files: Record<string, string> = {};
    for (let i = 0; i < FILES; i++) {
      files[`labels/${i}.txt`] = `${i} cat\n`.repeat(1 + (i % 7));
      files[`cat/${i}.png`] = `picture ${i}`;
    }
    await writeFiles(root, files);
    const changes: FileChange[] = [];
    for (let i = 0; i < FILES; i++) {
      const file = path.join(root, `labels/${i}.txt`);
      const bytes = await readFile(file);
      const now = Buffer.from(bytes.toString().replaceAll('cat', 'mouse'));
      changes.push({ kind: 'rewrite', file, before: sha256(bytes), edits: editBetween(bytes, now) });
      changes.push({
        kind: 'move',
        from: path.join(root, `cat/${i}.png`),
        to: path.join(i % 2 === 0 ? root : `${root}.excluded`, `mouse/${i}.png`),
      });
    }
    const record = path.join(folder, `${name}.undo.json`);
    const planned = await planRecord(root, '2026-01-02T03:04:05.006Z', changes);
    return { root, record, planned, before: await readTree(root) };
  }

  /** Runs it, killed after so long; undefined: it may end. @returns how long it took */
  async function run(args: readonly string[], killAfterMs?: number): Promise<number> {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    const closed = once(child, 'close');
    await once(child.stdout, 'data');
    const start = performance.now();
    child.stdin.end('go\n');
    const timer =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    await closed;
    clearTimeout(timer);
    return performance.now() - start;
  }

  async function isThere(file: string): Promise<boolean> {
    return stat(file).then(
      () => true,
      () => false, // it is not
    );
  }

  const everything = async (root: string) => ({
    inside: await readTree(root),
    excluded: (await isThere(`${root}.excluded`)) ? await readTree(`${root}.excluded`) : {},
  });

  it('is finished, or taken back, to the last byte', async function () {
    this.timeout(240_000);
    const rng = createRng(11);
    const whole = await dataset('whole');
    const plannedFile = path.join(folder, 'planned.json');
    const writePlanned = (record: ChangeRecord) => writeFile(plannedFile, JSON.stringify(record));
    await writePlanned(whole.planned);
    const lifeMs = await run([whole.root, whole.record, plannedFile]);
    const after = await everything(whole.root);
    assert.equal(Object.keys(after.excluded).length, FILES / 2);
    let interrupted = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { root, record, planned, before } = await dataset(`round-${round}`);
      await writePlanned(planned);
      await run([root, record, plannedFile], rng.next01() * lifeMs);
      if (!(await isThere(record))) {
        assert.deepEqual(await everything(root), { inside: before, excluded: {} }, `round ${round}`);
        continue;
      }
      const found = await readChangeRecord(record);
      if (found.state === 'applying') interrupted++;
      if (round % 2 === 0) {
        // Taking it back is killed, too.
        await run([root, record, '', 'back'], rng.next01() * lifeMs);
        if (await isThere(record))
          await runSteps(undoChanges({ root }, record, await readChangeRecord(record)));
        assert.deepEqual(await everything(root), { inside: before, excluded: {} }, `round ${round}`);
        assert.equal(await isThere(`${root}.excluded`), false);
        assert.equal(await isThere(record), false);
      } else {
        await runSteps(finishChanges({ root }, record, found));
        assert.deepEqual(await everything(root), after, `round ${round}`);
        assert.equal((await readChangeRecord(record)).state, 'applied');
      }
    }
    assert.ok(interrupted >= 2, `${interrupted} of ${ROUNDS} were killed in between`);
  });

  it('is told by the next export, which finishes it or takes it back', async () => {
    const root = path.join(folder, 'pets');
    const labels = { 'cat/a.png': 'cat', 'cat/b.png': 'cat', 'dog/c.png': 'dog', 'dog/d.png': 'dog' };
    await writeFiles(root, Object.fromEntries(Object.keys(labels).map((image) => [image, `of ${image}`])));
    const relabel = { action: 'relabel', label: 'dog' } as const;
    await writeReview(root, {
      labels,
      decisions: { 'cat/a.png': relabel, 'dog/d.png': { action: 'exclude' } },
    });
    const before = await readTree(root);
    const done = await runCli('export', root, '--format', 'source', '--yes');
    assert.equal(done.code, 0, done.stderr);
    const store = path.join(root, '.label-review');
    const name = (await readdir(store)).find((file) => file.startsWith('undo-'))!;
    const file = path.join(store, name);
    const record = await readChangeRecord(file);
    // As it is found when the program was killed between the two.
    await writeFile(file, JSON.stringify({ ...record, state: 'applying' }));
    await rm(path.join(folder, 'pets.excluded'), { recursive: true });
    await writeFile(path.join(root, 'dog/d.png'), 'of dog/d.png');

    const asked = await runCli('export', root, '--format', 'source');
    assert.equal(asked.code, 1);
    assert.match(asked.stderr, /was interrupted, so some are changed and some are not/);
    assert.ok(asked.stderr.includes(file));
    const finished = await runCli('export', root, '--format', 'source', '--yes');
    assert.equal(finished.code, 0, finished.stderr);
    assert.match(finished.stderr, /It is finished\.\nNothing is to be changed/);
    assert.equal((await readTree(folder))['pets.excluded/dog/d.png'], 'of dog/d.png');
    const undone = await runCli('export', root, '--undo', file);
    assert.equal(undone.code, 0, undone.stderr);
    assert.deepEqual(await readTree(root), before);
  });
});
