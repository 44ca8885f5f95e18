/**
 * `npm run bench:gallery [-- --images 200000 --suspects 100000 --seed 1 --scrolled 50000 --opened 5 --decisions 500]`: opens
 * a drawn run in a real VS Code and measures what a reviewer waits for, and what the page takes. Draws the run first,
 * once; builds the extension. Prints a table with the targets. `--folder DIR` opens the newest run of a dataset that
 * nobody has reviewed yet, instead; no reviewer is simulated there, as nobody knows the truth about its suspects, and all
 * decisions are undone again.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../../scripts/buildExtension';
import { runMain } from '../../scripts/runMain';
import { drawnRunFolder, type DrawnRunFolder } from '../drawnRun/drawnRunFolder';
import { measureBulk } from './measureBulk';
import { measureDecisions } from './measureDecisions';
import { measureMemory, type MemoryAt } from './measureMemory';
import { measureOpening, screenLoaded, type Opening } from './measureOpening';
import { measureOverview } from './measureOverview';
import { measureScrolling } from './measureScrolling';
import { searchedFolder, type SearchedFolder } from './searchedFolder';
import { simulateReviewer } from './simulateReviewer';
import { bytes, ms, printRow, printTitles, spread } from '../targetTable';
import { openWorkbench, type Workbench } from './workbench';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      images: { type: 'string', default: '200000' },
      suspects: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      scrolled: { type: 'string', default: '50000' },
      opened: { type: 'string', default: '5' },
      decisions: { type: 'string', default: '500' },
      folder: { type: 'string' },
    },
  });
  const drawn =
    values.folder === undefined
      ? await drawnRunFolder({
          images: Number(values.images),
          suspects: Number(values.suspects),
          seed: Number(values.seed),
        })
      : undefined;
  const run = drawn ?? (await searchedFolder(path.resolve(values.folder!)));
  await buildExtension({ production: true });
  const workbench = await openWorkbench(run.folder);
  try {
    printTitles();
    await opening(workbench, Number(values.opened));
    printRow('overview, from the command to its table of pairs', '', ms(await measureOverview(workbench)));
    await workbench.runCommand('Label Review: Open Gallery');
    await screenLoaded(await workbench.gallery());
    await scrolling(workbench);
    await reviewing(workbench, run);
    if (drawn !== undefined) await simulating(workbench, drawn, Number(values.decisions));
    await memory(workbench, Number(values.scrolled));
  } finally {
    await workbench.stop();
  }
  return 0;
}

async function opening(workbench: Workbench, times: number): Promise<void> {
  const cold: Opening[] = [];
  const warm: Opening[] = [];
  for (let i = 0; i < times; i++) {
    if (i > 0) await workbench.reload();
    cold.push(await measureOpening(workbench));
    warm.push(await measureOpening(workbench));
  }
  const row = (name: string, openings: readonly Opening[], target: string) =>
    printRow(
      name,
      target,
      spread(
        openings.map(({ firstImageMs }) => firstImageMs),
        ms,
      ),
    );
  row('first image, nothing read before', cold, '1 s');
  row('first image, opened before', warm, '1 s');
  const all = [...cold, ...warm];
  printRow(
    'whole first screen, nothing read before',
    '',
    spread(
      cold.map(({ screenMs }) => screenMs),
      ms,
    ),
  );
  printRow(
    'messages to the page before the first image',
    '200 kB',
    spread(
      all.map(({ messageBytes }) => messageBytes),
      bytes,
    ),
  );
  const [first] = cold;
  printRow(
    'thumbnails of the first screen',
    'in sight only',
    `${String(first?.thumbnails)} files, ${bytes(first?.thumbnailBytes ?? NaN)}`,
  );
}

async function scrolling(workbench: Workbench): Promise<void> {
  // The first time warms up the compiler, as the first seconds of a review do.
  const first = await measureScrolling(workbench);
  const second = await measureScrolling(workbench);
  printRow('script in a frame while scrolling', 'p95 4 ms', spread(second.frameMs, ms));
  printRow('the same, on the processor', '', spread(second.frameCpuMs, ms));
  printRow('the same, the first time', '', spread(first.frameCpuMs, ms));
  printRow('elements while scrolling', '600', String(Math.max(first.elements, second.elements)));
  printRow('with text, comments and attributes’ nodes', '', String(Math.max(first.nodes, second.nodes)));
}

async function reviewing(workbench: Workbench, run: SearchedFolder): Promise<void> {
  const { savedMs, roundTripMs } = await measureDecisions(workbench);
  printRow('key to "saved"', 'p95 50 ms', spread(savedMs, ms));
  printRow('key to an answer of the host that holds nothing', '', spread(roundTripMs, ms));
  const bulk = await measureBulk(workbench, run);
  const count = run.largestPair.suspects;
  printRow(`relabel of ${count} with one key`, '1 s', spread(bulk.relabelMs, ms));
  printRow('its undo', '1 s', spread(bulk.undoMs, ms));
}

async function simulating(workbench: Workbench, run: DrawnRunFolder, decisions: number): Promise<void> {
  const review = await simulateReviewer(workbench, run, decisions);
  printRow(
    `key presses a decision, over ${decisions}`,
    '1.2',
    `${(review.keyPresses / review.decisions).toFixed(3)}, ${(review.decisions / review.seconds).toFixed(1)} decisions a second`,
  );
}

async function memory(workbench: Workbench, suspects: number): Promise<void> {
  const { points, underPressure, mostImages, drawn } = await measureMemory(workbench, suspects);
  const printMemory = (name: string, { heapBytes, nodes, processBytes }: MemoryAt) =>
    printRow(name, 'flat', `heap ${bytes(heapBytes)}, ${nodes} nodes, process ${bytes(processBytes)}`);
  for (const point of points) printMemory(`memory after ${point.scrolled} suspects scrolled`, point);
  printMemory('the same when the browser is told that memory is short', underPressure);
  printRow(
    'thumbnails that come for a screen further on',
    'in sight only',
    `${mostImages} for ${drawn} drawn`,
  );
}

runMain(main);
