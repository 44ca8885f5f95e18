import type { Option } from '../../core/run/scanOptions';
import { optionFlag, type CommandSpec } from './commandSpec';
import { MERGE_OUTPUTS } from './jobSpecs';

export const WAIT_OPTION = {
  flag: 'wait',
  placeholder: 'SECONDS',
  meaning: 'how long to wait for a node that is big enough, as where a cluster grows by itself',
  kind: 'integer',
  minimum: 0,
  maximum: 86_400,
  default: 60,
} as const satisfies Option;

export const RAY_SPEC: CommandSpec = {
  name: 'ray',
  summary: 'run a plan on a Ray cluster, or go on watching it there',
  usage: ['ray DIR --address URL [options]'],
  operands: 'folder',
  groups: [
    {
      title: 'Where it runs',
      flags: [
        {
          flag: 'address',
          placeholder: 'URL',
          meaning:
            "Ray's dashboard, such as http://head:8265; RAY_AUTH_TOKEN and RAY_JOB_HEADERS are sent there",
        },
        {
          flag: 'program',
          placeholder: 'COMMAND',
          meaning: 'how nodes run this program, such as a path on shared storage (label-review)',
        },
        {
          flag: 'install',
          placeholder: 'PACKAGE',
          meaning: 'what npm installs on nodes that lack the program: a tarball that they see, or a name',
          takes: 'file',
        },
        { flag: 'python', placeholder: 'COMMAND', meaning: 'a Python with Ray on the head node (python)' },
        optionFlag(WAIT_OPTION),
        { flag: 'detach', meaning: 'only start it; without this, the same command goes on watching later' },
      ],
    },
    { title: 'What comes out', flags: MERGE_OUTPUTS },
  ],
  examples: [
    {
      line: 'ray /shared/job --address http://head:8265 --out suspects.csv',
      does: 'run what `plan images --out /shared/job` has made',
    },
    {
      line: 'ray /shared/job --address head --program "node /shared/label-review/dist/cli.js"',
      does: 'with the program on shared storage',
    },
  ],
};
