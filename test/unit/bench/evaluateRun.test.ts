import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { evaluateRun } from '../../../bench/detection/evaluateRun';
import { STORE_FOLDER } from '../../../src/core/names';
import { findingsToResults, findSuspects } from '../../../src/core/run/findings';
import { resultRows } from '../../../src/core/run/resultColumns';
import { truthFileOf, truthToCsv } from '../../../scripts/images/truth';
import { writeRun } from '../../../src/store/runs';
import { sampleRun } from '../review/sampleRun';
import { temporaryFolder } from '../temporaryFolder';

/** Given label, true label, and probabilities of the two classes, in the order of the paths. */
const IMAGES = [
  ['cat', 'cat', 0.9, 0.1],
  ['cat', 'dog', 0.2, 0.8],
  ['cat', 'dog', 0.6, 0.4],
  ['cat', 'cat', 0.45, 0.55],
  ['dog', 'dog', 0.1, 0.9],
  ['dog', 'dog', 0.3, 0.7],
  ['dog', 'cat', 0.7, 0.3],
] as const;

describe('evaluateRun', () => {
  const folder = temporaryFolder();

  it('judges a run’s own cut, and every filter on its predictions, by the truth beside the dataset', async () => {
    const root = path.join(folder(), 'animals');
    await mkdir(root);
    const classes = ['cat', 'dog'];
    const paths = IMAGES.map(([given], i) => `${given}/${i}.png`);
    const predProbs = Float32Array.from(IMAGES.flatMap(([, , cat, dog]) => [cat, dog]));
    const labels = Int32Array.from(IMAGES, ([given]) => classes.indexOf(given));
    const findings = findSuspects({ paths, labels, classes, predProbs, filterBy: 'predicted_neq_given' });
    const results = findingsToResults(findings);
    const store = path.join(root, STORE_FOLDER);
    const summary = { ...sampleRun([...resultRows(results)]), classes };
    await writeRun({ root, folder: store, isFallback: false }, { summary, results, predProbs });
    const truth = IMAGES.map(([, trueLabel], i) => ({ path: paths[i]!, trueLabel }));
    await writeFile(truthFileOf(root), truthToCsv(truth));

    const { evaluation, filterF1, cost } = await evaluateRun(path.join(store, 'runs', summary.id));
    // Images 1, 3 and 6 are flagged; 1, 2 and 6 are wrong.
    assert.deepEqual(
      [evaluation.images, evaluation.errors, evaluation.flagged, evaluation.found],
      [7, 3, 3, 2],
    );
    assert.equal(evaluation.f1, 2 / 3);
    assert.equal(filterF1.predicted_neq_given, 2 / 3);
    assert.ok(Object.values(filterF1).every((f1) => f1 >= 0 && f1 <= 1));
    // Ranked 1, 6, 3, 2: a cut after four finds all.
    assert.equal(evaluation.bestF1, 6 / 7);
    assert.equal(evaluation.areaUnderRoc, 11 / 12);
    assert.ok(cost.imageSteps > 0 && cost.multiplyAdds > cost.imageSteps);
  });
});
