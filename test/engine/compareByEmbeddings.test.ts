import assert from 'node:assert/strict';
import { mapFaults, type CheckSummary } from '../../src/core/dataset/imageChecks';
import { compandEmbedding } from '../../src/core/embedding/compand';
import { createRng } from '../../src/core/rng';
import type { Progress } from '../../src/core/run/progress';
import { runSteps } from '../../src/core/steps';
import { compareByEmbeddings } from '../../src/pipeline/compareByEmbeddings';
import { lookAtEmbeddings } from '../../src/pipeline/lookAtEmbeddings';
import { drawAll, drawPicture } from '../unit/core/duplicates/drawTextures';
import { WASM_FOLDER } from './wasmFolder';

const WIDTH = 104;
const COUNT = 240;
/** Of no class. */
const STRANGERS = [50, 51, 120];
/** The second shows a part of what the first shows, under another label, and is alike in its embedding. */
const CROPPED = [30, 31] as const;

/** Two classes around two points, and some images far from both. */
function drawJudged() {
  const rng = createRng(7);
  const data = new Uint8Array(COUNT * WIDTH);
  for (let image = 0; image < COUNT; image++) {
    const isStranger = STRANGERS.includes(image);
    const vector = Float32Array.from({ length: WIDTH }, (_, d) => {
      const middle = isStranger ? 0 : d % 2 === image % 2 ? 1 : 0;
      return middle + rng.normal() * (isStranger ? 1 : 0.4);
    });
    data.set(compandEmbedding(vector), image * WIDTH);
  }
  const [original, crop] = CROPPED.map((image) => image * WIDTH) as [number, number]; // two
  data.copyWithin(crop, original, original + WIDTH);
  data[crop]! += 4;
  const pictures = Array.from({ length: COUNT }, () => drawPicture(rng));
  pictures[CROPPED[1]] = pictures[CROPPED[0]]!;
  const changes = pictures.map((_, image) => ({ crop: image === CROPPED[1] ? 0.08 : 0 }));
  const { data: pixels, ...shape } = drawAll(pictures, { changes });
  const images = Int32Array.from({ length: COUNT }, (_, image) => image);
  const labels = images.map((image) => image % 2);
  return {
    paths: Array.from(images, (image) => `${image}.png`),
    givenLabels: labels,
    labels,
    places: images,
    readable: { pixels: { ...shape, count: COUNT, store: { kind: 'memory', data: pixels } } },
    embedded: {
      height: 1,
      width: WIDTH,
      channels: 1,
      count: COUNT,
      store: { kind: 'memory', data },
    },
    classes: ['cat', 'dog'],
    reviewStatus: new Uint8Array(COUNT),
    checks: { groups: [], faults: mapFaults(() => new Int32Array()) },
  } as const;
}

const isLabelIssue = Uint8Array.from({ length: COUNT }, (_, image) => Number(image === 9));

const dataset = { index: { splits: [] } };

describe('comparing images by their embeddings', () => {
  const judged = drawJudged();
  const signal = new AbortController().signal;
  const options = { wasmFolder: WASM_FOLDER, signal };

  it('finds a crop that has another label', async () => {
    const steps: Progress[] = [];
    const compared = await runSteps(
      compareByEmbeddings(dataset, judged, options),
      (step) => void steps.push(step),
    );
    const groups = compared.judged.checks.groups.map(({ images, isExact }) => [[...images], isExact]);
    assert.deepEqual(groups, [[[...CROPPED], false]]);
    const { checkSummary } = compared.judged as { readonly checkSummary?: CheckSummary };
    assert.deepEqual(checkSummary?.contradictions, { groups: 1, images: 2 });
    assert.deepEqual(steps.at(-1), { phase: 'detect', done: COUNT, total: COUNT });
  });

  it('flags images of no class, and finds the nearest of all that are flagged', async () => {
    const { comparison } = await runSteps(compareByEmbeddings(dataset, judged, options));
    const { offTopic, neighbours } = await lookAtEmbeddings(judged, { isLabelIssue }, comparison!);
    const flagged = [...offTopic.flags.keys()].filter((image) => offTopic.flags[image] === 1);
    assert.deepEqual(flagged, STRANGERS);
    assert.deepEqual([...neighbours.images], [9, ...STRANGERS]);
    assert.equal(neighbours.count, 6);
    const ofNine = [...neighbours.neighbours.subarray(0, 6)];
    assert.ok(ofNine.every((image) => image % 2 === 1 && image !== 9));
  });

  it('does not flag what a reviewer has decided about', async () => {
    const reviewStatus = judged.reviewStatus.slice();
    [reviewStatus[50], reviewStatus[120]] = [1, 2];
    const { comparison } = await runSteps(compareByEmbeddings(dataset, judged, options));
    const { offTopic } = await lookAtEmbeddings({ ...judged, reviewStatus }, { isLabelIssue }, comparison!);
    assert.deepEqual(
      [50, 51, 120].map((image) => offTopic.flags[image]),
      [0, 1, 0],
    );
    assert.ok(offTopic.scores[120]! >= 0.5);
  });

  it('is given up when it is cancelled', async () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    const work = compareByEmbeddings(dataset, judged, { ...options, signal: abort.signal });
    await assert.rejects(runSteps(work), /enough/);
  });

  it('leaves images as they are where the judge has kept no embeddings', async () => {
    const without = { ...judged, embedded: undefined };
    const compared = await runSteps(compareByEmbeddings(dataset, without, options));
    assert.deepEqual(compared, { judged: without });
  });
});
