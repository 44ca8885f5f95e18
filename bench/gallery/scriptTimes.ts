/** What is used of an event of Chromium's trace; times are in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** On the processor. */
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}

/** Milliseconds of script in each frame in which there was any. */
export interface ScriptTimes {
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
}

/** Style and layout that a script asks for: the frame needs them in any case, and they are no script. */
const LAYOUT = new Set(['Layout', 'UpdateLayoutTree']);

/**
 * Script time by frame of the page whose script's address ends in `script`. A webview shares its thread with the
 * workbench, so only calls into that script count, with the microtasks that run in the same task: that is where the page
 * renders.
 */
export function scriptTimes(events: readonly TraceEvent[], script: string): ScriptTimes {
  const isCall = ({ name, args }: TraceEvent) =>
    name === 'FunctionCall' && args?.data?.url?.split('?')[0]?.endsWith(script) === true;
  const call = events.find(isCall);
  if (call === undefined) throw new Error(`The trace has no call into ${script}.`);
  const onThread = events
    .filter(({ pid, tid, ph }) => pid === call.pid && tid === call.tid && ph === 'X')
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const frames: { wall: number; cpu: number }[] = [];
  let frame = { wall: 0, cpu: 0 };
  const add = ({ dur = 0, tdur = dur }: TraceEvent, sign: 1 | -1) => {
    frame.wall += (sign * dur) / 1000;
    frame.cpu += (sign * tdur) / 1000;
  };
  let taskEnd = 0;
  let isOwnTask = false;
  let countedUntil = 0;
  let layoutUntil = 0;
  for (const event of onThread) {
    const end = event.ts + (event.dur ?? 0);
    if (event.name === 'Commit') {
      if (frame.wall > 0) frames.push(frame);
      frame = { wall: 0, cpu: 0 };
    } else if (event.name.endsWith('RunTask') && event.ts >= taskEnd) {
      taskEnd = end;
      isOwnTask = false;
    } else if (LAYOUT.has(event.name) && event.ts < countedUntil && event.ts >= layoutUntil) {
      layoutUntil = end;
      add(event, -1);
    } else if (isCall(event) || (event.name === 'RunMicrotasks' && isOwnTask)) {
      isOwnTask = true;
      if (event.ts < countedUntil) continue; // within one that is counted
      countedUntil = end;
      add(event, 1);
    }
  }
  return { wall: frames.map(({ wall }) => wall), cpu: frames.map(({ cpu }) => cpu) };
}
