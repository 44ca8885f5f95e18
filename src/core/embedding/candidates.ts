import { createRng } from '../rng';

/** Images that all others are compared with, class by class. */
export interface Candidates {
  readonly images: Int32Array;
  /** Where each class begins among `images`; one more number tells where the last one ends. */
  readonly starts: Int32Array;
}

export interface CandidateChoice {
  /** Class indices. */
  readonly labels: Int32Array;
  readonly classCount: number;
  /** About as many are drawn; all images where there are no more. */
  readonly most: number;
  /** Of a class at least so many, where it has them. */
  readonly leastOfClass: number;
  readonly seed: number;
}

/** Draws candidates by chance: of each class as many as of the others, or all of a small one. In order within a class. */
export function drawCandidates(choice: CandidateChoice): Candidates {
  const { labels, classCount, seed } = choice;
  const members = membersByClass(labels, classCount);
  const share = Math.max(
    fairShare(
      members.map(({ length }) => length),
      choice.most,
    ),
    choice.leastOfClass,
  );
  const rng = createRng(seed);
  const starts = new Int32Array(classCount + 1);
  const drawn = members.map((images, label) => {
    if (images.length > share) {
      rng.shuffle(images);
      images = images.slice(0, share).sort();
    }
    starts[label + 1] = starts[label]! + images.length;
    return images;
  });
  const all = new Int32Array(starts[classCount]!);
  drawn.forEach((images, label) => all.set(images, starts[label]));
  return { images: all, starts };
}

function membersByClass(labels: Int32Array, classCount: number): Int32Array[] {
  const counts = new Int32Array(classCount);
  for (const label of labels) counts[label]!++;
  const members = Array.from(counts, (count) => new Int32Array(count));
  const filled = new Int32Array(classCount);
  labels.forEach((label, image) => (members[label]![filled[label]!++] = image));
  return members;
}

/** The largest number such that not more than `most` are drawn when each class gives so many, or all it has. */
function fairShare(counts: readonly number[], most: number): number {
  const ascending = counts.toSorted((a, b) => a - b);
  let left = most;
  for (const [position, count] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - position));
    if (count > share) return share;
    left -= count;
  }
  return ascending.at(-1) ?? 0;
}
