import * as v from 'valibot';
import type { Memento } from 'vscode';

const ANSWERS_KEY = 'rayAnswers';
const JOB_KEY = 'rayJob';

const answersSchema = v.object({
  /** Of the cluster. */
  address: v.string(),
  /** The job folder, absolute. */
  folder: v.string(),
  /** How nodes run the program; absent: as it is on their path. */
  program: v.optional(v.string()),
});
/** What *Find Wrong Labels on Ray…* asks. */
export type RayAnswers = Readonly<v.InferOutput<typeof answersSchema>>;

const jobSchema = v.object({
  root: v.string(),
  ...v.pick(answersSchema, ['address', 'folder']).entries,
  submissionId: v.string(),
  tasks: v.number(),
  /** It has ended well; what is left is its run. */
  isDone: v.optional(v.boolean()),
  /** That nothing comes of it for now has been said. */
  isSaid: v.optional(v.boolean()),
});
/** A job that goes on, whether a window watches it or not, or whose run is still to be made. */
export type RayJobInHand = Readonly<v.InferOutput<typeof jobSchema>>;

/** What is remembered of Ray in this workspace. */
export function createRayMemory(state: Memento) {
  const answers = v.record(v.string(), answersSchema);
  const all = () => {
    const parsed = v.safeParse(answers, state.get(ANSWERS_KEY));
    return parsed.success ? parsed.output : {};
  };
  return {
    /** What was answered for a dataset, or else for another: clusters are shared, job folders are not. */
    answersFor: (root: string): Partial<RayAnswers> => {
      const known = all();
      const last = Object.values(known).at(-1);
      return known[root] ?? (last === undefined ? {} : { address: last.address, program: last.program });
    },
    remember: (root: string, given: RayAnswers) => {
      // The newest comes last.
      const others = Object.entries(all()).filter(([known]) => known !== root);
      return state.update(ANSWERS_KEY, Object.fromEntries([...others, [root, given]]));
    },
    /** The job to go on watching when the window opens again. */
    job: (): RayJobInHand | undefined => {
      const parsed = v.safeParse(jobSchema, state.get(JOB_KEY));
      return parsed.success ? parsed.output : undefined;
    },
    setJob: (job: RayJobInHand | undefined) => state.update(JOB_KEY, job),
  };
}
export type RayMemory = ReturnType<typeof createRayMemory>;
