/** Images of a shard: from the first to before the last. */
export interface ShardRange {
  readonly from: number;
  readonly to: number;
}

/** A shard of about so many bytes takes a minute or so, … */
const USUAL_BYTES = 64 * 1024 * 1024;
/** … or one of so many images, however small. */
const USUAL_IMAGES = 2048;
/** Every task costs the start of a process, and every reader of the images some files. */
const MOST_SHARDS = 2000;
/** To read an image takes as long as so many bytes, however small it is. */
const BYTES_OF_IMAGE = 32 * 1024;

/** How many shards to make where nobody has said. `bytes` are of the image files. */
export function usualShards(bytes: Float64Array): number {
  const total = bytes.reduce((sum, size) => sum + size, 0);
  const wanted = Math.max(Math.ceil(total / USUAL_BYTES), Math.ceil(bytes.length / USUAL_IMAGES), 1);
  return Math.min(wanted, MOST_SHARDS);
}

/** Divides images into shards of consecutive ones that take about equally long; at most one for each image. */
export function divideIntoShards(bytes: Float64Array, shards: number): readonly ShardRange[] {
  const images = bytes.length;
  const wanted = Math.min(shards, images);
  const total = bytes.reduce((sum, size) => sum + size + BYTES_OF_IMAGE, 0);
  const ranges: ShardRange[] = [];
  let from = 0;
  let done = 0;
  for (let shard = 1; shard <= wanted; shard++) {
    // What is left over must suffice for an image each.
    const last = images - (wanted - shard);
    let to = from;
    while (to < last && (to === from || shard === wanted || done < (total * shard) / wanted))
      done += bytes[to++]! + BYTES_OF_IMAGE;
    ranges.push({ from, to });
    from = to;
  }
  return ranges;
}
