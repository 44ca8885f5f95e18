import type { CDPSession, Frame } from 'playwright-core';
import { processMemory } from '../processes/processMemory';
import { processTree } from '../processes/processTree';
import { screenLoaded } from './measureOpening';
import type { Workbench } from './workbench';

export interface MemoryAt {
  readonly scrolled: number;
  /** After collecting garbage; with that of the workbench, which shares the page's heap. */
  readonly heapBytes: number;
  /** Nodes of all documents that are in memory. */
  readonly nodes: number;
  /** Proportional resident memory of the process of the page: with decoded images, and caches that the browser empties when it likes. */
  readonly processBytes: number;
}

export interface Scroll {
  readonly points: readonly MemoryAt[];
  /** At the end, when the browser has been told that memory is short. */
  readonly underPressure: MemoryAt;
  /** The most images that have arrived for one screen, and the suspects that were drawn for it. */
  readonly mostImages: number;
  readonly drawn: number;
}

const POINTS = 5;

/** Scrolls on by a screen at a time, waiting for all of its images, over so many suspects. */
export async function measureMemory(workbench: Workbench, suspects: number): Promise<Scroll> {
  const gallery = await workbench.gallery();
  const points: MemoryAt[] = [];
  let [mostImages, drawn] = [0, 0];
  for (let scrolled = 0; ;) {
    if (scrolled >= (points.length * suspects) / POINTS) points.push(await memoryAt(workbench, scrolled));
    if (points.length > POINTS) {
      await workbench.cdp.send('Memory.simulatePressureNotification', { level: 'critical' });
      return { points, underPressure: await memoryAt(workbench, scrolled), mostImages, drawn };
    }
    const shown = await scrollByScreen(gallery);
    if (shown.passed === 0) throw new Error(`There are no more suspects after ${scrolled}.`);
    scrolled += shown.passed;
    mostImages = Math.max(mostImages, shown.images);
    drawn = Math.max(drawn, shown.drawn);
  }
}

async function scrollByScreen(gallery: Frame) {
  const first = await gallery.evaluate(() => {
    const grid = document.querySelector('[role=grid]');
    if (grid === null) throw new Error('The gallery shows no grid.');
    const first = Number(
      grid.querySelector('[role=row]:nth-child(2) [role=gridcell]')?.getAttribute('data-position'),
    );
    window.benchProbe.images.length = 0;
    window.benchProbe.messages.length = 0;
    grid.scrollBy({ top: grid.clientHeight, behavior: 'instant' });
    return first;
  });
  await gallery.waitForFunction((before) => {
    const cell = document.querySelector('[role=row]:nth-child(2) [role=gridcell]');
    return cell !== null && Number(cell.getAttribute('data-position')) !== before;
  }, first);
  await screenLoaded(gallery);
  return gallery.evaluate((before) => {
    const cell = document.querySelector('[role=row]:nth-child(2) [role=gridcell]');
    return {
      passed: Number(cell?.getAttribute('data-position')) - before,
      images: window.benchProbe.images.length,
      drawn: document.querySelectorAll('[role=gridcell]').length,
    };
  }, first);
}

async function memoryAt({ cdp }: Workbench, scrolled: number): Promise<MemoryAt> {
  await collectGarbage(cdp);
  const { usedSize: heapBytes } = await cdp.send('Runtime.getHeapUsage');
  const { nodes } = await cdp.send('Memory.getDOMCounters');
  return { scrolled, heapBytes, nodes, processBytes: await rendererBytes() };
}

/** Twice: what the first one releases may hold on to more. */
async function collectGarbage(cdp: CDPSession): Promise<void> {
  await cdp.send('HeapProfiler.enable');
  for (let i = 0; i < 2; i++) await cdp.send('HeapProfiler.collectGarbage');
}

/** Of the largest process that draws pages: the workbench and the gallery in it. */
async function rendererBytes(): Promise<number> {
  const renderers = (await processTree(process.pid)).filter(({ commandLine }) =>
    commandLine.includes('--type=renderer'),
  );
  const memory = await Promise.all(renderers.map(({ pid }) => processMemory(pid)));
  return Math.max(...memory.map((found) => found?.proportional ?? 0));
}
