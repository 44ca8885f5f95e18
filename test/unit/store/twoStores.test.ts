import assert from 'node:assert/strict';
import { access, appendFile, chmod, constants, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { wordMessage } from '../../../src/core/words/message';
import { openReview } from '../../../src/review/openReview';
import { listAllRuns } from '../../../src/store/allRuns';
import { describeStore } from '../../../src/core/words/describeStore';
import {
  journalFile,
  locateStore,
  runsFolder,
  storeAt,
  type StoreLocation,
} from '../../../src/store/location';
import { openRun } from '../../../src/store/openRun';
import { openStoreJournal } from '../../../src/store/journal/replayJournal';
import { writeRun } from '../../../src/store/runs';
import { sampleColumns, sampleResults, sampleRun } from '../review/sampleRun';
import { temporaryFolder } from '../temporaryFolder';
import { noSearch } from '../review/noSearch';

const ROWS = sampleResults(['a', 'cat', 'dog'], ['b', 'dog', 'cat']);

const keep = (id: string, hour: number, image = 'a') =>
  ({
    v: 1,
    type: 'decide',
    id,
    at: `2026-01-01T${hour}:00:00Z`,
    decisions: [{ path: image, decision: { action: 'keep' } }],
  }) as const;

describe('a dataset with two stores', () => {
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'data');
  const fallback = () => path.join(folder(), 'cache');
  const locate = () => locateStore(root(), fallback());
  let elsewhere: StoreLocation;

  /** As it was read-only for a while: there is a store elsewhere. */
  beforeEach(async () => {
    const { folder: there } = await locateStore(root(), fallback()); // before it exists, it cannot be written
    elsewhere = storeAt(root(), there);
    await mkdir(root());
    await mkdir(elsewhere.folder, { recursive: true });
  });

  const write = async (store: Pick<StoreLocation, 'folder'>, ...entries: readonly object[]) => {
    await mkdir(store.folder, { recursive: true });
    await writeFile(journalFile(store), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  };
  const addRun = (store: StoreLocation, id: string, label: string) => {
    const rows = sampleResults(['a', label, 'bird']);
    const createdAt = id.replace(/^(\d{4})(\d\d)(\d\d).*/u, '$1-$2-$3T00:00:00.000Z');
    const summary = { ...sampleRun(rows), id, createdAt };
    return writeRun(store, { summary, results: sampleColumns(rows), predProbs: new Float32Array(3) });
  };

  it('takes an empty one for none', async () => {
    const location = await locate();
    assert.deepEqual([location.isFallback, location.other], [false, undefined]);
    assert.deepEqual(describeStore(location), []);
  });

  it('reads what was decided while it was read-only, in the order of time, and says so', async () => {
    await write(elsewhere, keep('while', 12));
    const location = await locate();
    assert.equal(location.other, elsewhere.folder);
    await write(location, keep('before', 10), keep('after', 14));
    const journal = await openStoreJournal(location);
    assert.deepEqual(journal.entries, [keep('before', 10), keep('while', 12), keep('after', 14)]);
    assert.deepEqual(
      describeStore(location).map((sentence) => wordMessage(sentence)),
      [
        `What was decided and found while the folder could not be written is read as well, from ${elsewhere.folder}.`,
      ],
    );
  });

  it('writes to its own journal only, and undoes there what stands in the other', async () => {
    await write(elsewhere, keep('while', 12));
    const location = await locate();
    const before = await readFile(journalFile(elsewhere), 'utf8');
    const run = sampleRun(ROWS);
    await writeRun(location, { summary: run, results: sampleColumns(ROWS), predProbs: new Float32Array(6) });
    const options = {
      viewOf: () => undefined,
      searchSimilar: noSearch,
      createId: () => 'new',
      now: () => new Date('2026-01-02T00:00:00Z'),
    };
    const { session } = await openReview(location, options);
    assert.equal(session!.counts.kept, 1);
    await session!.review({ kind: 'undo' });
    assert.equal(session!.counts.kept, 0);
    assert.equal(await readFile(journalFile(elsewhere), 'utf8'), before);
    assert.match(await readFile(journalFile(location), 'utf8'), /"type":"undo","of":"while"/);
    assert.equal((await openReview(location, options)).session!.counts.kept, 0);
  });

  it('replays both when the other one changes, and names its lines that cannot be used', async () => {
    await write(elsewhere, keep('while', 12));
    const location = await locate();
    const journal = await openStoreJournal(location);
    assert.deepEqual(await journal.append(keep('own', 14)), { kind: 'added', entries: [keep('own', 14)] });
    await write(elsewhere, keep('while', 12), keep('later', 13), 'what?' as unknown as object);
    const news = { kind: 'replaced', entries: [keep('while', 12), keep('later', 13), keep('own', 14)] };
    assert.deepEqual(await journal.refresh(), news);
    assert.equal(journal.problems.length, 1);
    assert.deepEqual(await journal.refresh(), { kind: 'added', entries: [] });
  });

  it('tells what is new in the other one also after an append that failed', async () => {
    await write(elsewhere, keep('while', 12));
    const location = await locate();
    const journal = await openStoreJournal(location);
    await write(location, keep('own', 14));
    await appendFile(journalFile(location), '<<<<<<< HEAD\n');
    await write(elsewhere, keep('while', 12), keep('later', 13));
    await assert.rejects(journal.append(keep('new', 15)), { code: 'journal-conflict' });
    const entries = [keep('while', 12), keep('later', 13), keep('own', 14)];
    assert.deepEqual(await journal.refresh(), { kind: 'replaced', entries });
    assert.deepEqual(journal.entries, entries);
    assert.deepEqual(await journal.refresh(), { kind: 'added', entries: [] });
  });

  it('goes on without the other journal where that cannot be read, and says so', async () => {
    await mkdir(path.join(elsewhere.folder, 'runs'), { recursive: true });
    const location = await locate();
    await mkdir(journalFile(elsewhere));
    const journal = await openStoreJournal(location);
    assert.match(journal.problems[0] ?? '', /decisions\.jsonl cannot be read \(EISDIR\)/);
    await journal.append(keep('own', 14));
    assert.deepEqual(journal.entries, [keep('own', 14)]);
  });

  it('has the runs of both, each read from where it is', async () => {
    await addRun(elsewhere, '20260102-000000-aaaa', 'cat');
    const location = await locate();
    await addRun(location, '20260101-000000-aaaa', 'dog');
    await addRun(location, '20260103-000000-aaaa', 'dog');
    const runs = await listAllRuns(location);
    assert.deepEqual(
      runs.map(({ id }) => id),
      ['20260103-000000-aaaa', '20260102-000000-aaaa', '20260101-000000-aaaa'],
    );
    const labels: string[] = [];
    for (const run of runs) await openRun(location, run).eachImage((image) => labels.push(image.givenLabel));
    assert.deepEqual(labels, ['dog', 'cat', 'dog']);
  });

  it('names a run that cannot be used only where it may be newer than the runs of both', async () => {
    await addRun(elsewhere, '20210101-000000-aaaa', 'cat');
    const location = await locate();
    await addRun(location, '20260101-000000-aaaa', 'dog');
    for (const [store, id] of [
      [elsewhere, '20200101-000000-bbbb'],
      [elsewhere, '20220101-000000-bbbb'],
      [location, '20270101-000000-bbbb'],
      [elsewhere, '20280101-000000-bbbb'],
    ] as const) {
      await mkdir(path.join(runsFolder(store), id), { recursive: true });
      await writeFile(path.join(runsFolder(store), id, 'run.json'), '{');
    }
    const problems: string[] = [];
    const runs = await listAllRuns(location, (sentence) => problems.push(sentence));
    assert.deepEqual(
      runs.map(({ id }) => id),
      ['20260101-000000-aaaa', '20210101-000000-aaaa'],
    );
    assert.deepEqual(
      problems.map((sentence) => /\d{8}-\d{6}-\w{4}/u.exec(sentence)?.[0]),
      ['20280101-000000-bbbb', '20270101-000000-bbbb'],
    );
  });

  it('passes a store over in which nothing may be read, and says so', async () => {
    await write(elsewhere);
    await mkdir(runsFolder(elsewhere));
    await rename(elsewhere.folder, `${elsewhere.folder}-file`);
    await writeFile(elsewhere.folder, 'in the way');
    const location = await locate();
    assert.equal(location.other, undefined);
    assert.match(
      wordMessage(describeStore(location)[0]!),
      /is not known here: .*is a file where a folder is needed/,
    );
  });

  it('reads the one in a dataset that is read-only', async () => {
    const own = path.join(root(), '.label-review');
    await write({ folder: own }, keep('before', 10));
    await chmod(own, 0o555);
    // The administrator may write everywhere, and so may all on Windows.
    const isReadOnly = await access(own, constants.W_OK).then(
      () => false,
      () => true,
    );
    const location = isReadOnly ? await locate() : { ...elsewhere, other: own };
    assert.deepEqual([location.isFallback, location.folder], [true, elsewhere.folder]);
    assert.deepEqual((await openStoreJournal(location)).entries, [keep('before', 10)]);
    assert.equal(describeStore(location).length, 2);
    await chmod(own, 0o755);
  });
});
