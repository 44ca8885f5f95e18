import type { ImageFault } from '../faults/findFaults';
import { isLeak, type ChecksByPath, type CopiedPaths } from './imageChecks';
import type { TableRow } from '../run/run';

/** The copies of one picture, as a gallery shows them. */
export interface CopyGroup extends CopiedPaths {
  /** Given labels, parallel to `paths`. */
  readonly labels: readonly string[];
  readonly isContradiction: boolean;
  readonly isLeak: boolean;
  /** Where the group comes among the others, from 0: in order of the most suspect image of each. */
  readonly order: number;
}

/** What is known of an image without a network. */
export interface ImageFacts {
  /** The copies of its picture, itself included; absent where it is the only one. */
  readonly group?: CopyGroup | undefined;
  readonly faults: readonly ImageFault[];
}

/** What is known, by path; images of which nothing is known are left out. `results` are in rank order. */
export function imageFacts(
  { groups, faults }: ChecksByPath,
  results: readonly TableRow[],
  splits: readonly string[],
): Map<string, ImageFacts> {
  const groupOf = new Map(groups.flatMap((group) => group.paths.map((image) => [image, group] as const)));
  const faultsOf = new Map<string, ImageFault[]>();
  for (const [fault, paths] of Object.entries(faults) as [ImageFault, readonly string[]][])
    // its keys
    for (const image of paths) faultsOf.set(image, [...(faultsOf.get(image) ?? []), fault]);

  const facts = new Map<string, ImageFacts>();
  if (groupOf.size === 0 && faultsOf.size === 0) return facts;
  const labelOf = new Map<string, string>();
  for (const { path, givenLabel } of results) if (groupOf.has(path)) labelOf.set(path, givenLabel);
  const shown = new Map<CopiedPaths, CopyGroup>();
  for (const { path } of results) {
    const copied = groupOf.get(path);
    const found = faultsOf.get(path);
    if (copied === undefined && found === undefined) continue;
    facts.set(path, { group: copied && toGroup(copied), faults: found ?? [] });
  }
  return facts;

  function toGroup(copied: CopiedPaths): CopyGroup {
    const known = shown.get(copied);
    if (known !== undefined) return known;
    const labels = copied.paths.map((image) => labelOf.get(image) ?? '');
    const group = {
      ...copied,
      labels,
      isContradiction: new Set(labels).size > 1,
      isLeak: isLeak(copied.paths, splits),
      order: shown.size,
    };
    shown.set(copied, group);
    return group;
  }
}
