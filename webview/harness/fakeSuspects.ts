import type { SuspectRow } from '../../src/shared/galleryProtocol';

/** What a gallery without VS Code is to show; read from the query of its address. */
export interface FakeDataset {
  readonly suspects: number;
  readonly classes: readonly string[];
}

const ANIMALS = ['bird', 'cat', 'deer', 'dog', 'fox', 'frog', 'horse', 'owl', 'ship', 'truck'];

export const fakeClasses = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => ANIMALS[i] ?? `class ${String(i).padStart(3, '0')}`);

/** The same suspect for the same id on every load, whatever the number of suspects. */
export function fakeSuspect({ classes, suspects }: FakeDataset, id: number): SuspectRow {
  const given = (id * 7 + Math.floor(id / 5)) % classes.length;
  const suggested = (given + 1 + ((id * 3) % (classes.length - 1))) % classes.length;
  const doubt = id / Math.max(1, suspects);
  return {
    position: id,
    path: `${classes[given]!}/image_${String(id).padStart(6, '0')}.png`,
    givenLabel: classes[given]!,
    suggestedLabel: classes[suggested]!,
    labelQuality: 0.002 + 0.4 * doubt,
    suggestedProbability: 0.996 - 0.4 * doubt,
    rank: id + 1,
    thumbnail: `/thumbnails/${suggested % ANIMALS.length}-${id % 8}.png`,
    decision: null,
  };
}
