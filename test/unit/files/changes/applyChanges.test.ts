import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runSteps } from '../../../../src/core/steps';
import {
  applyChanges,
  finishChanges,
  readChangeRecord,
  undoChanges,
  writeChangeRecord,
} from '../../../../src/files/changes/applyChanges';
import { editBetween, sha256 } from '../../../../src/files/changes/byteEdits';
import type { FileChange } from '../../../../src/files/changes/fileChange';
import { planRecord } from '../../../../src/files/changes/planRecord';
import { readTree, writeFiles } from '../../../fixtures/reviewedDataset';
import { temporaryFolder } from '../../temporaryFolder';

describe('changes of files', () => {
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'data');
  const record = () => path.join(folder(), 'undo-1.json');
  const never = new AbortController().signal;

  const rewrite = async (name: string, now: string): Promise<FileChange> => {
    const file = path.join(root(), name);
    const bytes = await readFile(file);
    return { kind: 'rewrite', file, before: sha256(bytes), edits: editBetween(bytes, Buffer.from(now)) };
  };
  const move = (from: string, to: string): FileChange => ({
    kind: 'move',
    from: path.join(root(), from),
    to: path.join(root(), to),
  });
  const plan = async (...changes: FileChange[]) => planRecord(root(), '2026-01-02T03:04:05.006Z', changes);
  const apply = async (changes: readonly FileChange[], signal = never) =>
    runSteps(applyChanges({ root: root() }, record(), await plan(...changes), signal));

  beforeEach(() => writeFiles(root(), { 'a.txt': 'one two three', 'b.txt': 'bee', 'x/c.png': 'sea' }));

  it('are made, keeping modes and originals, and taken back', async () => {
    await chmod(path.join(root(), 'a.txt'), 0o640);
    const before = await readTree(root());
    await apply([await rewrite('a.txt', 'one 2 three'), move('x/c.png', 'y/z/c.png')]);
    assert.deepEqual(await readTree(root()), {
      'a.txt': 'one 2 three',
      'a.txt.orig': 'one two three',
      'b.txt': 'bee',
      'y/z/c.png': 'sea',
    });
    if (process.platform !== 'win32')
      assert.equal((await stat(path.join(root(), 'a.txt'))).mode & 0o777, 0o640);
    const kept = await readChangeRecord(record());
    assert.equal(kept.state, 'applied');
    await runSteps(undoChanges({ root: root() }, record(), kept));
    assert.deepEqual(await readTree(root()), before);
    await assert.rejects(stat(path.join(root(), 'y')), { code: 'ENOENT' });
    await assert.rejects(stat(record()), { code: 'ENOENT' });
  });

  it('keep the original of Parquet hidden, where it is taken for no shard', async () => {
    await writeFiles(root(), { 'data/train-00000-of-00001.parquet': 'old' });
    await apply([await rewrite('data/train-00000-of-00001.parquet', 'new')]);
    const tree = await readTree(root());
    assert.equal(tree['data/train-00000-of-00001.parquet'], 'new');
    assert.equal(tree['data/.train-00000-of-00001.parquet.orig'], 'old');
    await runSteps(undoChanges({ root: root() }, record(), await readChangeRecord(record())));
    assert.deepEqual(Object.keys(await readTree(root())), [
      'a.txt',
      'b.txt',
      'data/train-00000-of-00001.parquet',
      'x/c.png',
    ]);
  });

  it('are none where a file was changed since they were planned', async () => {
    const changes = [move('x/c.png', 'y/c.png'), await rewrite('b.txt', 'wasp')];
    const planned = await plan(...changes);
    await writeFile(path.join(root(), 'b.txt'), 'beetle');
    await assert.rejects(runSteps(applyChanges({ root: root() }, record(), planned, never)), {
      code: 'source-changed',
    });
    assert.deepEqual(await readTree(root()), {
      'a.txt': 'one two three',
      'b.txt': 'beetle',
      'x/c.png': 'sea',
    });
    await assert.rejects(stat(record()), { code: 'ENOENT' });
  });

  it('are taken back where one fails half-way', async () => {
    const before = await readTree(root());
    const planned = await plan(await rewrite('a.txt', 'other'), move('x/c.png', 'y/c.png'));
    const steps = applyChanges({ root: root() }, record(), planned, never);
    await steps.next();
    await rmdir(path.join(root(), 'y'));
    await assert.rejects(runSteps(steps), { code: 'store-unwritable' });
    assert.deepEqual(await readTree(root()), before);
    await assert.rejects(stat(record()), { code: 'ENOENT' });
  });

  it('are taken back when they are cancelled in between', async () => {
    const before = await readTree(root());
    const controller = new AbortController();
    const steps = applyChanges(
      { root: root() },
      record(),
      await plan(await rewrite('a.txt', 'other'), move('x/c.png', 'y/c.png')),
      controller.signal,
    );
    await steps.next();
    controller.abort();
    await assert.rejects(runSteps(steps), { name: 'AbortError' });
    assert.deepEqual(await readTree(root()), before);
  });

  it('never put a file in the place of another', async () => {
    const planned = await plan(move('x/c.png', 'y/c.png'));
    await mkdir(path.join(root(), 'y'));
    await writeFile(path.join(root(), 'y/c.png'), 'mine');
    await assert.rejects(runSteps(applyChanges({ root: root() }, record(), planned, never)), {
      code: 'source-changed',
    });
    assert.equal((await readTree(root()))['y/c.png'], 'mine');
  });

  it('are finished or taken back from wherever they were interrupted', async () => {
    const changes = [await rewrite('a.txt', 'A'), await rewrite('b.txt', 'B'), move('x/c.png', 'y/c.png')];
    const planned = await plan(...changes);
    const before = await readTree(root());
    for (const way of [finishChanges, undoChanges]) {
      await writeChangeRecord(record(), planned);
      await writeFile(path.join(root(), 'b.txt'), 'B');
      await runSteps(way({ root: root() }, record(), await readChangeRecord(record())));
      const after = await readTree(root());
      if (way === undoChanges) assert.deepEqual(after, before);
      else assert.deepEqual([after['a.txt'], after['b.txt'], after['y/c.png']], ['A', 'B', 'sea']);
      await rm(record(), { force: true });
    }
  });
});
