import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { Emitter } from '../../../../src/review/emitter';
import type { Datasets } from '../../../../src/host/datasets';
import type { OpenDataset } from '../../../../src/review/openReview';
import type { ReviewSession } from '../../../../src/review/reviewSession';
import { createStopUpdates } from '../../../../src/host/gallery/stopUpdates';
import type { HostEvent } from '../../../../src/shared/galleryProtocol';
import type { RunSummary } from '../../../../src/core/run/run';
import { openRun } from '../../../../src/store/openRun';
import { locateStore } from '../../../../src/store/location';
import { temporaryFolder } from '../../temporaryFolder';
import { sampleResults, sampleRun } from '../../review/sampleRun';
import { sampleSession } from '../../review/sampleSession';

const RESULTS = sampleResults(['a', 'cat', 'dog'], ['b', 'dog', 'cat'], ['c', 'cat', 'cat']);

describe('updates of where to stop', () => {
  const root = temporaryFolder();

  async function open(): Promise<OpenDataset & { readonly session: ReviewSession }> {
    const run = sampleRun(RESULTS);
    const { journal, session } = sampleSession(run, RESULTS);
    const location = await locateStore(root(), root());
    const open = (summary: RunSummary) => openRun(location, summary);
    return { name: 'data', location, journal, runs: [run], openRun: open, problems: [], session };
  }

  it('follow decisions, and count an undone one no longer', async () => {
    const { session } = await open();
    const decide = (start: number) =>
      session.review({ kind: 'accept', targets: { viewVersion: 1, ranges: [[start, start + 1]] } });
    assert.deepEqual((await session.stopping())?.recent, { images: 0, wrong: 0 });
    await decide(0);
    await session.review({ kind: 'keep', targets: { viewVersion: 1, ranges: [[1, 2]] } });
    assert.deepEqual((await session.stopping())?.recent, { images: 2, wrong: 1 });
    assert.equal((await session.stopping())?.canStop, true, 'nothing is left');
    await session.review({ kind: 'undo' });
    assert.deepEqual((await session.stopping())?.recent, { images: 1, wrong: 1 });
    // Of the third image, which is no suspect, the run says that its label is right with 2/3.
    assert.ok(Math.abs((await session.stopping())!.otherErrors - 1 / 3) < 1e-9);
  });

  it('reach the gallery of the dataset', async () => {
    const dataset = await open();
    const changes = new Emitter<string>();
    const posts = new EventEmitter();
    const updates = createStopUpdates({
      datasets: { get: () => Promise.resolve(dataset), onDidChangeReview: changes.event } satisfies Pick<
        Datasets,
        'get' | 'onDidChangeReview'
      >,
      post: (to, event) => posts.emit('post', to, event),
      log: { error: (message) => assert.fail(message) },
    });
    const posted = once(posts, 'post');
    changes.fire('/data');
    const [to, event] = (await posted) as [string, HostEvent]; // as emitted above
    assert.equal(to, '/data');
    assert.ok(event.type === 'stopping' && event.stopping?.left.images === 2);
    updates.dispose();
  });
});
