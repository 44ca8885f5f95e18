import { mkdtemp } from 'node:fs/promises';
import type { RunController } from '../../../src/host/runs/runController';
import { startTrainer } from '../../../src/worker/client/client';
import type { Fault } from '../fault';
import { FaultLog } from '../faultLog';
import { TRAINER_FILE } from '../programs';
import { drawReviewedFolder } from '../reviewedFolder';
import { createController, searchIn } from '../searchWindow';
import { startReviewer } from '../startReviewer';
import { takeStock, whatGrew, type Stock } from './takeStock';

const IMAGES = 12;
const DECIDED = 10;
/** Until code is compiled and caches are full. */
const WARM_UP = 20;
/** One in so many searches is cancelled, and one fails. */
const DISTURBED_EVERY = 10;
/** More than this a search is a leak, beside what the engine compiles and keeps at any time. */
const LEAK_BYTES = 2048;
const NOISE_BYTES = 1 << 20;

/** Searches a dozen images again and again in one window: nothing is left of it, neither where it is cancelled nor where it fails. */
export const searchOften: Fault = async ({ root, rounds }) => {
  const log = new FaultLog();
  const small = await drawReviewedFolder(`${root}.small`, IMAGES);
  log.hear((await startReviewer(small, 'w', DECIDED).ended).lines);
  const ownTemporary = process.env.TMPDIR;
  process.env.TMPDIR = await mkdtemp(`${root}.tmp-`);
  try {
    const remarks = await compareStocks(small, { rounds, log });
    await log.check(small);
    return log.counts(rounds, remarks);
  } finally {
    if (ownTemporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = ownTemporary;
  }
};

async function compareStocks(
  root: string,
  { rounds, log }: { readonly rounds: number; readonly log: FaultLog },
): Promise<string> {
  const controller = createController();
  for (let round = 0; round < WARM_UP; round++) await searchOnce(controller, root, { round, log });
  const before = await takeStock(root);
  const startMs = performance.now();
  for (let round = 0; round < rounds; round++) await searchOnce(controller, root, { round, log });
  const seconds = (performance.now() - startMs) / 1000 / rounds;
  const after = await takeStock(root);
  await controller.dispose();
  log.amiss.push(...whatGrew(before, after));
  const grownBytes = after.heapBytes - before.heapBytes;
  if (grownBytes > NOISE_BYTES + rounds * LEAK_BYTES) log.amiss.push(`The heap grew by ${grownBytes} bytes.`);
  const megabytes = (pick: (stock: Stock) => number) =>
    [before, after].map((stock) => (pick(stock) / 1e6).toFixed(1)).join(' to ');
  const heap = megabytes(({ heapBytes }) => heapBytes);
  const resident = megabytes(({ residentBytes }) => residentBytes);
  return `${seconds.toFixed(2)} s a search, ${(await secondsToStart()).toFixed(2)} s of it the start of its process; heap ${heap} MB, resident ${resident} MB`;
}

async function searchOnce(
  controller: RunController,
  root: string,
  { round, log }: { readonly round: number; readonly log: FaultLog },
): Promise<void> {
  const turn = round % DISTURBED_EVERY;
  const isCancelled = turn === DISTURBED_EVERY - 1;
  const isMissing = turn === DISTURBED_EVERY - 2;
  const listening = controller.onDidChangeState((state) => {
    if (isCancelled && state.status === 'running' && state.progress.phase === 'train') controller.cancel();
  });
  try {
    const { status } = await searchIn(controller, isMissing ? `${root}.missing` : root);
    if ((status === 'done') === isCancelled) log.amiss.push(`Search ${round} ended as ${status}.`);
  } catch (error) {
    log.tell(error);
    if (!isMissing) log.amiss.push(`Search ${round} failed.`);
  } finally {
    listening.dispose();
  }
}

/** Of a trainer process that does nothing. */
async function secondsToStart(): Promise<number> {
  const startMs = performance.now();
  const trainer = await startTrainer({
    trainerFile: TRAINER_FILE,
    log: () => undefined,
    onProgress: () => undefined,
  });
  await trainer.dispose();
  return (performance.now() - startMs) / 1000;
}
