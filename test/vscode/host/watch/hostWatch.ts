/** An extension for tests: notes in a file each time the thread of the extension host was busy for long, and with whose code. */
import { appendFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector/promises';
import { HOST_WATCH, type Blocked } from './blocked';

const TICK_MS = 10;
/** Shorter ones are not told. */
const LEAST_MS = 20;
const SAMPLE_US = 500;
/** A profile that is older is begun anew, for it grows. */
const MOST_PROFILE_MS = 15_000;

export async function activate(): Promise<void> {
  const [file, code] = [process.env[HOST_WATCH.file], process.env[HOST_WATCH.code]];
  if (file === undefined || code === undefined) return;
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US });
  await session.post('Profiler.start');
  let [begunMs, lastMs, lastCpuMs, isPaused] = [performance.now(), performance.now(), threadCpuMs(), false];
  const look = async () => {
    const [nowMs, cpuMs] = [performance.now(), threadCpuMs()];
    const wallMs = nowMs - lastMs - TICK_MS;
    const isLong = wallMs > LEAST_MS;
    if (isLong || nowMs - begunMs > MOST_PROFILE_MS) {
      isPaused = true;
      const toUs = Number(process.hrtime.bigint() / 1000n);
      const { profile } = await session.post('Profiler.stop');
      const range = { fromUs: toUs - (wallMs + TICK_MS) * 1000, toUs };
      const blocked: Blocked = {
        pid: process.pid,
        wallMs,
        cpuMs: cpuMs - lastCpuMs,
        ...ownTime(profile, code, range),
      };
      if (isLong) appendFileSync(file, `${JSON.stringify(blocked)}\n`);
      await session.post('Profiler.start');
      [begunMs, isPaused] = [performance.now(), false];
    }
    [lastMs, lastCpuMs] = [performance.now(), threadCpuMs()];
  };
  setInterval(() => {
    if (!isPaused)
      void look().catch((error: unknown) =>
        appendFileSync(file, `${JSON.stringify({ error: String(error) })}\n`),
      );
  }, TICK_MS);
}

interface Range {
  readonly fromUs: number;
  readonly toUs: number;
}

/** How long code of the files that begin with `code` was at work in the range, and what it was. */
function ownTime(
  { nodes, samples = [], timeDeltas = [], startTime }: Profiler.Profile,
  code: string,
  { fromUs, toUs }: Range,
) {
  const parentOf = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const ownNames = (id: number): string[] => {
    const names: string[] = [];
    for (let at: number | undefined = id; at !== undefined; at = parentOf.get(at)) {
      const { url, functionName } = nodeOf.get(at)!.callFrame;
      if (url.includes(code)) names.push(functionName);
    }
    return names;
  };
  let [atUs, ownMs, names] = [startTime, 0, [] as string[]];
  const byName = new Map<string, number>();
  for (const [i, id] of samples.entries()) {
    // A sample stands for the time until the next one.
    atUs += timeDeltas[i]!;
    const ms = (timeDeltas[i + 1] ?? 0) / 1000;
    if (atUs < fromUs || atUs > toUs) continue;
    // Who is collected for is who was at work before.
    if (nodeOf.get(id)!.callFrame.functionName !== '(garbage collector)') names = ownNames(id);
    if (names.length > 0) ownMs += ms;
    for (const name of new Set(names)) byName.set(name, (byName.get(name) ?? 0) + ms);
  }
  const longest = [...byName].sort(([, a], [, b]) => b - a).slice(0, MOST_NAMES);
  return { ownMs, longest: longest.map(([name, ms]) => `${name} ${Math.round(ms)}`).join(', ') };
}

const MOST_NAMES = 10;

/** Newer than the types; of the process where Node is older than 23.9. */
function threadCpuMs(): number {
  const usage =
    'threadCpuUsage' in process ? (process.threadCpuUsage as () => NodeJS.CpuUsage)() : process.cpuUsage();
  return (usage.user + usage.system) / 1000;
}
