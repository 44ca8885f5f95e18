import assert from 'node:assert/strict';
import { scriptTimes, type TraceEvent } from '../../../bench/gallery/scriptTimes';

const SCRIPT = 'https://host/dist/gallery.js?v=1';

/** Microseconds; half of the time is spent on the processor. */
function event(name: string, ts: number, dur: number, url?: string): TraceEvent {
  return { name, ph: 'X', pid: 1, tid: 2, ts, dur, tdur: dur / 2, args: { data: { url } } };
}

describe('script times of a trace', () => {
  it('count the page’s own calls and the microtasks of their tasks, without layout, by frame', () => {
    const events = [
      event('RunTask', 0, 10_000),
      event('FunctionCall', 1000, 2000, SCRIPT),
      event('FunctionCall', 1500, 500, SCRIPT),
      event('Layout', 2000, 300),
      event('UpdateLayoutTree', 2100, 100),
      event('RunMicrotasks', 3500, 1000),
      event('Commit', 9000, 100),
      event('RunTask', 20_000, 5000),
      event('FunctionCall', 20_100, 4000, 'https://host/workbench.js'),
      event('RunMicrotasks', 24_200, 500),
      event('Commit', 26_000, 100),
      event('RunTask', 30_000, 5000),
      event('FunctionCall', 30_100, 1000, SCRIPT),
      event('Layout', 32_000, 1000),
      event('Commit', 36_000, 100),
      { ...event('FunctionCall', 40_000, 9000, SCRIPT), tid: 3 },
    ];
    const { wall, cpu } = scriptTimes(events, '/dist/gallery.js');
    assert.deepEqual(wall, [2.7, 1]);
    assert.deepEqual(cpu, [1.35, 0.5]);
  });

  it('are refused where the page has not run', () => {
    assert.throws(() => scriptTimes([event('Commit', 0, 1)], '/dist/gallery.js'), /no call into/);
  });
});
