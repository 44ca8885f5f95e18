/** Samples by class: `order[starts[c] … starts[c + 1] − 1]` are those of class c, in ascending order. */
export interface ClassGroups {
  readonly order: Int32Array;
  /** One longer than there are classes. */
  readonly starts: Int32Array;
}

/** Counting sort of the samples by their class index. @throws RangeError for a label that is no class index. */
export function groupByClass(labels: Int32Array, classCount: number): ClassGroups {
  const starts = new Int32Array(classCount + 1);
  for (const label of labels) {
    if (label < 0 || label >= classCount)
      throw new RangeError(`label ${label} is not a class index below ${classCount}`);
    starts[label + 1]!++;
  }
  for (let classIndex = 0; classIndex < classCount; classIndex++)
    starts[classIndex + 1]! += starts[classIndex]!;
  const next = starts.slice();
  const order = new Int32Array(labels.length);
  for (let sample = 0; sample < labels.length; sample++) order[next[labels[sample]!]!++] = sample;
  return { order, starts };
}
