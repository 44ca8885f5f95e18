import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { Blocked } from './blocked';

/** Puts the extension that watches the extension host beside the one under test. */
export async function installHostWatch(extensionsDir: string): Promise<void> {
  const folder = path.join(extensionsDir, 'test.host-watch-1.0.0');
  await mkdir(folder, { recursive: true });
  const manifest = {
    name: 'host-watch',
    publisher: 'test',
    version: '1.0.0',
    engines: { vscode: '^1.90.0' },
    extensionKind: ['workspace'],
    activationEvents: ['*'],
    main: './hostWatch.js',
  };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await esbuild.build({
    entryPoints: [path.join(__dirname, 'hostWatch.ts')],
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
}

/** What it has noted. */
export async function readBlocked(file: string): Promise<readonly Blocked[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const noted = JSON.parse(line) as Blocked | { readonly error: string }; // Written above.
    if ('error' in noted) throw new Error(noted.error);
    return noted;
  });
}
