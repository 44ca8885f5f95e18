import type { SuspectRow } from '../../src/shared/galleryProtocol';

/** What a gallery without VS Code is to show; read from the query of its address. */
export interface FakeDataset {
  readonly suspects: number;
  readonly classes: readonly string[];
}

const ANIMALS = ['bird', 'cat', 'deer', 'dog', 'fox', 'frog', 'horse', 'owl', 'ship', 'truck'];

export const fakeClasses = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => ANIMALS[i] ?? `class ${String(i).padStart(3, '0')}`);

const givenClass = (id: number, classes: readonly string[]) => (id * 7 + Math.floor(id / 5)) % classes.length;

const pathOf = (id: number, label: string) => `${label}/image_${String(id).padStart(6, '0')}.png`;

/** The same suspect for the same id on every load, whatever the number of suspects. */
export function fakeSuspect({ classes, suspects }: FakeDataset, id: number): SuspectRow {
  const given = givenClass(id, classes);
  const other = (given + 1 + ((id * 3) % (classes.length - 1))) % classes.length;
  const { faults, copies } = fakeFacts(id, classes);
  const suggested = faults === undefined ? other : given;
  const doubt = id / Math.max(1, suspects);
  return {
    position: id,
    path: pathOf(id, classes[given]!),
    givenLabel: classes[given]!,
    suggestedLabel: classes[suggested]!,
    labelQuality: 0.002 + 0.4 * doubt,
    suggestedProbability: 0.996 - 0.4 * doubt,
    rank: id + 1,
    thumbnail: `/thumbnails/${suggested % ANIMALS.length}-${id % 8}.png`,
    ...(faults && { faults }),
    ...(copies && { copies }),
    decision: null,
  };
}

/** Of every forty suspects two show the same picture, and one is blurry and here for nothing else. */
function fakeFacts(id: number, classes: readonly string[]): Pick<SuspectRow, 'copies' | 'faults'> {
  const place = id % 40;
  if (place === 9) return { faults: ['blurry'] };
  if (place !== 12 && place !== 30) return {};
  const other = place === 12 ? id + 18 : id - 18;
  const givenLabel = classes[givenClass(other, classes)]!;
  return { copies: { isExact: true, others: [{ path: pathOf(other, givenLabel), givenLabel }], more: 0 } };
}
