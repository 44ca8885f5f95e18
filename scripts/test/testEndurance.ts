/**
 * `npm run test:endurance [-- --images 100000 --suspects 25000 --decisions 20000 --undos 2000 --reloads 50 --seed 3]`: reviews a
 * drawn run in a real VS Code by keys, compares the export with a plain replay, and says how long our code has kept the
 * thread of the extension host busy at a time. Draws the run first, once; after `npm run build`.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Blocked } from '../../test/vscode/host/watch/blocked';
import { HOST_WATCH } from '../../test/vscode/host/watch/blocked';
import { installHostWatch, readBlocked } from '../../test/vscode/host/watch/installHostWatch';
import { SIZE_VARIABLE } from '../../test/vscode/endurance/size';
import { runDriveInVsCode } from '../../test/vscode/runDriveInVsCode';
import { REPO_ROOT } from '../repoPaths';
import { runMain } from '../runMain';
import { createTemporaryFolder } from '../vscode/temporaryFolder';

const DRIVE = path.join(REPO_ROOT, 'test/vscode/drive/endurance.drive.ts');
const TIMEOUT_MS = 3_600_000;
/** What a reviewer may notice. */
const MOST_MS = 50;

runMain(async () => {
  const { values } = parseArgs({
    options: {
      images: { type: 'string', default: '100000' },
      suspects: { type: 'string', default: '25000' },
      decisions: { type: 'string', default: '20000' },
      undos: { type: 'string', default: '2000' },
      reloads: { type: 'string', default: '50' },
      seed: { type: 'string', default: '3' },
    },
  });
  const numbers = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  const temporary = await createTemporaryFolder('endurance');
  const file = path.join(temporary.path, 'blocked.jsonl');
  Object.assign(process.env, {
    [SIZE_VARIABLE]: JSON.stringify(numbers),
    [HOST_WATCH.file]: file,
    [HOST_WATCH.code]: path.join(REPO_ROOT, 'dist'),
  });
  try {
    const startMs = performance.now();
    const prepare = ({ extensionsDir }: { readonly extensionsDir: string }) =>
      installHostWatch(extensionsDir);
    const { failed } = await runDriveInVsCode('current', DRIVE, { prepare, timeoutMs: TIMEOUT_MS });
    console.log(`${Math.round((performance.now() - startMs) / 1000)} s`);
    const worst = report(await readBlocked(file));
    return failed.length > 0 || worst > MOST_MS ? 1 : 0;
  } finally {
    await temporary.remove();
  }
});

/** What others kept the processor for does not count. @returns the longest time of our code. */
function report(all: readonly Blocked[]): number {
  const ownOf = ({ ownMs, cpuMs }: Blocked) => Math.min(ownMs, cpuMs);
  const longest = [...all].sort((a, b) => ownOf(b) - ownOf(a));
  const hosts = new Set(all.map(({ pid }) => pid)).size;
  const over = all.filter((blocked) => ownOf(blocked) > MOST_MS);
  const worst = longest[0] === undefined ? 0 : ownOf(longest[0]);
  console.log(
    `${hosts} extension hosts; our code at a time at most ${worst.toFixed(0)} ms; ${over.length} times over ${MOST_MS} ms`,
  );
  for (const blocked of longest.slice(0, SHOWN))
    console.log(`${ownOf(blocked).toFixed(0)} ms: ${blocked.longest}`);
  return worst;
}

const SHOWN = 12;
