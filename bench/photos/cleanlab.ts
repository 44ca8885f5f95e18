import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { encodeNpy } from '../../src/core/npy';
import { expansionTable } from '../../src/core/embedding/compand';
import type { EncoderInfo } from '../../src/core/run/opinions';
import { embeddingCacheName } from '../../src/dataset/cache/cacheNames';
import { readCacheIndex } from '../../src/dataset/cache/cacheIndex';
import { cacheFolder, type StoreLocation } from '../../src/store/location';
import type { JudgedImages } from '../../scripts/images/judgedImages';
import { runCommand } from '../../scripts/install/runCommand';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { ScriptError } from '../../scripts/scriptError';
import { createTemporaryFolder } from '../../scripts/vscode/temporaryFolder';

const answerSchema = v.object({
  seconds: v.number(),
  /** Label quality scores; low is suspect. */
  quality: v.array(v.number()),
  isIssue: v.array(v.boolean()),
});

/** What cleanlab says of the same images by a logistic regression on the embeddings that a scan has left in the cache. */
export async function judgeByCleanlab(task: {
  readonly python: string;
  readonly location: StoreLocation;
  readonly encoder: EncoderInfo;
  readonly judged: JudgedImages;
}): Promise<{ readonly judged: JudgedImages; readonly seconds: number }> {
  const { python, encoder, judged } = task;
  const temporary = await createTemporaryFolder('photos');
  try {
    const [features, labels] = ['features.npy', 'labels.npy'].map((name) =>
      path.join(temporary.path, name),
    ) as [string, string]; // two
    const classes = [...new Set(judged.givenLabels)].sort();
    const classOf = new Map(classes.map((name, index) => [name, index]));
    const given = Int32Array.from(judged.givenLabels, (label) => classOf.get(label)!);
    await writeFile(features, encodeNpy(await readEmbeddings(task), [given.length, encoder.width]));
    await writeFile(labels, encodeNpy(given, [given.length]));
    const output = await runCommand({
      purpose: 'Judging by cleanlab',
      file: python,
      args: [path.join(REPO_ROOT, 'bench', 'photos', 'judge.py'), features, labels],
      timeoutMs: 3_600_000,
    });
    // Warnings come before it.
    const answer = v.parse(
      v.pipe(v.string(), v.parseJson(), answerSchema),
      output.trimEnd().split('\n').at(-1),
    );
    return {
      seconds: answer.seconds,
      judged: {
        ...judged,
        isFlagged: Uint8Array.from(answer.isIssue, Number),
        suspicion: Float64Array.from(answer.quality, (quality) => -quality),
      },
    };
  } finally {
    await temporary.remove();
  }
}

/** N×D, a row for each of the judged images. */
async function readEmbeddings({
  location,
  encoder,
  judged,
}: {
  readonly location: StoreLocation;
  readonly encoder: EncoderInfo;
  readonly judged: JudgedImages;
}): Promise<Float32Array> {
  const file = path.join(cacheFolder(location), embeddingCacheName(encoder.id));
  const rows = await readFile(`${file}.u8`);
  const placeOf = new Map<string, number>();
  for await (const entry of readCacheIndex(`${file}.jsonl`))
    if (entry !== undefined) placeOf.set(entry.name, entry.row[0]);
  const { width } = encoder;
  const table = expansionTable(width);
  const values = new Float32Array(judged.paths.length * width);
  for (const [image, name] of judged.paths.entries()) {
    const place = placeOf.get(name);
    if (place === undefined) throw new ScriptError(`The cache has no embedding of ${name}.`);
    for (let d = 0; d < width; d++) values[image * width + d] = table[rows[place * width + d]!]!;
  }
  return values;
}
