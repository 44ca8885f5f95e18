import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '../../../src/core/appError';
import type { ResultRow } from '../../../src/core/run/run';
import { Datasets } from '../../../src/host/datasets';
import { createGalleryHandlers } from '../../../src/review/galleryHandlers';
import type { Remembered } from '../../../src/review/galleryMemory';
import type { SearchSimilar } from '../../../src/review/openReview';
import { SuspectDetailsReader } from '../../../src/review/suspectDetails';
import { DEFAULT_VIEW, type Targets } from '../../../src/shared/galleryProtocol';
import { ensureStore, locateStore } from '../../../src/store/location';
import { writeRun } from '../../../src/store/runs';
import { sampleColumns, sampleResults, sampleRun } from './sampleRun';
import { noSearch } from './noSearch';
import { ENGLISH } from '../../../src/core/words/message';

const RESULTS = sampleResults(
  ['cat/d.png', 'cat', 'dog'],
  ['cat/a.png', 'cat', 'bird'],
  ['dog/c.png', 'dog', 'cat'],
  ['dog/fine.png', 'dog', 'dog'],
);

describe('the gallery on a real store', () => {
  let root = '';
  let remembered = new Map<string, Remembered>();

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'label-review-host-'));
    remembered = new Map();
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  /** Opens the dataset as a window that has just been loaded does. */
  function openWindow(searchSimilar: SearchSimilar = noSearch) {
    const memory = {
      get: (dataset: string) => remembered.get(dataset),
      set: (dataset: string, value: Remembered) => {
        remembered.set(dataset, value);
        return Promise.resolve();
      },
    };
    let lastId = remembered.size;
    const opened: string[] = [];
    const datasets = new Datasets({
      fallbackStore: path.join(root, 'fallback'),
      memory,
      searchSimilar,
      createId: () => `${Date.parse('2026-01-01')}-${++lastId}`,
      now: () => new Date('2026-01-02T03:04:05Z'),
    });
    const handlers = createGalleryHandlers({
      root,
      open: () => datasets.get(root),
      adoptRun: () => datasets.reload(root, { keepsView: true }),
      memory,
      progress: () => null,
      wording: ENGLISH,
      thumbnailUri: ({ path: image }) =>
        Promise.resolve(image.startsWith('cat') ? `thumb:${image}` : undefined),
      openImage: ({ path: image }) => {
        opened.push(image);
        return Promise.resolve();
      },
      revealImage: (image) => {
        opened.push(`reveal ${image}`);
        return Promise.resolve();
      },
      copyPaths: (images) => {
        opened.push(`copy ${images.join(' ')}`);
        return Promise.resolve();
      },
      details: (session, suspect) =>
        new SuspectDetailsReader({
          openRun: async (run) => (await datasets.get(root)).openRun(run),
          thumbnailUri: ({ path: image }) => Promise.resolve(`thumb:${image}`),
          imageFile: ({ path: image }) => Promise.resolve({ bytes: 5, address: `file:${image}` }),
        }).read(session, suspect),
      keys: () => ({}),
      runCommand: (command) => opened.push(command),
    });
    return { handlers, datasets, opened };
  }

  async function saveRun(results: readonly ResultRow[], id = 'run-1'): Promise<void> {
    const location = await locateStore(root, root);
    await ensureStore(location);
    // Rows in the order of the paths; in row i, class i % 3 leads.
    const predProbs = Float32Array.from({ length: results.length * 3 }, (_, i) =>
      i % 3 === Math.floor(i / 3) % 3 ? 0.5 : 0.25,
    );
    await writeRun(location, {
      summary: { ...sampleRun(results), id },
      results: sampleColumns(results),
      predProbs,
    });
  }

  it('shows again what was similar, with a notice where it cannot be found, and keeps it over a new run', async () => {
    await saveRun(RESULTS);
    const view = { query: 'similar:cat/a.png', sort: 'rank' } as const;
    remembered.set(root, { runId: 'run-1', view, place: null, focusPath: null });
    let searches = 0;
    const refuse = () => {
      searches++;
      return Promise.reject(new AppError('no-embeddings', 'The cache is gone.'));
    };
    const { handlers, datasets } = openWindow(refuse);
    assert.deepEqual((await datasets.get(root)).problems, []);
    assert.equal(searches, 0);
    const state = await handlers.ready();
    assert.ok(state.notices.includes('The cache is gone.'));
    assert.deepEqual([searches, state.view.query], [1, '']);

    const found = (paths: readonly string[]) =>
      paths.map((path) => ({ image: 1, path, givenLabel: '', similarity: 0.5 }));
    const next = openWindow(({ runId = '', images }) =>
      Promise.resolve({ runId, encoder: '', asked: found(images), found: [], images: 4, without: 0 }),
    );
    await next.datasets.get(root);
    await saveRun(RESULTS, 'run-2');
    const { state: adopted } = await next.handlers.adoptOrder({
      place: { viewVersion: 1, focus: 0, selection: [] },
    });
    assert.deepEqual([adopted.runId, adopted.view], ['run-2', view]);
    assert.equal(adopted.counts.inView, 1);
  });

  it('says which runs cannot be used, and shows the newest one that can', async () => {
    await saveRun(RESULTS);
    const location = await locateStore(root, root);
    const damaged = path.join(location.folder, 'runs', 'run-2', 'run.json');
    await mkdir(path.dirname(damaged));
    await writeFile(damaged, '{"schema": 1');
    const state = await openWindow().handlers.ready();
    assert.equal(state.runId, 'run-1');
    assert.deepEqual(state.notices, [
      `An older run is shown, for a newer one could not be used: Cannot use ${damaged}: it is not JSON; find wrong labels again to replace it.`,
    ]);
  });

  it('shows the newest run that is whole, and none where none is', async () => {
    await saveRun(RESULTS);
    await saveRun(RESULTS, 'run-2');
    const { folder } = await locateStore(root, root);
    const cut = (runId: string) =>
      writeFile(path.join(folder, 'runs', runId, 'columns', 'path.jsonl'), '"cat/a.png"\n');
    await cut('run-2');
    const { handlers, datasets } = openWindow();
    const state = await handlers.ready();
    assert.deepEqual([state.runId, state.counts.suspects, state.images], ['run-1', 3, 4]);
    assert.match(
      state.notices[0]!,
      /^An older run is shown, .*run-2.*path\.jsonl: it holds 1 image instead of 4/u,
    );
    const { session } = await datasets.reload(root);
    assert.equal(session, (await datasets.get(root)).session);
    assert.equal(session?.viewVersion, state.viewVersion, 'the review goes on');
    await cut('run-1');
    assert.equal((await datasets.reload(root)).session, session, 'it is in memory');
    await assert.rejects(openWindow().handlers.ready(), {
      code: 'run-damaged',
      message: /run-2.*path\.jsonl/u,
    });
  });

  it('says so when the dataset has never been searched', async () => {
    const { handlers } = openWindow();
    const state = await handlers.ready();
    assert.equal(state.status, 'none');
    assert.equal(state.runId, null);
    assert.equal(state.datasetName, path.basename(root));
    await assert.rejects(handlers.getRows({ viewVersion: 0, start: 0, count: 5 }), {
      code: 'no-run',
    });
  });

  it('gives the state, and rows with their thumbnails', async () => {
    await saveRun(RESULTS);
    const { handlers, opened } = openWindow();
    const state = await handlers.ready();
    assert.equal(state.status, 'ready');
    assert.equal(state.images, 4);
    assert.equal(state.counts.suspects, 3);
    assert.equal(state.place, null);
    const { viewVersion } = state;
    const { rows } = await handlers.getRows({ viewVersion, start: 1, count: 5 });
    assert.deepEqual(rows[0], {
      position: 1,
      path: 'cat/a.png',
      givenLabel: 'cat',
      suggestedLabel: 'bird',
      labelQuality: 0.25,
      suggestedProbability: 0.75,
      rank: 2,
      thumbnail: 'thumb:cat/a.png',
      decision: null,
    });
    assert.equal(rows[1]?.thumbnail, undefined);
    await handlers.openImage({ viewVersion, position: 2 });
    await handlers.runCommand({ command: 'export' });
    assert.deepEqual(opened, ['dog/c.png', 'export']);
  });

  it('reads why a suspect was flagged, finds the next undecided one and those of its pair', async () => {
    await saveRun(RESULTS);
    const { handlers, opened } = openWindow();
    const { viewVersion } = await handlers.ready();
    // dog/c.png is the third path: its row leads with class 2, "dog".
    const details = await handlers.getDetails({ viewVersion, position: 2 });
    assert.deepEqual(details.classes[0], { label: 'dog', probability: 0.5 });
    assert.equal(details.classes.length, 3);
    assert.equal(details.original, 'file:dog/c.png');
    assert.deepEqual(details.neighbours, []);
    const targets = { viewVersion, ranges: [[0, 1] satisfies [number, number]] };
    await handlers.review({ request: { kind: 'keep', targets } });
    const next = { from: 1, skip: { viewVersion, ranges: [[2, 3]] } } as const;
    assert.deepEqual(await handlers.nextUndecided({ ...next, skip: { viewVersion, ranges: [] } }), {
      position: 2,
    });
    assert.deepEqual(await handlers.nextUndecided({ ...next, skip: { viewVersion, ranges: [[2, 3]] } }), {
      position: null,
    });
    assert.deepEqual(await handlers.getPair({ viewVersion, position: 0 }), { ranges: [] });
    assert.deepEqual(await handlers.getPair({ viewVersion, position: 1 }), {
      ranges: [[1, 2]],
    });
    await handlers.revealImage({ viewVersion, position: 1 });
    const second: Targets = { viewVersion, ranges: [[1, 2]] };
    assert.deepEqual(await handlers.copyPaths({ targets: second }), { copied: 1, inside: 0 });
    assert.deepEqual(opened, ['reveal cat/a.png', 'copy cat/a.png']);
  });

  it('comes back to the same decisions, view and suspect after a reload', async () => {
    await saveRun(RESULTS);
    const before = openWindow().handlers;
    await before.ready();
    const { viewVersion } = await before.setView({
      view: { query: 'unreviewed', sort: 'path' },
    });
    await before.rememberPlace({ place: { focus: 2, scrollTop: 40, cellSize: 120 } });
    const targets = { viewVersion, ranges: [[0, 1] satisfies [number, number]] };
    await before.review({ request: { kind: 'exclude', targets } });

    const state = await openWindow().handlers.ready();
    assert.deepEqual(state.view, { query: 'unreviewed', sort: 'path' });
    assert.equal(state.counts.excluded, 1);
    assert.equal(state.counts.inView, 2);
    assert.equal(state.counts.canUndo, true);
    // cat/a.png has left the view, so dog/c.png has moved from position 2 to 1.
    assert.deepEqual(state.place, { focus: 1, scrollTop: 40, cellSize: 120 });
  });

  it('starts a new run with a fresh view, under a version no old page holds, and keeps the decisions', async () => {
    await saveRun(RESULTS);
    const { handlers, datasets } = openWindow();
    const old = await handlers.ready();
    const targets = { viewVersion: old.viewVersion, ranges: [[0, 1] satisfies [number, number]] };
    await handlers.review({ request: { kind: 'accept', targets } });
    await handlers.rememberPlace({ place: { focus: 1, scrollTop: 9, cellSize: 120 } });
    await saveRun(RESULTS.slice(0, 2), 'run-2');
    await datasets.reload(root);
    const state = await handlers.ready();
    assert.equal(state.runId, 'run-2');
    assert.deepEqual(state.view, DEFAULT_VIEW);
    assert.equal(state.place, null);
    assert.equal(state.counts.relabelled, 1);
    await assert.rejects(handlers.review({ request: { kind: 'keep', targets } }), {
      code: 'view-changed',
    });
  });

  it('takes over a run that has learnt from the decisions, with the view and the image at hand', async () => {
    await saveRun(RESULTS);
    const { handlers } = openWindow();
    await handlers.ready();
    const view = { query: 'class:cat', sort: 'live' } as const;
    const { viewVersion } = await handlers.setView({ view });
    const targets = { viewVersion, ranges: [[0, 1] satisfies [number, number]] };
    await handlers.review({ request: { kind: 'accept', targets } });
    // What was decided is no suspect any more, and another image has become one.
    await saveRun(
      sampleResults(['cat/b.png', 'cat', 'dog'], ['cat/a.png', 'cat', 'dog'], ['cat/d.png', 'cat', 'cat']),
      'run-2',
    );
    const adopted = await handlers.adoptOrder({ place: { viewVersion, focus: 1, selection: [[0, 2]] } });
    const { state, place } = adopted;
    assert.equal(state.runId, 'run-2');
    assert.deepEqual(state.view, view);
    assert.deepEqual(place, { focus: 1, isSameImage: true, selection: [[1, 2]] });
    assert.equal(state.counts.reviewed, 0);
    assert.equal(state.counts.canUndo, true);
    const { rows } = await handlers.getRows({ viewVersion: state.viewVersion, start: 0, count: 9 });
    assert.deepEqual(
      rows.map(({ path: image }) => image),
      ['cat/b.png', 'cat/a.png'],
    );
    await assert.rejects(handlers.review({ request: { kind: 'keep', targets } }), { code: 'view-changed' });
    const undone = await handlers.review({ request: { kind: 'undo' } });
    assert.equal(undone.counts.canUndo, false);
  });

  it('reads again what could not be read before', async () => {
    const { handlers, datasets } = openWindow();
    assert.equal((await handlers.ready()).status, 'none');
    await saveRun(RESULTS);
    await datasets.reload(root);
    assert.equal((await handlers.ready()).status, 'ready');
  });
});
