import type { Browser } from 'playwright-core';
import { scriptTimes, type TraceEvent } from './scriptTimes';
import { gridBox, type Workbench } from './workbench';

export interface Scrolling {
  /** Script time of the page in each frame in which it ran any, in milliseconds by the clock. */
  readonly frameMs: readonly number[];
  /** The same on the processor: what other work on the machine does not lengthen. */
  readonly frameCpuMs: readonly number[];
  /** The most elements, and nodes of any kind, that the page had at once. */
  readonly elements: number;
  readonly nodes: number;
}

const CATEGORIES = [
  'toplevel',
  'v8.execute',
  'devtools.timeline',
  'devtools.timeline.frame',
  'disabled-by-default-devtools.timeline',
];
/** Pixels a second: twenty screens in ten seconds, a fast flick of the wheel held up. */
const SPEED = 2_000;
const SECONDS = 10;

/** Scrolls the open gallery with the wheel, at a speed at which one still sees something. */
export async function measureScrolling(workbench: Workbench): Promise<Scrolling> {
  const { page, cdp } = workbench;
  const gallery = await workbench.gallery();
  const { x, y } = await gridBox(workbench);
  const browser = page.context().browser();
  if (browser === null) throw new Error('The page has no browser.');
  await gallery.evaluate(() => {
    const counts = { isOn: true, elements: 0, nodes: 0 };
    Object.assign(window, { benchCounts: counts });
    const count = () => {
      counts.elements = Math.max(counts.elements, document.querySelectorAll('*').length);
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
      let nodes = 1;
      while (walker.nextNode()) nodes++;
      counts.nodes = Math.max(counts.nodes, nodes);
      if (counts.isOn) requestAnimationFrame(count);
    };
    count();
  });
  const events = await traced(browser, workbench, () =>
    cdp.send('Input.synthesizeScrollGesture', {
      x,
      y,
      yDistance: -SPEED * SECONDS,
      speed: SPEED,
      gestureSourceType: 'mouse',
    }),
  );
  const { elements, nodes } = await gallery.evaluate(() => {
    const { benchCounts } = window as unknown as {
      benchCounts: { isOn: boolean; elements: number; nodes: number };
    };
    benchCounts.isOn = false;
    return benchCounts;
  });
  const times = scriptTimes(events, '/dist/webview/gallery.js');
  return { frameMs: times.wall, frameCpuMs: times.cpu, elements, nodes };
}

async function traced(
  browser: Browser,
  { page }: Workbench,
  work: () => Promise<unknown>,
): Promise<readonly TraceEvent[]> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    readonly traceEvents: readonly TraceEvent[]; // Chromium's own format
  };
  return trace.traceEvents;
}
