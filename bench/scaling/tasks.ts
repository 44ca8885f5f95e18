/**
 * `npm run bench:tasks [-- --counts 1000,3000]`: processor seconds, most resident memory and bytes written of every kind of task of
 * a plan, on drawn photographs, one task after the other (after `npm run build`; Linux, `/usr/bin/time`). What the second
 * count takes more than the first, by image, is what `bench:on-paper` multiplies.
 */
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { OUT_DIR, REPO_ROOT } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import { printHead } from '../tableHead';
import { drawPhotographs } from './drawPhotographs';

const run = promisify(execFile);

interface Measured {
  tasks: number;
  /** On the processor, of all tasks together. */
  seconds: number;
  /** Of the largest. */
  residentMb: number;
  bytes: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { counts: { type: 'string', default: '1000,3000' } } });
  const counts = values.counts.split(',').map(Number);
  const all: (readonly [count: number, measured: ReadonlyMap<string, Measured>])[] = [];
  printHead('images | kind | tasks | processor s | ms an image | most resident MB | bytes an image');
  for (const count of counts) {
    const measured = await measure(await drawPhotographs(count));
    for (const [kind, { tasks, seconds, residentMb, bytes }] of measured)
      console.log(
        `| ${count} | ${kind} | ${tasks} | ${seconds.toFixed(1)} | ${((1000 * seconds) / count).toFixed(3)} | ${residentMb.toFixed(0)} | ${(bytes / count).toFixed(0)} |`,
      );
    all.push([count, measured]);
  }
  const [[fewer, before], [more, after]] = [all[0]!, all.at(-1)!];
  if (fewer === more) return 0;
  printHead(`kind | ms an image, from ${fewer} to ${more} | bytes an image | resident bytes an image`);
  for (const [kind, { seconds, bytes, residentMb }] of after) {
    const first = before.get(kind)!;
    const each = (a: number, b: number) => (b - a) / (more - fewer);
    const ms = (1000 * each(first.seconds, seconds)).toFixed(3);
    const resident = 2 ** 20 * each(first.residentMb, residentMb);
    console.log(`| ${kind} | ${ms} | ${each(first.bytes, bytes).toFixed(0)} | ${resident.toFixed(0)} |`);
  }
  return 0;
}

async function measure(folder: string): Promise<ReadonlyMap<string, Measured>> {
  const job = path.join(OUT_DIR, 'bench', 'job');
  await rm(job, { recursive: true, force: true });
  const byKind = new Map<string, Measured>();
  const planned = await timed(['plan', folder, '--out', job, '--preset', 'fast', '--seed', '1']);
  byKind.set('plan', { tasks: 1, ...planned, bytes: 0 });
  const plan = JSON.parse(await readFile(path.join(job, 'plan.json'), 'utf8')) as {
    readonly tasks: readonly { readonly id: string }[]; // of the program
  };
  for (const { id } of plan.tasks) {
    const { seconds, residentMb } = await timed(['work', job, '--task', id]);
    const kind = id.replace(/-\d+$/, '');
    const known = byKind.get(kind) ?? { tasks: 0, seconds: 0, residentMb: 0, bytes: 0 };
    byKind.set(kind, {
      tasks: known.tasks + 1,
      seconds: known.seconds + seconds,
      residentMb: Math.max(known.residentMb, residentMb),
      bytes: known.bytes + (await written(job, id)),
    });
  }
  return byKind;
}

async function timed(args: readonly string[]): Promise<{ seconds: number; residentMb: number }> {
  const cli = path.join(REPO_ROOT, 'dist', 'cli.js');
  const command = ['-f', 'TIME %U %S %M', process.execPath, cli, ...args];
  const { stderr } = await run('/usr/bin/time', command, { maxBuffer: 2 ** 28 });
  const found = /TIME (\S+) (\S+) (\d+)\s*$/.exec(stderr);
  if (found === null) throw new ScriptError(`/usr/bin/time has said nothing about ${args.join(' ')}.`);
  const [user, system, kilobytes] = found.slice(1).map(Number) as [number, number, number]; // three groups
  return { seconds: user + system, residentMb: kilobytes / 1024 };
}

/** The outputs of a task, as it has noted them. */
async function written(job: string, id: string): Promise<number> {
  const done = JSON.parse(await readFile(path.join(job, 'done', `${id}.json`), 'utf8')) as {
    readonly files: readonly { readonly bytes: number }[]; // of the program
  };
  return done.files.reduce((sum, { bytes }) => sum + bytes, 0);
}

runMain(main);
