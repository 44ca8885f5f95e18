import * as v from 'valibot';
import type { Immutable } from '../immutable';

/** What a node lacks: the job folder, the same plan in it, the dataset, leave to write there, or a program that fits. */
const NODE_PROBLEMS = ['no-folder', 'other-folder', 'no-dataset', 'unwritable-folder', 'no-program'] as const;
const nodeProblem = { problem: v.picklist(NODE_PROBLEMS) };
/** Work is counted in images, as the plan has it; of tasks that are running, what they have noted. */
const soFar = {
  tasksDone: v.number(),
  tasks: v.number(),
  done: v.number(),
  total: v.number(),
  secondsGone: v.number(),
};
const room = { cpus: v.number(), memoryMb: v.number() };

/** What `media/ray/driver.py` prints, one object a line. */
export const driverLineSchema = v.variant('type', [
  v.object({ type: v.literal('waiting'), ...room, seconds: v.number() }),
  /** No node is big enough for a task. */
  v.object({ type: v.literal('too-small'), task: v.string(), ...room }),
  v.object({ type: v.literal('unfit'), node: v.string(), ...nodeProblem, detail: v.string() }),
  v.object({ type: v.literal('nodes'), nodes: v.number(), cpus: v.number() }),
  /** Tasks go on, and have got further. */
  v.object({ type: v.literal('running'), ...soFar }),
  /** A task has ended well. */
  v.object({
    type: v.literal('task'),
    task: v.string(),
    node: v.string(),
    seconds: v.number(),
    ...soFar,
  }),
  /** A task has ended with an exit code, as often as it was tried; `line` is what its log says of why. */
  v.object({
    type: v.literal('failed'),
    task: v.string(),
    node: v.string(),
    line: v.string(),
    log: v.string(),
  }),
  /** Ray has given a task up. */
  v.object({ type: v.literal('lost'), task: v.string(), detail: v.string() }),
  v.object({ type: v.literal('end'), ok: v.boolean() }),
]);
export type DriverLine = Immutable<v.InferOutput<typeof driverLineSchema>>;

/** The driver's own among the lines of a job's log: Ray and Python write there, too. */
export function driverLines(log: string): DriverLine[] {
  return log.split('\n').flatMap((text) => {
    if (!text.startsWith('{')) return [];
    const parsed = v.safeParse(driverLineSchema, parse(text));
    return parsed.success ? [parsed.output] : [];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Not ours, or not written to its end.
  }
}
