import assert from 'node:assert/strict';
import { appendFile, mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../src/core/appError';
import { DEFAULT_VIEW } from '../../../src/shared/galleryProtocol';
import { ENGLISH, wordMessage } from '../../../src/core/words/message';
import { galleryState } from '../../../src/review/galleryState';
import { openReview, type OpenDataset } from '../../../src/review/openReview';
import { ReviewSession } from '../../../src/review/reviewSession';
import { replayJournal } from '../../../src/store/journal/replayJournal';
import { ensureStore, journalFile, locateStore, type StoreLocation } from '../../../src/store/location';
import { createRunOpener } from '../../../src/store/openRun';
import { writeRun } from '../../../src/store/runs';
import { unpackFolder } from '../../../src/store/unpackFolder';
import { temporaryFolder } from '../temporaryFolder';
import { sampleColumns, sampleResults, sampleRun } from './sampleRun';
import { noSearch } from './noSearch';

const RESULTS = sampleResults(['a', 'cat', 'dog'], ['b', 'dog', 'cat'], ['c', 'cat', 'cat']);

const OPTIONS = {
  viewOf: () => undefined,
  searchSimilar: noSearch,
  createId: () => `${Math.random()}`,
  now: () => new Date(0),
};

describe('opening a review', () => {
  const root = temporaryFolder();
  let location: StoreLocation;

  beforeEach(async () => {
    location = await locateStore(root(), root());
    await ensureStore(location);
  });

  const saveRun = (id: string) =>
    writeRun(location, {
      summary: { ...sampleRun(RESULTS), id },
      results: sampleColumns(RESULTS),
      predProbs: new Float32Array(9).fill(1 / 3),
    });

  it('gives no session before the first run', async () => {
    assert.equal((await openReview(location, OPTIONS)).session, undefined);
  });

  it('replays the journal, says which of its lines cannot be read, and takes the view it is given', async () => {
    await saveRun('run-1');
    const { journal } = await replayJournal(location, []);
    await journal.append({
      v: 1,
      type: 'decide',
      id: '1',
      at: '2026-01-02T03:04:05Z',
      decisions: [{ path: 'b', decision: { action: 'keep' } }],
    });
    await appendFile(journalFile(location), 'what?\n');
    const view = { query: 'reviewed', sort: 'path' } as const;
    const viewOf = (runId: string) => (runId === 'run-1' ? view : undefined);
    const opened = await openReview(location, { ...OPTIONS, viewOf });
    assert.deepEqual(opened.session?.view, view);
    assert.equal(opened.session.counts.inView, 1);
    assert.deepEqual(opened.journal.problems, [`${journalFile(location)}, line 2: it is not JSON`]);
  });

  it('looks again for the similar images that were shown when a gallery asks, or says there why not', async () => {
    await saveRun('run-1');
    const view = { query: 'similar:b', sort: 'rank' } as const;
    const searches: unknown[] = [];
    const similar = (image: number, path: string) => ({ image, path, givenLabel: '', similarity: 0.5 });
    const opened = await openReview(location, {
      ...OPTIONS,
      viewOf: () => view,
      searchSimilar: (search) => {
        searches.push(search);
        const [asked, found] = [[similar(1, 'b')], [similar(2, 'c')]];
        return Promise.resolve({ runId: 'run-1', encoder: '', asked, found, images: 3, without: 0 });
      },
    });
    const search = { root: root(), runId: 'run-1', images: ['b'], count: 100, thumbnails: true };
    const session = opened.session!;
    assert.deepEqual([searches, session.view.query], [[], ''], 'an export need not wait');
    assert.deepEqual(await opened.findAgain?.(), []);
    assert.deepEqual([searches, opened.problems, session.view], [[search], [], view]);
    const again = await openReview(location, { ...OPTIONS, before: opened });
    assert.deepEqual(await again.findAgain?.(), []);
    assert.equal(searches.length, 1);
    const shown = session.shown(session.viewVersion, 0, 5).map(({ row }) => [row.path, row.givenLabel]);
    assert.deepEqual(shown, [
      ['b', 'dog'],
      ['c', 'cat'],
    ]);

    const refused = await openReview(location, {
      ...OPTIONS,
      viewOf: () => view,
      searchSimilar: () => Promise.reject(new AppError('no-embeddings', 'The cache is gone.')),
    });
    const unfound = (await refused.findAgain?.())!;
    assert.deepEqual([refused.problems, unfound], [[], ['The cache is gone.']]);
    assert.deepEqual([refused.session?.view.query, refused.session?.counts.inView], ['', 2]);
    const given = {
      dataset: refused,
      unfound,
      remembered: undefined,
      progress: null,
      keys: {},
      wording: ENGLISH,
    };
    assert.ok((await galleryState(given)).notices.includes('The cache is gone.'));
  });

  it('looks for similar images no more once another view was asked for', async () => {
    await saveRun('run-1');
    const viewOf = () => ({ query: 'similar:b', sort: 'rank' }) as const;
    const { session, findAgain } = await openReview(location, { ...OPTIONS, viewOf });
    await session!.setView({ query: 'class:dog', sort: 'rank' });
    assert.deepEqual([await findAgain?.(), session!.view.query], [[], 'class:dog']);
  });

  it('says that what was unpacked for the run is gone', async () => {
    const place = { file: 'ab-cd.bin', unpackedFrom: 'a.parquet', range: { offset: 0, bytes: 1 } };
    const rows = RESULTS.map((row) => ({ ...row, place }));
    const results = { ...sampleColumns(rows), places: rows.map((row) => row.place) };
    const summary = { ...sampleRun(rows), id: 'run-1', hasPlaces: true as const };
    await writeRun(location, { summary, results, predProbs: new Float32Array(9) });
    const said = async () => {
      const { sinceRun = [] } = await openReview(location, OPTIONS);
      return sinceRun.map((sentence) => wordMessage(sentence));
    };
    assert.deepEqual(await said(), [
      'What was unpacked out of a.parquet was deleted with the cache, so nothing can be decided about images in it. Find wrong labels again: that unpacks them.',
    ]);
    await mkdir(unpackFolder(location), { recursive: true });
    await writeFile(path.join(unpackFolder(location), place.file), '');
    assert.deepEqual(await said(), []);
  });

  it('says that the labels have been written since the run', async () => {
    const file = path.join(root(), 'labels.csv');
    await writeFile(file, '');
    const labelSource = { kind: 'csv', file, pathColumn: 'path', labelColumn: 'label' } as const;
    const summary = {
      ...sampleRun(RESULTS),
      id: 'run-1',
      labelSource,
      createdAt: '2020-01-01T00:00:00.000Z',
    };
    await writeRun(location, { summary, results: sampleColumns(RESULTS), predProbs: new Float32Array(9) });
    const dataset = await openReview(location, OPTIONS);
    const given = { dataset, unfound: [], remembered: undefined, progress: null, keys: {}, wording: ENGLISH };
    assert.match((await galleryState(given)).notices[0]!, /labels\.csv has been written since this search/);
    await utimes(file, new Date(0), new Date(0));
    assert.deepEqual((await openReview(location, OPTIONS)).sinceRun, []);
  });

  it('goes on with the review of a run that is still the newest', async () => {
    await saveRun('run-1');
    const before = await openReview(location, OPTIONS);
    const again = await openReview(location, { ...OPTIONS, before });
    assert.equal(again.session, before.session);
    assert.equal(again.openRun(again.runs[0]!), before.openRun(before.runs[0]!));
  });

  it('knows the decision that was on its way to the disk when a new run is opened', async () => {
    await saveRun('run-1');
    const { journal, log } = await replayJournal(location, []);
    let release: () => void = () => assert.fail();
    const held = new Promise<void>((resolve) => (release = resolve));
    const session = new ReviewSession({
      ...OPTIONS,
      run: { ...sampleRun(RESULTS), id: 'run-1' },
      images: { rows: RESULTS, otherErrors: 0 },
      journal: {
        ...journal,
        append: (entry) => held.then(() => journal.append(entry)),
        refresh: () => journal.refresh(),
      },
      log,
      view: DEFAULT_VIEW,
      viewVersion: 1,
      findSimilar: noSearch,
    });
    const openRun = createRunOpener(location);
    const before: OpenDataset = { name: '', location, journal, runs: [], openRun, problems: [], session };
    const saved = session.review({ kind: 'keep', targets: { viewVersion: 1, ranges: [[0, 1]] } });
    await saveRun('run-2');
    const opening = openReview(location, { ...OPTIONS, before });
    // An opening that did not wait would be over by the end of this one.
    await openReview(location, OPTIONS);
    release();
    const { session: next } = await opening;
    await saved;
    assert.equal(next?.run.id, 'run-2');
    assert.deepEqual(next.log.decisionOf('a'), { action: 'keep' });
    assert.equal(next.counts.kept, 1);
    assert.equal(next.viewVersion, 2);
  });
});
