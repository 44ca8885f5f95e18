import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FormatName } from '../../../../src/core/dataset/formats/formatNames';
import { runSteps } from '../../../../src/core/steps';
import type { Correction } from '../../../../src/core/writeBack/correction';
import { wordMessage } from '../../../../src/core/words/message';
import { discover } from '../../../../src/dataset/discover';
import type { UnpackFolder } from '../../../../src/dataset/formats/format';
import { planCorrections } from '../../../../src/dataset/writeBack/planCorrections';
import { applyEdits } from '../../../../src/files/changes/byteEdits';

/** To another label; undefined: out of the dataset. */
export type NewLabels = Readonly<Record<string, string | undefined>>;

/** What the files of a dataset that are to change would be, and what is left out and why. */
export async function correctDataset(root: string, newLabels: NewLabels, format?: FormatName) {
  const signal = new AbortController().signal;
  const now = await runSteps(discover({ root, format, signal, unpackTo: unpackFolder(root) }));
  const corrections = new Map(
    Object.entries(newLabels).map(([image, label]): [string, Correction] => {
      const index = now.paths.indexOf(image);
      assert.ok(index >= 0, `${image} is among ${now.paths.join()}`);
      const givenLabel = now.classes[now.labels[index]!]!;
      return [
        image,
        {
          givenLabel,
          decision: label === undefined ? { action: 'exclude' } : { action: 'relabel', label },
        },
      ];
    }),
  );
  const { changes, leftOut } = await planCorrections({ now, corrections, bounds: { root }, signal });
  const made: Record<string, Buffer> = {};
  for (const change of changes) {
    assert.ok(change.kind === 'rewrite');
    const bytes = applyEdits(await readFile(change.file), change.edits);
    made[path.relative(root, change.file).replaceAll(path.sep, '/')] = bytes;
  }
  return {
    made,
    leftOut: Object.fromEntries(leftOut.map(({ path: image, why }) => [image, wordMessage(why)])),
  };
}

/** The label of each image, by its path. */
export async function readLabels(root: string): Promise<Readonly<Record<string, string>>> {
  const signal = new AbortController().signal;
  const { paths, classes, labels } = await runSteps(discover({ root, signal, unpackTo: unpackFolder(root) }));
  return Object.fromEntries(paths.map((image, index) => [image, classes[labels[index]!]!]));
}

const unpackFolder = (root: string): UnpackFolder => ({
  folder: path.join(root, '.label-review', 'cache', 'unpacked'),
  make: () => Promise.resolve(),
});
