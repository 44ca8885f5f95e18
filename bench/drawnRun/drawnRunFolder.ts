import { access, link, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LearnedEvidence } from '../../src/core/run/learnedEvidence';
import type { PixelTensor } from '../../src/core/dataset/dataset';
import { mapFaults, summarizeChecks, type ImageChecks } from '../../src/core/dataset/imageChecks';
import { STORE_FOLDER } from '../../src/core/names';
import { pixelsInMemory } from '../../src/core/dataset/pixelsInMemory';
import { rowsToColumns } from '../../src/core/run/resultColumns';
import type { RunSummary } from '../../src/core/run/run';
import { inParallel } from '../../src/files/inParallel';
import { makeThumbnails } from '../../src/dataset/cache/thumbnails';
import { planTraining } from '../../src/ml/plan/plan';
import { writeEvidence } from '../../src/store/evidence';
import { writeChecks } from '../../src/store/imageChecks';
import { ensureStore, type StoreLocation } from '../../src/store/location';
import { writeRun } from '../../src/store/runs';
import { thumbnailFile } from '../../src/store/thumbnailFile';
import { OUT_DIR } from '../../scripts/repoPaths';
import { drawImages } from '../decode/drawImages';
import { drawRun, type DrawnRun, type DrawnRunOptions } from './drawRun';

export interface DrawnRunFolder extends DrawnRun {
  /** A dataset with one finished run and no decisions. */
  readonly folder: string;
}

const RUN_ID = '20260101-120000-0001';
const CREATED_AT = '2026-01-01T12:00:00.000Z';
/** Different pictures; each is there under many names, as hard links: every name is a file to read of its own. */
const PICTURES = 500;
const PICTURE_SIZE = 384;
/** As the network saw the images: small, for there is nothing to be seen in them. */
const SEEN_SIZE = 8;
const EPOCHS = 3;
const MODELS = 2;
const NEIGHBOURS = 8;
/** One suspect in as many has a copy, and one in as many a fault. */
const COPY_EVERY = 100;
const FAULT_EVERY = 50;
const LINKS_AT_ONCE = 16;

/** Draws the run, and writes it with its images unless an earlier call has; any decisions are gone afterwards. */
export async function drawnRunFolder(options: DrawnRunOptions): Promise<DrawnRunFolder> {
  const run = drawRun(options);
  const { images, suspects, seed } = options;
  const folder = path.join(OUT_DIR, 'bench', `drawn-run-${images}-${suspects}-seed-${seed}`);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    console.log(`Drawing a run of ${images} images with ${suspects} suspects.`);
    // Under its name only when complete.
    const partial = `${folder}.partial`;
    await rm(partial, { recursive: true, force: true });
    await writeAll(partial, run, seed);
    await rename(partial, folder);
  }
  await rm(path.join(folder, STORE_FOLDER, 'decisions.jsonl'), { force: true });
  return { ...run, folder };
}

async function writeAll(folder: string, run: DrawnRun, seed: number): Promise<void> {
  const location = await makeStore(folder);
  await writePictures(location, run, seed);
  await writeRunFiles(location, run);
}

async function makeStore(root: string): Promise<StoreLocation> {
  const location: StoreLocation = { root, folder: path.join(root, STORE_FOLDER), isFallback: false };
  // A store makes no dataset.
  await mkdir(root, { recursive: true });
  await ensureStore(location);
  return location;
}

async function writePictures(location: StoreLocation, run: DrawnRun, seed: number): Promise<void> {
  const pool = `${location.root}.pictures`;
  await rm(pool, { recursive: true, force: true });
  await drawImages(pool, { count: PICTURES, size: PICTURE_SIZE, kind: 'photograph', seed });
  const pictures = (await readdir(pool, { recursive: true })).filter((name) => name.endsWith('.jpg')).sort();
  const thumbnailOf = (picture: string) => path.join(pool, `${picture}.webp`);
  const { signal } = new AbortController();
  const images = pictures.map((picture) => ({ path: picture }));
  const making = makeThumbnails({ folders: { root: pool }, images, fileOf: thumbnailOf, cores: 2, signal });
  while ((await making.next()).done !== true);

  for (const name of run.classes) await mkdir(path.join(location.root, name));
  const twoDigits = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
  const thumbnails = path.dirname(path.dirname(thumbnailFile(location, '')));
  for (const digits of twoDigits) await mkdir(path.join(thumbnails, digits), { recursive: true });
  const { results } = run;
  const work = { count: results.length, parallel: LINKS_AT_ONCE, every: results.length, signal };
  const linking = inParallel(work, async (i) => {
    const { path: image, isLabelIssue } = results[i]!;
    const picture = pictures[i % pictures.length]!;
    await link(path.join(pool, picture), path.join(location.root, image));
    if (isLabelIssue) await link(thumbnailOf(picture), thumbnailFile(location, image));
  });
  while ((await linking.next()).done !== true);
  await rm(pool, { recursive: true });
}

/** Writes the run into a folder with empty files for images: they are there, which is all that a decision asks. */
export async function writeRunWithoutPictures(root: string, run: DrawnRun): Promise<StoreLocation> {
  const location = await makeStore(root);
  const images = run.results.map((row) => path.join(root, row.path));
  for (const folder of new Set(images.map((image) => path.dirname(image))))
    await mkdir(folder, { recursive: true });
  for (const image of images) await writeFile(image, '');
  await writeRunFiles(location, run);
  return location;
}

async function writeRunFiles(location: StoreLocation, run: DrawnRun): Promise<void> {
  const { classes, results, predProbs, verdicts } = run;
  const paths = results.map((row) => row.path).sort();
  const placeOf = new Map(paths.map((name, place) => [name, place]));
  const labelOf = new Map(classes.map((name, k) => [name, k]));
  const order = Int32Array.from(results, (row) => placeOf.get(row.path)!);
  const labels = new Int32Array(results.length);
  const isLabelIssue = new Uint8Array(results.length);
  for (const row of results) {
    labels[placeOf.get(row.path)!] = labelOf.get(row.givenLabel)!;
    isLabelIssue[placeOf.get(row.path)!] = Number(row.isLabelIssue);
  }
  const checks = drawChecks(order, verdicts.length);
  await writeChecks(location, RUN_ID, { ...checks, paths });
  await writeEvidence(location, RUN_ID, {
    findings: { paths, labels, classes, order, isLabelIssue },
    learned: drawEvidence({ labels, predProbs, order, suspects: verdicts.length, classes: classes.length }),
    images: drawPixels(results.length),
  });
  const summary: RunSummary = {
    schema: 2,
    id: RUN_ID,
    createdAt: CREATED_AT,
    labelSource: { kind: 'folders' },
    classes,
    images: results.length,
    unreadable: [],
    skipped: { hidden: 0, notImages: 0, unlabelled: 0, missingFiles: 0 },
    suspects: verdicts.length,
    checks: summarizeChecks(checks, { paths, labels, splits: [] }),
    splits: [],
    filterBy: 'calibrated',
    seconds: { discover: 0, decode: 0, train: 0, detect: 0, total: 0 },
    peakRssMb: 0,
    warnings: [],
    backend: { name: 'wasm', reason: 'drawn, not trained' },
    plan: planTraining(
      {
        imageCount: results.length,
        classCount: classes.length,
        smallestClass: 1,
        medianImageSize: { width: PICTURE_SIZE, height: PICTURE_SIZE },
        greyscale: false,
        cores: 1,
      },
      { preset: 'balanced', encoder: 'none', epochs: EPOCHS, seed: 1, backend: 'wasm' },
    ),
  };
  await writeRun(location, { summary, results: rowsToColumns(results, classes), predProbs });
}

function drawChecks(order: Int32Array, suspects: number): ImageChecks {
  const copies = Array.from({ length: Math.floor(suspects / COPY_EVERY) }, (_, i) => {
    const images = order.slice(i * COPY_EVERY, i * COPY_EVERY + 2).sort();
    return { images, isExact: i % 2 === 0 };
  });
  const faulty = order.filter((_, place) => place < suspects && place % FAULT_EVERY === 0).sort();
  const none = mapFaults(() => new Int32Array());
  return { groups: copies, faults: { ...none, blurry: faulty } };
}

interface EvidenceSource {
  readonly labels: Int32Array;
  readonly predProbs: Float32Array;
  readonly order: Int32Array;
  readonly suspects: number;
  readonly classes: number;
}

/** Every model says what the run says; neighbours are the images that follow in rank. */
function drawEvidence({ labels, predProbs, order, suspects, classes }: EvidenceSource): LearnedEvidence {
  const rowOf = (image: number) => predProbs.subarray(image * classes, (image + 1) * classes);
  const mostProbable = labels.map((_, image) =>
    rowOf(image).reduce((best, value, k, row) => (value > row[best]! ? k : best), 0),
  );
  const opinion = {
    givenProbs: Float32Array.from(labels, (label, image) => rowOf(image)[label]!),
    labels: mostProbable,
    probs: Float32Array.from(mostProbable, (label, image) => rowOf(image)[label]!),
    hasSeen: new Uint8Array(labels.length).fill(1),
  };
  return {
    opinions: Array.from({ length: MODELS }, () => opinion),
    epochs: EPOCHS,
    trajectories: Float32Array.from({ length: labels.length * EPOCHS }, (_, i) => 1 / ((i % EPOCHS) + 2)),
    neighbours: {
      images: order.slice(0, suspects),
      count: NEIGHBOURS,
      neighbours: Int32Array.from(
        { length: suspects * NEIGHBOURS },
        (_, at) => order[(Math.floor(at / NEIGHBOURS) + 1 + (at % NEIGHBOURS)) % order.length]!,
      ),
      similarities: Float32Array.from(
        { length: suspects * NEIGHBOURS },
        (_, at) => 1 - 0.05 * (at % NEIGHBOURS),
      ),
    },
  };
}

function drawPixels(count: number): PixelTensor {
  const data = Uint8Array.from({ length: count * SEEN_SIZE * SEEN_SIZE }, (_, i) => (i * 37) % 256);
  return pixelsInMemory({ data, height: SEEN_SIZE, width: SEEN_SIZE, channels: 1 });
}
