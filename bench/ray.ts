/**
 * `npm run bench:ray -- --python PATH [--images 2000 --shards 8 --runs 1]`: the same search as a plan on one Ray node of one core and on
 * two, all on this machine, whose cores must be two at least. PATH has Ray. Most tasks take ten seconds or so, so that their beginnings do not
 * decide. Needs a built `dist/`. Linux only.
 */
import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { OUT_DIR, REPO_ROOT } from '../scripts/repoPaths';
import { runMain } from '../scripts/runMain';
import { ScriptError } from '../scripts/scriptError';
import { PLAN_FILE } from '../src/core/plan/jobPlan';
import { driverLines } from '../src/core/ray/driverLine';
import { readClusterAddress } from '../src/ray/clusterAddress';
import { createJobsClient } from '../src/ray/jobsClient';
import { submissionIdOf } from '../src/ray/submitPlan';
import { startCluster, type RayCluster } from '../test/ray/cluster';
import { median } from './median';
import { drawnImages } from './memory/drawnImages';
import { printHead } from './tableHead';

const CLI = path.join(REPO_ROOT, 'dist', 'cli.js');
const JOB = path.join(OUT_DIR, 'bench', 'ray-job');
const SEARCH = ['--preset', 'fast', '--folds', '4', '--epochs', '4', '--backend', 'wasm', '--seed', '1'];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      python: { type: 'string' },
      images: { type: 'string', default: '2000' },
      shards: { type: 'string', default: '8' },
      runs: { type: 'string', default: '1' },
    },
  });
  const { python, images, shards, runs } = values;
  if (python === undefined) throw new ScriptError('Name a Python that has Ray: --python PATH.');
  const folder = await drawnImages({ count: Number(images), edge: 64, channels: 3, seed: 1 });
  const cluster = await startCluster(python);
  try {
    printHead(
      'nodes | from start to run, s | tasks, s | all tasks added, s | longest task, s | times as fast',
    );
    const alone = [];
    for (const nodes of [1, 2]) {
      if (nodes === 2) await cluster.addNode();
      const found: JobTimes[] = [];
      for (let run = 0; run < Number(runs); run++)
        found.push(await timeJob(cluster, { python, folder, shards }));
      if (nodes === 1) alone.push(...found);
      console.log(rowOf(nodes, found, alone));
    }
    return 0;
  } finally {
    await cluster.stop();
  }
}

interface JobTimes {
  /** From the start of `ray` to the end of the run. */
  readonly wallS: number;
  /** From the first task to the end of the last. */
  readonly tasksS: number;
  /** Of each task. */
  readonly taskS: readonly number[];
}

interface Search {
  readonly python: string;
  readonly folder: string;
  readonly shards: string;
}

/** Plans anew and has the plan run. */
async function timeJob(cluster: RayCluster, { python, folder, shards }: Search): Promise<JobTimes> {
  await rm(JOB, { recursive: true, force: true });
  runCli('plan', folder, '--out', JOB, '--shards', shards, ...SEARCH);
  const program = `${process.execPath} ${CLI}`;
  const beganMs = performance.now();
  runCli('ray', JOB, '--address', cluster.address, '--python', python, '--program', program, '--json');
  const wallS = (performance.now() - beganMs) / 1000;
  const client = createJobsClient({ address: readClusterAddress(cluster.address), headers: {} });
  const plan = await readFile(path.join(JOB, PLAN_FILE), 'utf8');
  const log = await client.logs(submissionIdOf({ plan, folder: JOB }));
  const done = driverLines(log).filter((line) => line.type === 'task');
  return { wallS, tasksS: done.at(-1)!.secondsGone, taskS: done.map(({ seconds }) => seconds) };
}

function runCli(...args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...args, '--progress', 'none'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new ScriptError(`label-review ${args[0]} failed:\n${stderr}`);
}

function rowOf(nodes: number, found: readonly JobTimes[], alone: readonly JobTimes[]): string {
  const of = (times: readonly JobTimes[], value: (one: JobTimes) => number) => median(times.map(value));
  const sum = ({ taskS }: JobTimes) => taskS.reduce((total, seconds) => total + seconds, 0);
  const cells = [
    ...[of(found, ({ wallS }) => wallS), of(found, ({ tasksS }) => tasksS), of(found, sum)],
    of(found, ({ taskS }) => Math.max(...taskS)),
  ].map((seconds) => seconds.toFixed(0));
  const faster = of(alone, ({ wallS }) => wallS) / of(found, ({ wallS }) => wallS);
  return `| ${[nodes, ...cells, faster.toFixed(2)].join(' | ')} |`;
}

runMain(main);
