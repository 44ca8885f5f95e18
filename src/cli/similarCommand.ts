import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { AppError } from '../core/appError';
import { SIMILAR_COLUMNS } from '../core/names';
import type { SimilarOutcome, SimilarRequest } from '../core/run/similarRequest';
import { runSteps } from '../core/steps';
import { insideOf } from '../files/insideOf';
import { findSimilar } from '../pipeline/findSimilar';
import { cancelled, EXIT, type CommandIo, type ExitCode } from './commandIo';
import { countedThings } from './counted';
import { parseFlags, type Flags } from './flags';
import { parsedFlags } from './help/commandSpec';
import { COUNT_OPTION, SIMILAR_SPEC } from './help/otherSpecs';
import { outputFlag } from './outputFlag';
import { storeFlags } from './storeFlags';
import { writeTable, type FoundTable } from './writeTable';

/** `similar <folder> <image>…`: the images of a searched dataset that look most like some of them. */
export async function similarCommand(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const flags = parseFlags(args, parsedFlags(SIMILAR_SPEC));
  const request = await toRequest(flags, io);
  const inputs = request.images.map((image) => path.join(request.root, image));
  const out = await outputFlag(flags, inputs);
  const outcome = await search(request, io);
  if (outcome === undefined) return cancelled(io);
  await writeTable(tableOf(outcome), { out, isJson: flags.has('json') }, io);
  report(outcome, io);
  return EXIT.done;
}

async function toRequest(flags: Flags, io: CommandIo): Promise<SimilarRequest> {
  const [folder, ...named] = flags.positionals;
  const images = [...named, ...flags.texts('to')];
  if (folder === undefined || images.length === 0)
    throw new AppError('bad-usage', 'similar takes a folder and at least one of its images.');
  const root = path.resolve(folder);
  return {
    root,
    ...storeFlags(flags, io),
    images: await Promise.all(images.map((image) => inDataset(root, image))),
    count: flags.option(COUNT_OPTION),
  };
}

/** A path as the dataset has it, of one that is relative to the dataset or, as shells complete it, to the working directory. */
async function inDataset(root: string, written: string): Promise<string> {
  const file = path.resolve(written);
  const inside = insideOf(root, file);
  const isThere = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  return isThere && inside !== undefined ? inside : path.normalize(written).split(path.sep).join('/');
}

async function search(request: SimilarRequest, io: CommandIo): Promise<SimilarOutcome | undefined> {
  const { signal } = io;
  try {
    return await runSteps(findSimilar(request, { cores: availableParallelism(), signal }), (progress) =>
      io.progress.show(progress),
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    return undefined;
  } finally {
    io.progress.end();
  }
}

interface SimilarRow {
  readonly path: string;
  readonly givenLabel: string;
  readonly similarity: number;
  readonly rank: number;
}

function tableOf({ runId, encoder, asked, found }: SimilarOutcome): FoundTable<SimilarRow> {
  const rows = found.map(({ path: image, givenLabel, similarity }, at) => {
    return { path: image, givenLabel, similarity, rank: at + 1 };
  });
  return {
    columns: SIMILAR_COLUMNS,
    rows,
    cellsOf: (row) => [row.path, row.givenLabel, row.similarity.toFixed(SIMILARITY_DECIMALS), `${row.rank}`],
    toJson: () => {
      return { run: runId, encoder, to: asked.map(({ path: image }) => image), similar: rows };
    },
  };
}

/** Finer than 8 bits a number of an embedding tell. */
const SIMILARITY_DECIMALS = 4;

function report(outcome: SimilarOutcome, io: CommandIo): void {
  const { encoder, asked, found, images, without } = outcome;
  const to = asked.length === 1 ? asked[0]!.path : countedThings(asked.length, outcome);
  io.say(
    'info',
    `The ${found.length} of ${countedThings(images, outcome)} most similar to ${to}, by ${encoder}.`,
  );
  if (without > 0)
    io.say(
      'info',
      `Left out: ${countedThings(without, outcome)} without an embedding; scan again to include them.`,
    );
}
