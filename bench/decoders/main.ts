/**
 * `npm run bench:decoders -- --python PATH [--count 1000 --seed 1 --keep FOLDER]`: image files of every format and variant are
 * drawn, every other one is damaged, and what is read in them is held against what was drawn, or against sharp at its strictest
 * and Pillow. PATH is an interpreter with Pillow, tifffile, imagecodecs and numpy. Prints tables, and fails where an intact file
 * is read otherwise, or a damaged one by a fast way alone. Other disagreements about damaged files are only listed. Files of the
 * first of each disagreement are kept in FOLDER.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runMain } from '../../scripts/runMain';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { ScriptError } from '../../scripts/scriptError';
import { createJpegDecoder } from '../../src/dataset/decode/jpeg/jpegDecoder';
import { tuneForManyImages } from '../../src/dataset/decode/openImage';
import { judgeDamaged, judgeIntact } from './judgeSample';
import { drawSamples, type Sample } from './readSamples';
import { printHead } from '../tableHead';

/** By format, and by what was found. */
type Tally = Map<string, number>;

const PARALLEL = 4;

runMain(async () => {
  const { values } = parseArgs({
    options: {
      python: { type: 'string' },
      count: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      keep: { type: 'string' },
    },
  });
  const { python, keep } = values;
  if (python === undefined) throw new ScriptError('Name an interpreter with Pillow with --python PATH.');
  tuneForManyImages();
  const decodeJpeg = createJpegDecoder(path.join(REPO_ROOT, 'dist'));
  const variants = new Map<string, Set<string>>();
  const tallies = { intact: new Map<string, number>(), damaged: new Map<string, number>() };
  let wrong = 0;
  const judge = async (sample: Sample) => {
    const { name, damage, file } = sample;
    const format = formatOf(name);
    variants.set(format, (variants.get(format) ?? new Set()).add(name));
    const judged = await (damage === undefined ? judgeIntact : judgeDamaged)(sample, decodeJpeg);
    if (judged.isWrong) wrong++;
    const kind = damage === undefined ? 'intact' : 'damaged';
    const key = `${format} | ${judged.finding}`;
    const seen = add(tallies[kind], key);
    if (judged.isWrong || (damage !== undefined && judged.isOdd)) {
      if (seen < 4)
        console.error(`${kind}: ${name}, ${damage ?? 'as drawn'}: ${judged.finding} ${judged.detail ?? ''}`);
      if (keep !== undefined && seen < 4) await keepFile(keep, `${kind} ${seen} ${key}`, file);
    }
  };
  const samples = drawSamples(python, { seed: Number(values.seed), count: Number(values.count) });
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (let next = await samples.next(); next.done !== true; next = await samples.next())
        await judge(next.value);
    }),
  );
  console.log([...variants].map(([format, names]) => `${format}: ${names.size} variants`).join('; '));
  for (const [kind, tally] of Object.entries(tallies)) {
    printHead(`${kind} | finding | files`);
    for (const [key, count] of [...tally].sort()) console.log(`| ${key} | ${count} |`);
  }
  return wrong > 0 ? 1 : 0;
});

function add(tally: Tally, key: string): number {
  const count = (tally.get(key) ?? 0) + 1;
  tally.set(key, count);
  return count;
}

/** Formats by their name, and of TIFF the kind of its numbers. */
const formatOf = (name: string): string => name.split(' ', name.startsWith('TIFF') ? 2 : 1).join(' ');

async function keepFile(folder: string, name: string, file: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, name.replaceAll(/[^\w.,-]+/gu, '_').slice(0, 180)), file);
}
