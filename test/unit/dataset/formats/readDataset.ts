import path from 'node:path';
import type { FormatName } from '../../../../src/core/dataset/formats/formatNames';
import { splitBoxPath, type Box } from '../../../../src/core/dataset/imagePlace';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { discover } from '../../../../src/dataset/discover';

/** What the tools of the field read in a dataset: the boxes of each image, by its path or identifier. */
export type ExpectedBoxes = Readonly<Record<string, readonly ExpectedBox[]>>;
interface ExpectedBox {
  readonly label: string;
  /** x, y, width, height. */
  readonly box: readonly number[];
}

export const FORMAT_FIXTURES = path.join(__dirname, '../../../fixtures/golden');

/** Reads a dataset, and puts what a test asks for into few words. */
export async function readDataset(root: string, format?: FormatName) {
  const index = await runSteps(discover({ root, format, signal: new AbortController().signal }));
  const labelOf: Record<string, string> = {};
  const boxOf: Record<string, string> = {};
  for (const [i, image] of index.paths.entries()) {
    labelOf[image] = index.classes[index.labels[i]!]!;
    const box = index.places?.[i]?.box;
    if (box !== undefined) boxOf[image] = describeBox(box);
  }
  return { index, labelOf, boxOf, warnings: (index.warnings ?? []).map((warning) => wordMessage(warning)) };
}

const describeBox = ({ x, y, width, height }: Box): string => `${x},${y} ${width}×${height}`;

/** The boxes of each picture in the order of their numbers, by what `keyOf` makes of its path. */
export function boxesByPicture(
  { index }: Awaited<ReturnType<typeof readDataset>>,
  keyOf: (picture: string) => string,
): ExpectedBoxes {
  const boxes: Record<string, ExpectedBox[]> = {};
  for (const [i, image] of index.paths.entries()) {
    const box = index.places?.[i]?.box;
    if (box === undefined) continue;
    const values = [box.x, box.y, box.width, box.height].map((value) => Math.round(value * 1000) / 1000);
    (boxes[keyOf(splitBoxPath(image).picture)] ??= []).push({
      label: index.classes[index.labels[i]!]!,
      box: values,
    });
  }
  return boxes;
}
