import { AppError } from '../../src/core/appError';
import { mapFaults, type ChecksByPath } from '../../src/core/dataset/imageChecks';
import { isInside, pictureFile } from '../../src/core/dataset/imagePlace';
import type { ResultRow, RunSummary } from '../../src/core/run/run';
import { imageIndex, rank } from '../../src/core/spaces';
import type { SimilarImages } from '../../src/review/similar/similarImages';
import type { SuspectDetails } from '../../src/shared/galleryProtocol';

/** What a gallery without VS Code is to show; read from the query of its address. */
export interface FakeDataset {
  readonly suspects: number;
  readonly classes: readonly string[];
  /** Whether they are boxes, all of one picture. */
  readonly boxes?: boolean;
  /** Whether all are inside of one archive. */
  readonly packed?: boolean;
}

const ANIMALS = ['bird', 'cat', 'deer', 'dog', 'fox', 'frog', 'horse', 'owl', 'ship', 'truck'];

/** The mark is in front of every name. */
export const fakeClasses = (count: number, mark = ''): readonly string[] =>
  Array.from({ length: count }, (_, i) => mark + (ANIMALS[i] ?? `class ${String(i).padStart(3, '0')}`));

/**
 * Of so many suspects two show the same picture; and for as many there is a blurry image whose label is right. Two more show
 * none of the classes, the last one more surely.
 */
const PERIOD = 40;
const FIRST_COPY = 12;
const SECOND_COPY = 31;
const OTHERS = 20;
const ONE_PICTURE = '/thumbnails/0-0.png';
const OFF_TOPIC_SCORES = [0.6, 0.9];

/** Images in rank order, the same on every load. */
export class FakeImages {
  readonly rows: readonly ResultRow[];
  /** Whose labels are right, so that a gallery shows them only where it is asked for what is similar to another. */
  readonly others: readonly ResultRow[];
  readonly checks: ChecksByPath;
  private readonly classes: readonly string[];
  private readonly boxes: boolean;

  constructor({ suspects, classes, boxes = false, packed = false }: FakeDataset) {
    this.classes = classes;
    this.boxes = boxes;
    const blurry = Math.ceil(suspects / PERIOD);
    const right = suspects + blurry;
    const rows = [
      ...Array.from({ length: right }, (_, id) =>
        id < suspects ? suspectRow(id, suspects, classes) : rightRow(id, classes),
      ),
      ...OFF_TOPIC_SCORES.map((score, i) => ({
        ...rightRow(right + i, classes),
        offTopic: { score, isFlagged: true },
      })),
    ];
    this.rows = packed
      ? rows.map(intoArchive)
      : boxes
        ? rows.map((row) => ({ ...row, place: placeOf(row.path) }))
        : rows;
    const shown = this.rows.length;
    this.others = Array.from({ length: OTHERS }, (_, i) => rightRow(shown + i, classes));
    const copies: string[][] = [];
    for (let id = 0; id + SECOND_COPY < suspects; id += PERIOD)
      copies.push([this.rows[id + FIRST_COPY]!.path, this.rows[id + SECOND_COPY]!.path]);
    this.checks = {
      groups: copies.map((paths) => ({ isExact: true, paths: paths.sort() })),
      faults: {
        ...mapFaults(() => []),
        blurry: this.rows.slice(suspects, right).map(({ path }) => path),
      },
    };
  }

  thumbnail(path: string): string {
    const id = idOf(path);
    const suggested = this.classes.indexOf([...this.rows, ...this.others][id]!.predictedLabel);
    return `/thumbnails/${suggested % ANIMALS.length}-${id % 8}.png`;
  }

  /** Images that look like the class that the first of some is most like, the most similar first. */
  similarTo(images: readonly string[]): SimilarImages {
    const all = [...this.rows, ...this.others];
    const asked = images.map((image) => {
      const row = all.find(({ path }) => path === image);
      if (row !== undefined) return row;
      throw new AppError('image-not-found', `${image} is not one of the ${all.length} images.`);
    });
    const { predictedLabel } = asked[0]!;
    const found = all.filter((row) => row.predictedLabel === predictedLabel && !asked.includes(row));
    return {
      to: images,
      rows: [...asked, ...found],
      similarities: [...asked.map(() => 1), ...found.map((_, place) => 0.98 - place / 100)],
    };
  }

  details(row: ResultRow, copies: SuspectDetails['copies']): SuspectDetails {
    const { path, givenLabel, predictedLabel } = row;
    const others = this.classes.filter((label) => label !== givenLabel && label !== predictedLabel);
    const example = (id: number) => {
      const { path: other } = this.rows[id % this.rows.length]!;
      return { path: other, address: this.thumbnail(other) };
    };
    const model = { givenProbability: 0.02, predictedLabel, predictedProbability: 0.93 };
    return {
      path,
      bytes: 4321,
      ...(isInside(row) && { inside: pictureFile(row) }),
      ...(this.boxes
        ? { original: ONE_PICTURE, box: placeOf(path).box }
        : { original: this.thumbnail(path) }),
      classes: [predictedLabel, ...others.slice(0, 8), givenLabel].map((label, index) => ({
        label,
        probability: index === 0 ? 0.93 : 0.03 / index,
      })),
      models: [
        { ...model, hasSeen: false },
        { ...model, hasSeen: true, givenProbability: 0.2 },
      ],
      ...(copies && { copies }),
      ...(row.offTopic && { closeness: { closestLabel: givenLabel, ...CLOSENESS } }),
      trajectory: [0.1, 0.3, 0.25, 0.1, 0.04, 0.02],
      typicalGiven: [3, 4, 5, 6].map(example),
      typicalSuggested: [7, 8, 9, 10].map(example),
      neighbours: [11, 12, 13].map((id) => ({
        ...example(id),
        givenLabel: predictedLabel,
        similarity: 0.91,
      })),
    };
  }
}

const CLOSENESS = { closeness: 0.31, ownCloseness: 0.31, usualLow: 0.62, usualHigh: 0.85 };

const givenClass = (id: number, classes: readonly string[]) => (id * 7 + Math.floor(id / 5)) % classes.length;

/** Four boxes to a picture. */
const placeOf = (path: string) => ({
  file: `pictures/${Math.floor(idOf(path) / 4)}.png`,
  box: { x: (idOf(path) * 3) % 20, y: 4, width: 6, height: 9 },
});

const pathOf = (id: number, label: string) => `${label}/image_${String(id).padStart(6, '0')}.png`;
const idOf = (path: string) => Number(/(\d+)\.png$/.exec(path)?.[1]);

function suspectRow(id: number, suspects: number, classes: readonly string[]): ResultRow {
  const given = givenClass(id, classes);
  const doubt = id / suspects;
  return {
    path: pathOf(id, classes[given]!),
    givenLabel: classes[given]!,
    isLabelIssue: true,
    labelQuality: 0.002 + 0.4 * doubt,
    predictedLabel: classes[(given + 1 + ((id * 3) % (classes.length - 1))) % classes.length]!,
    predictedProbability: 0.996 - 0.4 * doubt,
    image: imageIndex(id),
    rank: rank(id + 1),
  };
}

function rightRow(id: number, classes: readonly string[]): ResultRow {
  const label = classes[givenClass(id, classes)]!;
  return {
    path: pathOf(id, label),
    givenLabel: label,
    isLabelIssue: false,
    labelQuality: 0.97,
    predictedLabel: label,
    predictedProbability: 0.97,
    image: imageIndex(id),
    rank: rank(id + 1),
  };
}

const ARCHIVE = 'animals.tar';
const intoArchive = (row: ResultRow): ResultRow => ({
  ...row,
  path: `${ARCHIVE}/${row.path}`,
  place: { file: ARCHIVE, range: { offset: 0, bytes: 4321 } },
});

/** A run that has found these images. */
export const fakeRun = ({ suspects, classes, boxes = false }: FakeDataset): RunSummary => ({
  schema: 1,
  id: 'run-1',
  createdAt: '2026-01-02T03:04:05.000Z',
  labelSource: { kind: 'folders' },
  classes,
  ...(boxes && { thing: 'box' }),
  images: 5000,
  unreadable: [],
  skipped: { hidden: 0, notImages: 0, unlabelled: 0, missingFiles: 0 },
  suspects,
  filterBy: 'calibrated',
  predictions: { file: '/predictions.csv', matchedBy: 'path-column' },
  seconds: { discover: 0, decode: 0, train: 0, detect: 0, total: 0 },
  peakRssMb: 100,
  warnings: [],
});
