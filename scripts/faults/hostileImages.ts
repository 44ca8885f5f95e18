import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { processTree, readProc } from '../../bench/processes/processTree';
import { STORE_FOLDER } from '../../src/core/names';
import type { Rng } from '../../src/core/rng';
import { MOST_HELD_BYTES } from '../../src/dataset/decode/heldBytes';
import type { Fault } from './fault';
import { drawStock, hostileFile, type HostileStock } from './hostileFiles';
import { scanArgs } from './scanArgs';
import { startProgram } from './startProgram';

const FILES_A_ROUND = 250;
const SAMPLE_MS = 200;
/** Decoding and the making of thumbnails may each hold so much. */
const MOST_MORE_MB = (2 * MOST_HELD_BYTES) / 2 ** 20;

/** Searches a folder of hostile images: each is read, or named as unreadable, in not much more memory than whole ones take. */
export const hostileImages: Fault = async ({ root, rounds, rng }) => {
  const stock = await drawStock();
  const files = rounds * FILES_A_ROUND;
  const whole = await search(`${root}.whole`, files, () => wholeFile(stock, rng));
  const hostile = await search(`${root}.hostile`, files, () => hostileFile(stock, rng));
  const { readFiles, unreadable, peakMb, seconds } = hostile;
  const amiss = [whole, hostile].flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  if (peakMb > whole.peakMb + MOST_MORE_MB) amiss.push(`It took ${peakMb} MB.`);
  return {
    rounds,
    saved: files,
    lost: files - readFiles - unreadable,
    amiss,
    told: [],
    remarks: `${readFiles} read, ${unreadable} named as unreadable in ${seconds} s and ${peakMb} MB (as many whole images: ${whole.seconds} s, ${whole.peakMb} MB)`,
  };
};

function wholeFile({ small }: HostileStock, rng: Rng): readonly [extension: string, bytes: Buffer] {
  const all = Object.entries(small);
  return all[rng.nextInt(all.length)]!;
}

interface Searched {
  readonly readFiles: number;
  readonly unreadable: number;
  /** Resident at most, of each process that took part, together. */
  readonly peakMb: number;
  readonly seconds: number;
  readonly failure?: string;
}

async function search(
  folder: string,
  files: number,
  draw: () => readonly [extension: string, bytes: Buffer],
): Promise<Searched> {
  for (const label of ['ant', 'bee']) await mkdir(path.join(folder, label), { recursive: true });
  for (let i = 0; i < files; i++) {
    const [extension, bytes] = draw();
    await writeFile(path.join(folder, i % 2 === 0 ? 'ant' : 'bee', `${i}.${extension}`), bytes);
  }
  const startMs = performance.now();
  const program = startProgram(scanArgs(folder));
  const peaks = watchPeaks(program.pid!);
  const { code, stderr } = await program.ended;
  const measured = {
    peakMb: Math.round(await peaks.end()),
    seconds: Math.round((performance.now() - startMs) / 1000),
  };
  if (code !== 0)
    return { ...measured, readFiles: 0, unreadable: 0, failure: `The search failed: ${stderr}` };
  const runs = path.join(folder, STORE_FOLDER, 'runs');
  const run = path.join(runs, (await readdir(runs))[0]!);
  // What the command line has just written.
  const { unreadable } = JSON.parse(await readFile(path.join(run, 'run.json'), 'utf8')) as {
    readonly unreadable: readonly unknown[];
  };
  const lines = await readFile(path.join(run, 'columns', 'path.jsonl'), 'utf8');
  return {
    ...measured,
    readFiles: lines.trimEnd().split('\n').length,
    unreadable: unreadable.length,
  };
}

/** Asks now and then for the most that each process has had; Linux remembers it. */
function watchPeaks(pid: number): { readonly end: () => Promise<number> } {
  const peaks = new Map<number, number>();
  const look = async () => {
    for (const process of await processTree(pid)) {
      const status = (await readProc(process.pid, 'status')) ?? '';
      const kilobytes = /^VmHWM:\s+(\d+) kB$/mu.exec(status)?.[1];
      if (kilobytes !== undefined) peaks.set(process.pid, Number(kilobytes) / 1024);
    }
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, SAMPLE_MS);
  return {
    end: async () => {
      clearInterval(timer);
      await looking;
      return [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
    },
  };
}
