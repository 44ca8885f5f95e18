import assert from 'node:assert/strict';
import { EXIT } from '../../src/cli/commandIo';
import { exportCommand } from '../../src/cli/export/exportCommand';
import { encodeBmp } from '../../src/core/dataset/pixels/encodeBmp';
import type { DatasetIndex } from '../../src/core/dataset/dataset';
import type { FormatName } from '../../src/core/dataset/formats/formatNames';
import type { Decision } from '../../src/core/review/review';
import { runSteps } from '../../src/core/steps';
import { discover } from '../../src/dataset/discover';
import { locateStore } from '../../src/store/location';
import { unpackTo } from '../../src/store/unpackFolder';
import { writeFiles, writeReview } from '../fixtures/reviewedDataset';
import { createTestIo } from '../unit/cli/testIo';

export const SIZE = { width: 40, height: 20 };

/** Pictures of one colour each, by which they are known under whatever name: the first is 1, the second 2, … */
export async function writePictures(root: string, paths: readonly string[]): Promise<void> {
  const { width, height } = SIZE;
  for (const [index, image] of paths.entries()) {
    const pixels = Buffer.alloc(3 * width * height, index + 1);
    await writeFiles(root, { [image]: Buffer.from(encodeBmp(pixels, { ...SIZE, channels: 3 })) });
  }
}

export interface TableOfLabels {
  readonly file: string;
  readonly pathColumn: string;
  readonly labelColumn: string;
}

interface Where {
  readonly format?: FormatName;
  readonly labels?: TableOfLabels;
}

export async function readNow(root: string, { format, labels }: Where = {}): Promise<DatasetIndex> {
  const { signal } = new AbortController();
  const location = await locateStore(root, root);
  return runSteps(discover({ root, format, labels, signal, unpackTo: unpackTo(location) }));
}

/** The label of each image, or box, by its path. */
export const labelsOf = ({ paths, labels, classes }: DatasetIndex): Record<string, string> =>
  Object.fromEntries(paths.map((image, index) => [image, classes[labels[index]!]!]));

export interface Reviewed {
  readonly now: DatasetIndex;
  readonly decisions: Readonly<Record<string, Decision>>;
  /** The label that each image, or box, is to have; those that are excluded have none. */
  readonly meant: Readonly<Record<string, string>>;
}

/** A run on the dataset, in which every third label is decided to be another one, and every fifth image goes. */
export async function review(root: string, newLabel: string, where: Where = {}): Promise<Reviewed> {
  const now = await readNow(root, where);
  const labels = labelsOf(now);
  const decisions: Record<string, Decision> = {};
  for (const [index, image] of now.paths.entries()) {
    if (index % 5 === 4) decisions[image] = { action: 'exclude' };
    else if (index % 3 === 0)
      decisions[image] = { action: 'relabel', label: index === 0 ? newLabel : now.classes[0]! };
  }
  const meant = Object.fromEntries(
    Object.entries(labels).flatMap(([image, label]) => {
      const decision = decisions[image];
      if (decision?.action === 'exclude') return [];
      return [[image, decision?.action === 'relabel' ? decision.label : label]];
    }),
  );
  await writeReview(root, { labels, decisions, source: now.labelSource });
  return { now, decisions, meant };
}

export async function exportAs(root: string, format: string, ...flags: string[]): Promise<void> {
  const { io, said } = createTestIo();
  assert.equal(await exportCommand([root, '--format', format, ...flags], io), EXIT.done, said());
}

/** Reviews the dataset, and writes what was decided back into it. */
export async function correct(root: string, newLabel: string, where: Where = {}): Promise<Reviewed> {
  const reviewed = await review(root, newLabel, where);
  await exportAs(root, 'source', '--yes');
  return reviewed;
}
