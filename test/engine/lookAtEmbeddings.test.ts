import assert from 'node:assert/strict';
import { mapFaults } from '../../src/core/dataset/imageChecks';
import { compandEmbedding } from '../../src/core/embedding/compand';
import { createRng } from '../../src/core/rng';
import type { Progress } from '../../src/core/run/progress';
import { runSteps } from '../../src/core/steps';
import { lookAtEmbeddings } from '../../src/pipeline/lookAtEmbeddings';
import { WASM_FOLDER } from './wasmFolder';

const WIDTH = 104;
const COUNT = 240;
/** Of no class. */
const STRANGERS = [50, 51, 120];

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
  return {
    embedded: {
      height: 1,
      width: WIDTH,
      channels: 1,
      count: COUNT,
      store: { kind: 'memory', data },
    },
    labels: Int32Array.from({ length: COUNT }, (_, image) => image % 2),
    classes: ['cat', 'dog'],
    reviewStatus: new Uint8Array(COUNT),
    checks: { groups: [], faults: mapFaults(() => new Int32Array()) },
  } as const;
}

const isLabelIssue = Uint8Array.from({ length: COUNT }, (_, image) => Number(image === 9));

describe('lookAtEmbeddings', () => {
  const judged = drawJudged();
  const signal = new AbortController().signal;
  const options = { wasmFolder: WASM_FOLDER, signal };

  it('flags images of no class, and finds the nearest of all that are flagged', async () => {
    const steps: Progress[] = [];
    const found = await runSteps(
      lookAtEmbeddings(judged, { isLabelIssue }, options),
      (step) => void steps.push(step),
    );
    const { offTopic, neighbours } = found!;
    const flagged = [...offTopic.flags.keys()].filter((image) => offTopic.flags[image] === 1);
    assert.deepEqual(flagged, STRANGERS);
    assert.deepEqual([...neighbours.images], [9, ...STRANGERS]);
    assert.equal(neighbours.count, 6);
    const ofNine = [...neighbours.neighbours.subarray(0, 6)];
    assert.ok(ofNine.every((image) => image % 2 === 1 && image !== 9));
    assert.deepEqual(steps.at(-1), { phase: 'detect', done: COUNT, total: COUNT });
  });

  it('does not flag what a reviewer has decided about', async () => {
    const reviewStatus = judged.reviewStatus.slice();
    [reviewStatus[50], reviewStatus[120]] = [1, 2];
    const found = await runSteps(lookAtEmbeddings({ ...judged, reviewStatus }, { isLabelIssue }, options));
    assert.deepEqual(
      [50, 51, 120].map((image) => found!.offTopic.flags[image]),
      [0, 1, 0],
    );
    assert.ok(found!.offTopic.scores[120]! >= 0.5);
  });

  it('is given up when it is cancelled', async () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    const work = lookAtEmbeddings(judged, { isLabelIssue }, { ...options, signal: abort.signal });
    await assert.rejects(runSteps(work), /enough/);
  });

  it('says nothing where the judge has kept no embeddings', async () => {
    const without = { ...judged, embedded: undefined };
    assert.equal(await runSteps(lookAtEmbeddings(without, { isLabelIssue }, options)), undefined);
  });
});
