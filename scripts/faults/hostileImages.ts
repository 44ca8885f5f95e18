import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { STORE_FOLDER } from '../../src/core/names';
import type { Fault } from './fault';
import { drawStock, hostileFile } from './hostileFiles';
import { scanArgs } from './scanArgs';
import { startProgram } from './startProgram';

const FILES_A_ROUND = 250;

interface Run {
  readonly unreadable: readonly unknown[];
  readonly peakRssMb: number;
}

/** Searches a folder of hostile images: each is read, or named as unreadable. */
export const hostileImages: Fault = async ({ root, rounds, rng }) => {
  const folder = `${root}.hostile`;
  const stock = await drawStock();
  const files = rounds * FILES_A_ROUND;
  for (const label of ['ant', 'bee']) await mkdir(path.join(folder, label), { recursive: true });
  for (let i = 0; i < files; i++) {
    const [extension, bytes] = hostileFile(stock, rng);
    await writeFile(path.join(folder, i % 2 === 0 ? 'ant' : 'bee', `${i}.${extension}`), bytes);
  }
  const { code, stderr } = await startProgram(scanArgs(folder)).ended;
  if (code !== 0)
    return { rounds, saved: 0, lost: 0, amiss: [`The search failed: ${stderr}`], remarks: '', told: [] };
  const runs = path.join(folder, STORE_FOLDER, 'runs');
  const run = path.join(runs, (await readdir(runs))[0]!);
  // What the command line has just written.
  const { unreadable, peakRssMb } = JSON.parse(await readFile(path.join(run, 'run.json'), 'utf8')) as Run;
  const lines = await readFile(path.join(run, 'columns', 'path.jsonl'), 'utf8');
  const read = lines.trimEnd().split('\n').length;
  return {
    rounds,
    saved: files,
    lost: files - read - unreadable.length,
    amiss: [],
    told: [],
    remarks: `${unreadable.length} unreadable, ${peakRssMb.toFixed(0)} MB at most`,
  };
};
