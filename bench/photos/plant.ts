/**
 * `npm run bench:plant -- FOLDER --out NAME [--rate 0.1] [--seed 1] [--confuse tulips=roses,roses=tulips]`: wrong labels for
 * photographs that lie in a folder for each class, for `bench:photos`: `NAME.csv` (`path,label`) and `NAME.truth.csv`
 * (`path,true_label`). Half of the errors are uniform, the other half go to the class that `--confuse` names.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'csv-stringify/sync';
import { runSteps } from '../../src/core/steps';
import { walkImages } from '../../src/dataset/walk';
import type { ClassFlip } from '../../scripts/images/noise';
import { truthFileOf, truthToCsv } from '../../scripts/images/truth';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import { plantHalves } from './plantHalves';

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      rate: { type: 'string', default: '0.1' },
      seed: { type: 'string', default: '1' },
      confuse: { type: 'string', default: '' },
    },
  });
  const [folder] = positionals;
  if (folder === undefined || values.out === undefined)
    throw new ScriptError('Give the folder of the photographs, and --out NAME.');
  const images = await listImages(path.resolve(folder));
  const trueLabels = images.map((image) => image.split('/').at(-2) ?? '');
  const classes = [...new Set(trueLabels)].sort();
  const labels = Int32Array.from(trueLabels, (name) => classes.indexOf(name));
  const options = { classCount: classes.length, rate: Number(values.rate), seed: Number(values.seed) };
  const given = plantHalves(labels, { ...options, flips: flipsOf(values.confuse, classes) });
  const rows = images.map((image, i) => [image, classes[given[i]!]!]);
  await writeFile(`${values.out}.csv`, stringify(rows, { header: true, columns: ['path', 'label'] }));
  const truth = images.map((image, i) => ({ path: image, trueLabel: trueLabels[i]! }));
  await writeFile(truthFileOf(values.out), truthToCsv(truth));
  const errors = labels.reduce((sum, label, i) => sum + Number(label !== given[i]), 0);
  console.log(`${labels.length} images, ${errors} of them with a wrong label.`);
  return 0;
}

/** In code-unit order: the same errors on every machine. */
async function listImages(root: string): Promise<readonly string[]> {
  const { paths } = await runSteps(walkImages({ root, signal: new AbortController().signal }));
  return [...paths].sort();
}

/** Of `FROM=TO,…`. */
function flipsOf(text: string, classes: readonly string[]): readonly ClassFlip[] {
  return text
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [from, to] = pair.split('=').map((name) => classes.indexOf(name));
      if (from === undefined || to === undefined || from < 0 || to < 0)
        throw new ScriptError(`--confuse ${pair}: the classes are ${classes.join(', ')}.`);
      return { from, to };
    });
}

runMain(main);
