import path from 'node:path';
import { AppError } from '../../core/appError';
import { PROGRAM } from '../../core/names';
import type { JobPlan } from '../../core/plan/jobPlan';
import { runSteps } from '../../core/steps';
import { makePlan } from '../../pipeline/job/makePlan';
import { cancelled, EXIT, type ExitCode } from '../commandIo';
import { configOf } from '../config/configFlags';
import { counted } from '../counted';
import { onlyFolder, parseFlags } from '../flags';
import { parsedFlags } from '../help/commandSpec';
import { PLAN_SPEC, SHARDS_OPTION } from '../help/jobSpecs';
import type { PipelineIo } from '../runPipeline';
import { scanRequest } from '../scanRequest';
import { taskToolsOf } from './taskTools';

/** What `plan` refuses, and what does it instead. */
const NOT_PLANNED: readonly (readonly [flag: string, why: string])[] = [
  ['retrain', 'plan has no --retrain: to learn from decisions takes one machine; use scan --retrain there.'],
  ['pred-probs', 'plan takes no predictions: to judge by them takes one machine; use score there.'],
  ['predictions', 'plan takes no predictions: to judge by them takes one machine; use score there.'],
];

/** `plan <folder> --out <job folder>`: the tasks of a search. */
export async function planCommand(args: readonly string[], io: PipelineIo): Promise<ExitCode> {
  for (const [flag, why] of NOT_PLANNED)
    if (args.some((arg) => arg === `--${flag}` || arg.startsWith(`--${flag}=`)))
      throw new AppError('bad-usage', why);
  const flags = parseFlags(args, parsedFlags(PLAN_SPEC));
  const root = path.resolve(onlyFolder(flags, 'plan'));
  const out = flags.text('out');
  if (out === undefined) throw new AppError('bad-usage', 'plan needs --out DIR.');
  const config = await configOf(root, flags, { keys: (key) => key !== 'failOver', io });
  const request = scanRequest({ root, flags, config }, io);
  const folder = path.resolve(out);
  const shards = flags.option(SHARDS_OPTION);
  const plan = await planWithProgress({ request, folder, shards }, io);
  if (plan === undefined) return cancelled(io, 'there is no new plan');
  await io.writeOut(flags.has('json') ? `${JSON.stringify(toJson(plan, folder))}\n` : listOf(plan));
  io.say('info', nextSteps(out, plan));
  return EXIT.done;
}

async function planWithProgress(
  { request, ...options }: { readonly request: JobPlan['request'] } & Parameters<typeof makePlan>[1],
  io: PipelineIo,
): Promise<JobPlan | undefined> {
  try {
    return await runSteps(makePlan(request, options, taskToolsOf(io, 1)), (progress) =>
      io.progress.show(progress),
    );
  } catch (error) {
    if (!io.signal.aborted) throw error;
    return undefined;
  } finally {
    io.progress.end();
  }
}

function toJson({ images, dataset, tasks }: JobPlan, folder: string) {
  return { folder, images, classes: dataset.classes.length, tasks };
}

/** What the tasks of a name do. */
const DOES: Readonly<Record<string, string>> = {
  shard: 'read and encode images',
  inputs: 'join them with labels and decisions',
  copies: 'look for copies and faults',
  head: 'train heads on the embeddings',
  network: 'train networks on the pixels',
  closeness: 'compare images with all others',
  merge: 'make the run',
};

/** A line for the tasks of each name. */
function listOf({ tasks }: JobPlan): string {
  const nameOf = (id: string) => id.split('-')[0]!;
  return [...new Set(tasks.map(({ id }) => nameOf(id)))]
    .map((name) => {
      const some = tasks.filter(({ id }) => nameOf(id) === name);
      const [first, last] = [some[0]!.id, some.at(-1)!.id];
      const ids = some.length === 1 ? first : `${first} … ${last}`;
      return `${ids}: ${counted(some.length, 'task')} to ${DOES[name] ?? name}\n`;
    })
    .join('');
}

function nextSteps(out: string, { tasks, images }: JobPlan): string {
  return (
    `${counted(tasks.length, 'task')} for ${counted(images, 'image')}. Next, anywhere that ${out} and the dataset are seen: ` +
    `${PROGRAM} work ${out} --task ID, each when those that it needs are done; the last is ${PROGRAM} merge ${out}.`
  );
}
