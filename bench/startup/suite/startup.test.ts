/** Runs in the extension host of a real VS Code. */
import assert from 'node:assert/strict';
import { realpath, writeFile } from 'node:fs/promises';
import Module from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import type { Services } from '../../../src/host/services';
import { startTrainer } from '../../../src/worker/client/client';
import { FOLDER_VARIABLE, MEASURED_FILE_VARIABLE, type Measured } from '../measured';

const OPEN_TIMEOUT_MS = 120_000;
/** The page asks for its rows within this time, once the gallery has been opened. */
const SETTLE_MS = 5_000;

describe('the start of the extension', () => {
  it('is measured', async function () {
    this.timeout(OPEN_TIMEOUT_MS);
    const extension = vscode.extensions.getExtension<Services>(`${manifest.publisher}.${manifest.name}`);
    assert.ok(extension && !extension.isActive);
    const own = timeOwnCode(await realpath(path.join(extension.extensionPath, manifest.main)));
    const [startMs, startCpu] = [performance.now(), threadCpuMs()];
    const services = await extension.activate();
    const activationMs = performance.now() - startMs;
    const activationCpuMs = threadCpuMs() - startCpu;
    const trainerMs = await measureTrainer(extension.extensionPath);
    const idle = memoryNow();
    const folder = process.env[FOLDER_VARIABLE];
    let open: Measured['open'];
    if (folder !== undefined) {
      await services.galleries.open(folder);
      const { session } = await services.datasets.get(folder);
      assert.ok(session);
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      // What a review asks for: the evidence of a suspect, a decision and its undoing.
      await vscode.commands.executeCommand('labelReview.review.togglePanel');
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      open = memoryNow();
    }
    const measured: Measured = { activationMs, ...own, activationCpuMs, trainerMs, idle, open };
    const file = process.env[MEASURED_FILE_VARIABLE];
    assert.ok(file !== undefined);
    await writeFile(file, JSON.stringify(measured));
  });
});

/** What Node's loader of CommonJS modules calls; not among its types. */
interface ModuleLoader {
  _extensions: Record<'.js', (module: NodeJS.Module, file: string) => void>;
}

/** Times how long a module that is not loaded yet takes to load, and its `activate`. The figures follow. */
function timeOwnCode(moduleFile: string) {
  const times = { loadingMs: NaN, activateMs: NaN };
  const { _extensions: loaders } = Module as unknown as ModuleLoader; // see there
  const load = loaders['.js'];
  loaders['.js'] = (module, file) => {
    const startMs = performance.now();
    load(module, file);
    if (path.resolve(file) !== path.resolve(moduleFile)) return;
    times.loadingMs = performance.now() - startMs;
    const extension = module.exports as { activate(context: unknown): unknown };
    module.exports = {
      ...extension,
      activate: (context: unknown) => {
        const startMs = performance.now();
        const services = extension.activate(context);
        times.activateMs = performance.now() - startMs;
        return services;
      },
    };
  };
  return times;
}

async function measureTrainer(extensionPath: string): Promise<number> {
  const startMs = performance.now();
  const trainer = await startTrainer({
    trainerFile: path.join(extensionPath, 'dist', 'trainer.js'),
    log: () => undefined,
    onProgress: () => undefined,
  });
  const trainerMs = performance.now() - startMs;
  await trainer.dispose();
  return trainerMs;
}

/** The clock stands in where Node is older than 23.9. */
function threadCpuMs(): number {
  if (!('threadCpuUsage' in process)) return performance.now();
  const { user, system } = (process.threadCpuUsage as () => NodeJS.CpuUsage)(); // newer than the types
  return (user + system) / 1000;
}

function memoryNow(): NonNullable<Measured['open']> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => void; // what the flag adds
  for (let i = 0; i < 2; i++) collect({ type: 'major', flavor: 'last-resort', execution: 'sync' });
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapMb: (heapUsed + external) / 1e6, residentMb: rss / 1e6 };
}
