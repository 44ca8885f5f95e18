import assert from 'node:assert/strict';
import { rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LearnedEvidence } from '../../../src/core/run/learnedEvidence';
import type { EvidenceSubjects } from '../../../src/core/run/evidence';
import { pixelsInMemory } from '../../../src/core/dataset/pixelsInMemory';
import { rank } from '../../../src/core/spaces';
import { openEvidence, writeEvidence } from '../../../src/store/evidence';
import { temporaryFolder } from '../temporaryFolder';

/** Four images of two classes, 1×2 grey pixels each; images 2 and 0 are suspects, in this order. */
const findings: EvidenceSubjects = {
  paths: ['a.png', 'b.png', 'c.png', 'ü,"d".png'],
  labels: Int32Array.of(0, 1, 1, 0),
  classes: ['cat', 'dog'],
  isLabelIssue: Uint8Array.of(1, 0, 1, 0),
  order: Int32Array.of(2, 3, 0, 1),
};

const learned: LearnedEvidence = {
  opinions: [
    {
      givenProbs: Float32Array.of(0.25, 0.75, 0.125, 0.5),
      labels: Int32Array.of(1, 1, 0, 0),
      probs: Float32Array.of(0.75, 0.75, 0.875, 0.5),
      hasSeen: Uint8Array.of(1, 1, 0, 1),
    },
    {
      givenProbs: Float32Array.of(0.5, NaN, NaN, NaN),
      labels: Int32Array.of(0, 1, 1, 0),
      probs: Float32Array.of(0.5, NaN, NaN, NaN),
      hasSeen: Uint8Array.of(0, 1, 1, 1),
    },
  ],
  epochs: 2,
  trajectories: Float32Array.of(0.5, 0.25, 0.5, 0.75, NaN, NaN, 0.5, 0.5),
  neighbours: {
    images: Int32Array.of(0),
    count: 2,
    neighbours: Int32Array.of(3, 1),
    similarities: Float32Array.of(0.5, -0.25),
  },
};

const images = pixelsInMemory({
  data: Uint8Array.of(0, 1, 10, 11, 20, 21, 30, 31),
  height: 1,
  width: 2,
  channels: 1,
});

describe('evidence on disk', () => {
  const folder = temporaryFolder();
  const location = () => ({ root: folder(), folder: folder(), isFallback: false });
  const file = (name: string) => path.join(folder(), 'runs', 'run-1', name);

  beforeEach(() => writeEvidence(location(), 'run-1', { findings, learned, images }));

  it('tells of each suspect what the models, the epochs and its neighbours say', async () => {
    const evidence = await openEvidence(location(), 'run-1');
    const { pixels, neighbours, ...rest } = (await evidence!.suspect(rank(3)))!;
    assert.deepEqual(rest, {
      path: 'a.png',
      rank: 3,
      models: [
        { givenProbability: 0.25, predictedLabel: 'dog', predictedProbability: 0.75, hasSeen: true },
        { givenProbability: 0.5, predictedLabel: 'cat', predictedProbability: 0.5, hasSeen: false },
      ],
      trajectory: [0.5, 0.25],
    });
    assert.deepEqual(
      neighbours.map(({ path: image, givenLabel, similarity }) => [image, givenLabel, similarity]),
      [
        ['ü,"d".png', 'cat', 0.5],
        ['b.png', 'dog', -0.25],
      ],
    );
    const greys = async (slot: number | undefined) => {
      const bitmap = Buffer.from(await evidence!.bitmap(slot!));
      assert.equal(bitmap.subarray(0, 2).toString(), 'BM');
      // The three bytes of each pixel, after the headers.
      return [...bitmap.subarray(54, 60)];
    };
    assert.deepEqual(await greys(pixels), [0, 0, 0, 1, 1, 1]);
    assert.deepEqual(await greys(neighbours[0]?.pixels), [30, 30, 30, 31, 31, 31]);
    const other = (await evidence!.suspect(rank(1)))!;
    assert.deepEqual([other.path, other.trajectory, other.neighbours], ['c.png', [], []]);
  });

  it('has typical images alone where nothing was trained, with the pixels of those that could be read', async () => {
    // Image 3 cannot be read; there is one more that is not of the run.
    const files = { findings, images, places: Int32Array.of(1, 3, 2, -1) };
    await writeEvidence(location(), 'run-2', files);
    const evidence = (await openEvidence(location(), 'run-2'))!;
    assert.equal(await evidence.suspect(rank(1)), null);
    assert.deepEqual(evidence.typical('cat'), [{ path: 'ü,"d".png' }]);
    const [dog] = evidence.typical('dog');
    assert.equal(dog!.path, 'b.png');
    assert.deepEqual([...(await evidence.bitmap(dog!.pixels!)).subarray(54, 57)], [30, 30, 30]);
  });

  it('tells of images that show none of the classes how close they are, beside what is usual', async () => {
    const offTopic = {
      scores: Float64Array.of(0, 0.9, 0, 0),
      flags: Uint8Array.of(0, 1, 0, 0),
      closeness: {
        own: Float32Array.of(0.5, 0.25, 0.5, 0.5),
        best: Float32Array.of(0.5, 0.31, 0.5, 0.5),
        closest: Int32Array.of(0, 0, 1, 1),
      },
      usual: [
        { low: 0.62, high: 0.85 },
        { low: 0.5, high: 0.5 },
      ],
    };
    const neighbours = {
      images: Int32Array.of(1),
      count: 1,
      neighbours: Int32Array.of(3),
      similarities: Float32Array.of(0.5),
    };
    for (const files of [
      { learned, offTopic, neighbours },
      { offTopic, neighbours },
    ]) {
      await writeEvidence(location(), 'run-3', { findings, images, ...files });
      const evidence = (await openEvidence(location(), 'run-3'))!;
      const found = (await evidence.suspect(rank(4)))!;
      assert.equal(found.path, 'b.png');
      assert.deepEqual(found.closeness, {
        closestLabel: 'cat',
        closeness: 0.31,
        ownCloseness: 0.25,
        usualLow: 0.62,
        usualHigh: 0.85,
      });
      assert.deepEqual(
        found.neighbours.map(({ path: image }) => image),
        ['ü,"d".png'],
      );
      assert.equal((await evidence.suspect(rank(3)))!.closeness, undefined);
    }
  });

  it('knows typical images of each class, none of them suspects', async () => {
    const evidence = (await openEvidence(location(), 'run-1'))!;
    const paths = (label: string) => evidence.typical(label).map(({ path: image }) => image);
    assert.deepEqual(paths('cat'), ['ü,"d".png']);
    assert.deepEqual(paths('dog'), ['b.png']);
    assert.deepEqual(paths('cow'), []);
    assert.equal(await evidence.suspect(rank(2)), null);
  });

  it('is absent from runs without it, and says which file is damaged', async () => {
    assert.equal(await openEvidence(location(), 'run-0'), null);
    const evidence = (await openEvidence(location(), 'run-1'))!;
    await truncate(file('evidence.u8'), 1);
    await assert.rejects(evidence.bitmap(1), { code: 'run-damaged', message: /evidence\.u8/ });
    await rm(file('evidence.jsonl'));
    await assert.rejects(evidence.suspect(rank(1)), { code: 'run-damaged', message: /evidence\.jsonl/ });
    await writeFile(file('evidence.json'), '{"schema":1}');
    await assert.rejects(openEvidence(location(), 'run-1'), {
      code: 'run-damaged',
      message: /evidence\.json/,
    });
  });
});
