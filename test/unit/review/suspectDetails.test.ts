import assert from 'node:assert/strict';
import { pixelsInMemory } from '../../../src/core/dataset/pixelsInMemory';
import { SuspectDetailsReader } from '../../../src/review/suspectDetails';
import { Datasets } from '../../../src/host/datasets';
import { writeEvidence } from '../../../src/store/evidence';
import { ensureStore, locateStore } from '../../../src/store/location';
import { writeRun } from '../../../src/store/runs';
import { temporaryFolder } from '../temporaryFolder';
import { sampleColumns, sampleResults, sampleRun } from './sampleRun';
import { noSearch } from './noSearch';

/** Three images of two classes, one grey pixel each; the first is the suspect, and the others look like it. */
const RESULTS = sampleResults(
  ['cat/1.png', 'cat', 'dog'],
  ['dog/2.png', 'dog', 'dog'],
  ['dog/3.png', 'dog', 'dog'],
);

describe('details of a suspect', () => {
  const folder = temporaryFolder();

  it('show small pictures of images alike, and what the network saw of those without one', async () => {
    const location = await locateStore(folder(), folder());
    await ensureStore(location);
    const results = RESULTS.map((row, index) => ({ ...row, isLabelIssue: index === 0 }));
    const summary = sampleRun(results);
    await writeEvidence(location, summary.id, {
      findings: {
        paths: results.map(({ path }) => path),
        labels: Int32Array.of(0, 1, 1),
        classes: ['cat', 'dog'],
        order: Int32Array.of(0, 1, 2),
        isLabelIssue: Uint8Array.of(1, 0, 0),
      },
      learned: {
        opinions: [],
        epochs: 1,
        trajectories: Float32Array.of(0.25, 0.75, 0.75),
        neighbours: {
          images: Int32Array.of(0),
          count: 2,
          neighbours: Int32Array.of(2, 1),
          similarities: Float32Array.of(0.75, 0.5),
        },
      },
      images: pixelsInMemory({ data: Uint8Array.of(7, 8, 9), height: 1, width: 1, channels: 1 }),
    });
    const predProbs = new Float32Array(results.length * summary.classes.length).fill(
      1 / summary.classes.length,
    );
    await writeRun(location, { summary, results: sampleColumns(results), predProbs });
    const { session, openRun } = await new Datasets({
      fallbackStore: folder(),
      memory: { get: () => undefined, set: () => Promise.resolve() },
      searchSimilar: noSearch,
      createId: () => 'id',
      now: () => new Date(0),
    }).get(folder());
    const reader = new SuspectDetailsReader({
      openRun: (run) => Promise.resolve(openRun(run)),
      thumbnailUri: ({ path: image }) => Promise.resolve(image === 'dog/2.png' ? 'thumb' : undefined),
      // Too large to be sent for a small picture.
      imageFile: ({ path: image }) => Promise.resolve({ bytes: 1e6, address: `file:${image}` }),
    });
    const [suspect] = session!.shown(session!.viewVersion, 0, 1);
    const group = {
      paths: ['cat/1.png', 'dog/2.png', 'dog/3.png'],
      labels: ['cat', 'dog', 'dog'],
      isExact: true,
      isContradiction: true,
      isLeak: false,
      order: 0,
    };
    const { neighbours, trajectory, seen, copies } = await reader.read(session!, {
      ...suspect!,
      facts: { group, faults: [] },
    });
    assert.deepEqual(copies, {
      isExact: true,
      images: [
        { path: 'dog/2.png', givenLabel: 'dog', address: 'thumb' },
        { path: 'dog/3.png', givenLabel: 'dog' },
      ],
      more: 0,
    });
    assert.deepEqual(trajectory, [0.25]);
    assert.equal(seen?.[54], 7);
    const [first, second] = neighbours;
    assert.deepEqual([first?.path, first?.address, first?.seen?.[54]], ['dog/3.png', undefined, 9]);
    assert.deepEqual([second?.path, second?.address, second?.seen], ['dog/2.png', 'thumb', undefined]);
  });
});
