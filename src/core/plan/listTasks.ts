import type { OpinionName } from '../run/opinions';
import type { JobPlan, JobTask } from './jobPlan';

/** What a task does; numbers count from 0. */
export type TaskWork =
  /** Decodes the images of a shard in all forms. */
  | { readonly kind: 'shard'; readonly shard: number }
  /** Joins the shards with labels and decisions, and writes down what there is to learn. */
  | { readonly kind: 'inputs' }
  /** Looks for copies and faults. */
  | { readonly kind: 'copies' }
  /** Trains the model of a fold. */
  | { readonly kind: 'fold'; readonly by: OpinionName; readonly fold: number }
  /** Compares a part of the images with all others by their embeddings. */
  | { readonly kind: 'closeness'; readonly part: number }
  /** Makes the run. */
  | { readonly kind: 'merge' };

/** What the folds of an opinion are called: an encoder's images are judged by a head. */
export const foldsName = (by: OpinionName): string => (by === 'encoder' ? 'head' : by);

const numbered = (name: string, number: number): string => `${name}-${`${number}`.padStart(4, '0')}`;

export function taskId(work: TaskWork): string {
  switch (work.kind) {
    case 'shard':
      return numbered('shard', work.shard);
    case 'fold':
      return `${foldsName(work.by)}-${work.fold}`;
    case 'closeness':
      return numbered('closeness', work.part);
    case 'inputs':
    case 'copies':
    case 'merge':
      return work.kind;
  }
}

/** Images that a task compares with all others: some minutes of work at most. Blocks of 96 are multiplied at once. */
export const IMAGES_OF_PART = 96 * 2048;

/** Where a part begins and ends, of so many images. */
export const closenessPart = (
  part: number,
  { images, imagesOfPart }: Pick<JobPlan, 'images' | 'imagesOfPart'>,
) => ({
  from: Math.min(part * imagesOfPart, images),
  to: Math.min((part + 1) * imagesOfPart, images),
});

type Planned = Pick<JobPlan, 'images' | 'trainings' | 'shards' | 'imagesOfPart'>;
type PlannedTasks = Planned & { readonly dataset: Pick<JobPlan['dataset'], 'classes'> };

/** What the tasks of a plan do, in an order in which they can be run one after the other. */
export function listWork({ images, trainings, shards, imagesOfPart }: Planned): readonly TaskWork[] {
  const folds = trainings.flatMap(({ by, models }) =>
    Array.from({ length: models }, (_, fold): TaskWork => ({ kind: 'fold', by, fold })),
  );
  const hasEmbeddings = trainings.some(({ by }) => by === 'encoder');
  const parts = hasEmbeddings ? Math.ceil(images / imagesOfPart) : 0;
  return [
    ...shards.map((_, shard): TaskWork => ({ kind: 'shard', shard })),
    { kind: 'inputs' },
    { kind: 'copies' },
    ...folds,
    ...Array.from({ length: parts }, (_, part): TaskWork => ({ kind: 'closeness', part })),
    { kind: 'merge' },
  ];
}

/** The tasks of a plan. */
export function listTasks(plan: PlannedTasks): readonly JobTask[] {
  const all = listWork(plan);
  const ids = (...kinds: readonly TaskWork['kind'][]) =>
    all.filter(({ kind }) => kinds.includes(kind)).map(taskId);
  const needsOf = (kind: TaskWork['kind']): readonly string[] => {
    switch (kind) {
      case 'shard':
        return [];
      case 'inputs':
      case 'copies':
        return ids('shard');
      case 'fold':
        return ['inputs'];
      case 'closeness':
        return ['inputs', 'copies'];
      case 'merge':
        return ids('inputs', 'copies', 'fold', 'closeness');
    }
  };
  return all.map((work) => {
    const images = imagesIn(work, plan);
    const memoryMb = memoryOf(work, { images, classes: plan.dataset.classes.length });
    return { id: taskId(work), needs: needsOf(work.kind), cpus: 1, memoryMb, images };
  });
}

function imagesIn(work: TaskWork, plan: Planned): number {
  const { images, shards } = plan;
  switch (work.kind) {
    case 'shard':
      return shards[work.shard]!.count;
    case 'closeness': {
      const { from, to } = closenessPart(work.part, plan);
      return to - from;
    }
    case 'inputs':
    case 'copies':
    case 'fold':
    case 'merge':
      return images;
  }
}

/** Of a process that does hardly anything, with a backend or an encoder. */
const LEAST_MB = 512;
/** Bytes that a task keeps of each of its images: paths and what is known of them, or labels and places only. */
const BYTES_BY_KIND: Readonly<Record<TaskWork['kind'], number>> = {
  shard: 2048,
  inputs: 1280,
  copies: 640,
  fold: 256,
  closeness: 128,
  merge: 2048,
};
/** And of each image and class: the predictions of a model; in merge those of one, the mean of all, and what two opinions are joined to. */
const BYTES_OF_CLASS: Readonly<Partial<Record<TaskWork['kind'], number>>> = { fold: 4, merge: 12 };

function memoryOf({ kind }: TaskWork, { images, classes }: { images: number; classes: number }): number {
  const bytesPerImage = BYTES_BY_KIND[kind] + classes * (BYTES_OF_CLASS[kind] ?? 0);
  return Math.ceil(LEAST_MB + (images * bytesPerImage) / 2 ** 20);
}
