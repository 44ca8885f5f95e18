import { PLAN_FILE } from '../../core/plan/jobPlan';
import type { Option } from '../../core/run/scanOptions';
import { optionFlag, type CommandSpec, type FlagSpec } from './commandSpec';
import { FAIL_OVER, FIRST_OPTIONS, REPORT_FLAGS, SEARCHED, TRAINING } from './scanSpec';
import { CACHE, JSON_FLAG, OUT } from './sharedFlags';

export const SHARDS_OPTION = {
  flag: 'shards',
  placeholder: 'N',
  meaning: 'tasks that read and encode images, each a part of them, if not as many as are useful',
  kind: 'integer',
  minimum: 1,
  maximum: 10_000,
} as const satisfies Option;

export const PLAN_SPEC: CommandSpec = {
  name: 'plan',
  summary: 'divide a search into tasks that other machines can work on',
  usage: ['plan FOLDER --out DIR [options]'],
  operands: 'folder',
  groups: [
    {
      title: 'What comes out',
      flags: [
        {
          flag: 'out',
          placeholder: 'DIR',
          meaning: `the job folder, which all machines must see: ${PLAN_FILE}, and what the tasks make`,
          takes: 'folder',
        },
        optionFlag(SHARDS_OPTION),
        { flag: 'json', meaning: 'print one JSON object with the tasks in place of the list' },
      ],
    },
    SEARCHED,
    { title: 'How it is searched', flags: [...FIRST_OPTIONS, CACHE] },
    TRAINING,
  ],
  examples: [
    { line: 'plan images --out /shared/job', does: 'write the tasks of a search into a folder' },
    {
      line: 'plan images --out /shared/job --shards 64 --json >plan.json',
      does: 'for 64 machines; list the tasks for a program',
    },
  ],
};

export const THREADS_OPTION = {
  flag: 'threads',
  placeholder: 'N',
  meaning: 'threads that the task may use; several that train one model change the rounding of sums',
  kind: 'integer',
  minimum: 1,
  maximum: 256,
  default: 1,
} as const satisfies Option;

export const WORK_SPEC: CommandSpec = {
  name: 'work',
  summary: 'do one task of a plan',
  usage: ['work DIR --task ID [options]'],
  operands: 'folder',
  groups: [
    {
      title: 'Options',
      flags: [
        { flag: 'task', placeholder: 'ID', meaning: `its id, as ${PLAN_FILE} in DIR has it` },
        optionFlag(THREADS_OPTION),
      ],
    },
  ],
  examples: [
    { line: 'work /shared/job --task shard-0000', does: 'read and encode the first part of the images' },
    { line: 'work /shared/job --task head-0 --threads 4', does: 'train a model with four threads' },
  ],
};

/** Of every command that makes the run of a plan. */
export const MERGE_OUTPUTS: readonly FlagSpec[] = [OUT, JSON_FLAG, ...REPORT_FLAGS, FAIL_OVER];

export const MERGE_SPEC: CommandSpec = {
  name: 'merge',
  summary: 'make the run of a plan whose tasks are done',
  usage: ['merge DIR [options]'],
  operands: 'folder',
  groups: [
    {
      title: 'What comes out',
      flags: [...MERGE_OUTPUTS, optionFlag(THREADS_OPTION)],
    },
  ],
  examples: [
    {
      line: 'merge /shared/job --out suspects.csv',
      does: 'the run, to be reviewed, and its table, as after scan',
    },
    { line: 'merge /shared/job --json --report report.html', does: 'numbers only, and a page for people' },
  ],
};
