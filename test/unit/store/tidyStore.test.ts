import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JournalEntry } from '../../../src/core/review/review';
import { temporaryBeside } from '../../../src/files/atomicWrite';
import { makeCache } from '../../../src/files/cacheMark';
import { ensureStore, type StoreLocation } from '../../../src/store/location';
import { KEPT_RUNS, tidyStore } from '../../../src/store/tidyStore';
import { writeRun } from '../../../src/store/runs';
import { sampleColumns, sampleResults, sampleRun } from '../review/sampleRun';
import { temporaryFolder } from '../temporaryFolder';

const NOW = new Date('2026-05-01T12:00:00Z');
const decision = { path: 'cat/1.png', decision: { action: 'exclude' } } as const;
const entryOf = (decided: typeof decision & { givenLabel?: string }): JournalEntry => ({
  v: 1,
  type: 'decide',
  id: 'a',
  at: '2026-04-01T12:00:00Z',
  decisions: [decided],
});

describe('tidyStore', () => {
  const root = temporaryFolder();
  let location: StoreLocation;
  beforeEach(async () => {
    location = { root: root(), folder: path.join(root(), '.label-review'), isFallback: false };
    await ensureStore(location);
  });

  const at = (...names: string[]) => path.join(location.folder, ...names);
  const tidy = (entries: readonly JournalEntry[] = []) => tidyStore(location, { entries, now: NOW });
  const runIds = async () => (await readdir(at('runs'))).sort();
  const results = sampleResults(['cat/1.png', 'cat', 'dog']);
  const finish = (id: string) =>
    writeRun(location, {
      summary: { ...sampleRun(results), id },
      results: sampleColumns(results),
      predProbs: Float64Array.of(0, 0, 1),
    });
  const breakOff = async (id: string) => {
    await mkdir(at('runs', id, 'columns'), { recursive: true });
    await writeFile(at('runs', id, 'columns', 'ranks.npy'), '');
  };
  const leave = async (file: string, hoursAgo: number) => {
    await writeFile(file, 'x');
    const then = new Date(NOW.getTime() - hoursAgo * 3_600_000);
    await utimes(file, then, then);
  };

  it('removes runs that were broken off, and no others', async () => {
    await finish('20260401-100000-aaaa');
    await breakOff('20260401-110000-bbbb');
    await mkdir(at('runs', 'of a newer version'), { recursive: true });
    await mkdir(at('runs', 'notes'));
    await mkdir(at('runs', '20260401-120000-cccc'));
    await writeFile(at('runs', '20260401-120000-cccc', 'run.json'), '{"schema":99}');
    await tidy();
    assert.deepEqual(await runIds(), [
      '20260401-100000-aaaa',
      '20260401-120000-cccc',
      'notes',
      'of a newer version',
    ]);
  });

  it('keeps the newest runs', async () => {
    const ids = Array.from(
      { length: KEPT_RUNS + 3 },
      (_, i) => `20260401-1000${String(i).padStart(2, '0')}-aaaa`,
    );
    for (const id of ['20260401-095959-aaaa', 'named', ...ids]) await finish(id);
    await tidy([entryOf({ ...decision, givenLabel: 'cat' })]);
    assert.deepEqual(
      (await runIds()).filter((id) => id !== 'named'),
      ids.slice(4),
    );
    assert.ok((await runIds()).includes('named'));
  });

  it('keeps all runs where only they say what a decision is about', async () => {
    const ids = Array.from(
      { length: KEPT_RUNS + 3 },
      (_, i) => `20260401-1000${String(i).padStart(2, '0')}-aaaa`,
    );
    for (const id of ids) await finish(id);
    await tidy([entryOf(decision)]);
    assert.deepEqual(await runIds(), ids);
  });

  it('removes temporary files that are old, and nothing that looks otherwise', async () => {
    await finish('20260401-100000-aaaa');
    await makeCache(at('cache'));
    const old = [
      at('decisions.jsonl'),
      at('cache', 'a.u8'),
      at('runs', '20260401-100000-aaaa', 'b.json'),
    ].map(temporaryBeside);
    for (const file of old) await leave(file, 2);
    const young = temporaryBeside(at('cache', 'c.u8'));
    await leave(young, 0.5);
    await leave(at('cache', '.mine.tmp'), 100);
    await tidy();
    const left = ['.mine.tmp', path.basename(young), 'CACHEDIR.TAG'];
    assert.deepEqual((await readdir(at('cache'))).sort(), left.sort());
    assert.deepEqual((await readdir(location.folder)).sort(), ['.gitignore', 'cache', 'runs']);
    assert.ok(!(await readdir(at('runs', '20260401-100000-aaaa'))).includes(path.basename(old[2]!)));
  });

  it('leaves a cache alone that does not bear our mark', async () => {
    await mkdir(at('cache'));
    const file = temporaryBeside(at('cache', 'a.u8'));
    await leave(file, 2);
    await tidy();
    assert.deepEqual(await readdir(at('cache')), [path.basename(file)]);
  });

  it('knows its folder when git has checked it out on Windows', async () => {
    const file = at('.gitignore');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('\n', '\r\n'));
    await breakOff('20260401-110000-bbbb');
    await tidy();
    assert.deepEqual(await runIds(), []);
  });

  it('touches nothing in a folder that we have not made', async () => {
    await writeFile(at('.gitignore'), 'something else');
    await breakOff('20260401-110000-bbbb');
    await tidy();
    assert.deepEqual(await runIds(), ['20260401-110000-bbbb']);
  });

  it('follows no link out of the store', async () => {
    const outside = path.join(root(), 'outside');
    await mkdir(outside);
    await writeFile(path.join(outside, 'precious'), '');
    await mkdir(at('runs'));
    await symlink(outside, at('runs', '20260401-110000-bbbb'), 'junction');
    await tidy();
    assert.deepEqual(await readdir(outside), ['precious']);
  });
});
