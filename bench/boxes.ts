/**
 * `npm run bench:boxes [-- --boxes 6000,100000 --classes 5 --wrong .08 --empty .02 --forms coco,yolo --presets fast,balanced --seed 1]`:
 * draws pictures with objects on textured backgrounds, some of whose boxes have another class or show nothing, in COCO and in
 * YOLO, searches them with the built command line, and prints how many of those were found, in what time and memory. Needs a built
 * `dist/`. `--read` only reads them: time and memory of finding the boxes.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runSteps } from '../src/core/steps';
import { wordKept } from '../src/core/words/message';
import { discover } from '../src/dataset/discover';
import { OUT_DIR } from '../scripts/repoPaths';
import { runMain } from '../scripts/runMain';
import { ScriptError } from '../scripts/scriptError';
import { BOX_FORMS, writeBoxes, type BoxForm, type WrittenBoxes } from './boxes/writeBoxes';
import { evaluateRun } from './evaluateRun';
import { scanFolder } from './scanFolder';
import { printHead } from './tableHead';

const MB = 1 << 20;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
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
      : 'form | preset | boxes | pictures | errors | flagged | precision | recall | F1 | AP | AUROC | found in s | total s | peak MB',
  );
  for (const boxes of values.boxes.split(',').map(Number)) {
    const request = {
      boxes,
      classes: Number(values.classes),
      wrong01: Number(values.wrong),
      empty01: Number(values.empty),
      seed: Number(values.seed),
    };
    const written = await writeBoxes(
      path.join(OUT_DIR, 'bench', `boxes-${boxes}-seed-${values.seed}`),
      request,
    );
    for (const form of forms) {
      if (values.read) console.log(await readOnly(form, written));
      for (const preset of presets) console.log(await search(form, written, { preset, seed: values.seed }));
    }
  }
  return 0;
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
  const costs = [run.seconds.discover.toFixed(1), run.seconds.total.toFixed(0), run.peakRssMb.toFixed(0)];
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
