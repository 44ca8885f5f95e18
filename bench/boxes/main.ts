/**
 * `npm run bench:boxes [-- --kind easy|hard --boxes 6000,100000 --classes 5 --wrong .08 --empty .02 --forms coco,yolo --presets fast,balanced
 * --seed 1]`: draws pictures with objects on textured backgrounds, some of whose boxes have another class or show nothing, in COCO
 * and in YOLO, searches them with the built command line, and prints how many of those were found, in what time and memory.
 * `--photos FOLDER` pastes the photographs of a folder for each class in place of drawn objects; `--set FOLDER` plants errors in a
 * detection set that somebody else has made, in any form that is read. Needs a built `dist/`. `--read` only reads them: time and
 * memory of finding the boxes.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runSteps } from '../../src/core/steps';
import { wordKept } from '../../src/core/words/message';
import { discover } from '../../src/dataset/discover';
import { OUT_DIR } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import type { BoxSet } from './boxSet';
import { DRAWINGS, drawBoxes, type DrawingName } from './drawBoxes';
import { pastePhotos } from './pastePhotos';
import type { BoxesRequest } from './planBoxes';
import { publishedBoxes } from './publishedBoxes';
import { BOX_FORMS, writeBoxes, type BoxForm, type WrittenBoxes } from './writeBoxes';
import { evaluateRun } from '../detection/evaluateRun';
import { scanFolder } from '../scanFolder';
import { printHead } from '../tableHead';

const MB = 1 << 20;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string', default: 'easy' },
      photos: { type: 'string' },
      set: { type: 'string' },
      boxes: { type: 'string', default: '6000' },
      classes: { type: 'string', default: '5' },
      wrong: { type: 'string', default: '0.08' },
      empty: { type: 'string', default: '0.02' },
      forms: { type: 'string', default: BOX_FORMS.join(',') },
      presets: { type: 'string', default: 'balanced' },
      seed: { type: 'string', default: '1' },
      read: { type: 'boolean', default: false },
    },
  });
  const forms = values.forms.split(',').map(toForm);
  const presets = values.read ? [] : values.presets.split(',');
  printHead(
    values.read
      ? 'form | boxes | pictures | found in s | processor s | resident MB before and at most'
      : 'form | preset | boxes | pictures | errors | flagged | precision | recall | F1 | AP | AUROC | s: finding, decoding, training, detecting, in all | peak MB',
  );
  for (const boxes of values.boxes.split(',').map(Number)) {
    const request = {
      boxes,
      classes: Number(values.classes),
      wrong01: Number(values.wrong),
      empty01: Number(values.empty),
      seed: Number(values.seed),
    };
    const { name, set } = await makeSet(values, request);
    const written = await writeBoxes(
      path.join(OUT_DIR, 'bench', `boxes-${name}-${boxes}-seed-${values.seed}`),
      set,
    );
    for (const form of forms) {
      if (values.read) console.log(await readOnly(form, written));
      for (const preset of presets) console.log(await search(form, written, { preset, seed: values.seed }));
    }
  }
  return 0;
}

async function makeSet(
  from: { readonly kind: string; readonly photos?: string; readonly set?: string },
  request: Omit<BoxesRequest, 'flips'>,
): Promise<{ readonly name: string; readonly set: BoxSet }> {
  if (from.set !== undefined) return { name: 'set', set: await publishedBoxes(from.set, request) };
  if (from.photos !== undefined) return { name: 'photos', set: await pastePhotos(from.photos, request) };
  const kind = Object.keys(DRAWINGS).find((name): name is DrawingName => name === from.kind);
  if (kind === undefined)
    throw new ScriptError(`There is no kind "${from.kind}"; there are ${Object.keys(DRAWINGS).join(', ')}.`);
  return { name: kind, set: drawBoxes(kind, request) };
}

function toForm(name: string): BoxForm {
  const form = BOX_FORMS.find((known) => known === name);
  if (form === undefined)
    throw new ScriptError(`There is no form "${name}"; there are ${BOX_FORMS.join(', ')}.`);
  return form;
}

async function search(
  form: BoxForm,
  written: WrittenBoxes,
  { preset, seed }: { readonly preset: string; readonly seed: string },
): Promise<string> {
  const { run, evaluation } = await evaluateRun(
    await scanFolder(written[form], ['--preset', preset, '--seed', seed]),
  );
  for (const warning of run.warnings) console.error(`${form}: ${wordKept(warning)}`);
  const { precision, recall, f1, averagePrecision, areaUnderRoc } = evaluation;
  const shares = [precision, recall, f1, averagePrecision, areaUnderRoc].map((share) => share.toFixed(3));
  const counts = [evaluation.images, written.pictures, evaluation.errors, evaluation.flagged];
  const { discover: finding, decode, train, detect, total } = run.seconds;
  const seconds = [finding.toFixed(1), ...[decode, train, detect, total].map((each) => each.toFixed(0))];
  const costs = [seconds.join(', '), run.peakRssMb.toFixed(0)];
  return `| ${[form, preset, ...counts, ...shares, ...costs].join(' | ')} |`;
}

async function readOnly(form: BoxForm, written: WrittenBoxes): Promise<string> {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const [start, startCpu] = [performance.now(), process.cpuUsage()];
  const { signal } = new AbortController();
  const index = await runSteps(discover({ root: written[form], signal }));
  clearInterval(timer);
  const seconds = (performance.now() - start) / 1e3;
  const { user, system } = process.cpuUsage(startCpu);
  const memory = `${(before / MB).toFixed(0)}, ${(most / MB).toFixed(0)}`;
  const cells = [
    form,
    index.paths.length,
    written.pictures,
    seconds.toFixed(1),
    ((user + system) / 1e6).toFixed(1),
    memory,
  ];
  return `| ${cells.join(' | ')} |`;
}

runMain(main);
