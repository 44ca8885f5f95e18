import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { BackendChoice } from '../../core/run/trainingPlan';
import { WEBGPU } from './optionalBackends';
import { runProcess } from './runProcess';

/** What a folder with an installed backend says of itself, in its package.json. */
const installedSchema = v.pipe(v.string(), v.parseJson(), v.object({ node: v.optional(v.string()) }));

/** The Node that an installed backend has to run on; undefined for the one that runs VS Code's extensions. */
async function installedNode(folder: string): Promise<string | undefined> {
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => ''); // not installed
  const manifest = v.safeParse(installedSchema, text);
  const node = manifest.success ? manifest.output.node : undefined;
  if (node === undefined) return undefined;
  return stat(node).then(
    () => node,
    () => undefined, // gone since
  );
}

/** As fast as the Node in a current VS Code, whatever backend the run then takes. */
export const OLDEST_NODE = 22;

const versionSchema = v.pipe(v.string(), v.parseJson(), v.tuple([v.string(), v.string()]));

/** The path of a Node that is installed beside VS Code and recent enough; undefined where there is none. */
export async function findNode(
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  file = 'node',
): Promise<string | undefined> {
  const lines: string[] = [];
  const end = await runProcess({
    file,
    args: ['-p', 'JSON.stringify([process.execPath, process.versions.node])'],
    cwd: process.cwd(),
    env,
    signal,
    onLine: (line) => lines.push(line),
  });
  if (end.kind !== 'ended' || end.code !== 0) return undefined;
  const said = v.safeParse(versionSchema, lines.at(-1));
  if (!said.success) return undefined;
  const [execPath, version] = said.output;
  return Number.parseInt(version, 10) >= OLDEST_NODE ? execPath : undefined;
}

/** The Node that the trainer has to run on to have the backend chosen; undefined for the one that runs this. */
export function trainerNode(backend: BackendChoice, packagesFolder: string): Promise<string | undefined> {
  const mayUseWebGpu = backend === 'webgpu' || backend === 'auto';
  return mayUseWebGpu ? installedNode(path.join(packagesFolder, WEBGPU.name)) : Promise.resolve(undefined);
}
