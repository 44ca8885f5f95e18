import { relocateChecks } from '../../core/dataset/imageChecks';
import { createCloseness, type ClassCloseness } from '../../core/embedding/classCloseness';
import { compareAll } from '../../core/embedding/compareAll';
import { createLookAlikes, type PairRatios } from '../../core/embedding/lookAlikes';
import { closenessPart, listWork } from '../../core/plan/listTasks';
import type { Progress } from '../../core/run/progress';
import { mapSteps } from '../../core/steps';
import { loadSimilaritySearch } from '../../encoder/similaritySearch';
import { openPixels } from '../../files/pixels/openPixels';
import { readFoldInputs } from '../../ml/train/files/foldFiles';
import type { CompareAll } from '../compareByEmbeddings';
import { readChecks } from './copiesTask';
import type { Positions } from './inputsTask';
import { jobFiles, readParcel, writeParcel, type Job } from './jobFolder';
import type { TaskTools } from './taskTools';

/** Of images from one on: what the comparison with all others says of them. */
interface ComparedPart {
  readonly from: number;
  readonly closeness: ClassCloseness;
  readonly ratios: PairRatios;
}

/** Compares a part of the images with all others by their embeddings. @returns its outputs. */
export async function* comparePart(
  job: Job,
  part: number,
  { programFolder, signal }: TaskTools,
): AsyncGenerator<Progress, readonly string[]> {
  const { folder, key, plan } = job;
  const { images, labels, classCount } = (await readFoldInputs(jobFiles.folds(folder, 'encoder'))).inputs;
  const { positions } = await readParcel<Positions>(jobFiles.positions(folder), key);
  const { groups } = relocateChecks(await readChecks(job), positions);
  const search = await loadSimilaritySearch(programFolder, signal);
  const range = closenessPart(part, { ...plan, images: images.count });
  const rows = openPixels(images);
  try {
    const comparing = compareAll({ rows, labels, classCount, groups }, search, range);
    const { closeness, lookAlikes } = yield* mapSteps(comparing, (done): Progress => {
      return { phase: 'detect', done, total: range.to - range.from };
    });
    const file = jobFiles.closeness(folder, part);
    const { own, best, closest } = closeness;
    const compared: ComparedPart = {
      from: range.from,
      closeness: {
        own: own.slice(range.from, range.to),
        best: best.slice(range.from, range.to),
        closest: closest.slice(range.from, range.to),
      },
      ratios: lookAlikes.ratios,
    };
    await writeParcel(job, { file, key, content: compared });
    return [file];
  } finally {
    rows.close();
  }
}

/** Instead of comparing images, reads what the parts have found. */
export function createPartReader(job: Job): CompareAll {
  return async function* compare({ rows }) {
    const closeness = createCloseness(rows.count);
    const lookAlikes = createLookAlikes(rows.count);
    for (const work of listWork(job.plan)) {
      if (work.kind !== 'closeness') continue;
      const file = jobFiles.closeness(job.folder, work.part);
      const found = await readParcel<ComparedPart>(file, job.key);
      closeness.own.set(found.closeness.own, found.from);
      closeness.best.set(found.closeness.best, found.from);
      closeness.closest.set(found.closeness.closest, found.from);
      lookAlikes.add(found.ratios);
      yield found.from + found.closeness.own.length;
    }
    return { closeness, lookAlikes };
  };
}
