import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { OUT_DIR, REPO_ROOT } from '../../scripts/repoPaths';
import { ScriptError } from '../../scripts/scriptError';

/**
 * Bundles every `*.test.ts` of a folder, and the module that runs them in the extension host, into `out/`.
 * Returns the path for `extensionTestsPath`. `vscode` comes from the host, mocha from this checkout.
 */
export async function buildSuite(folder: string): Promise<string> {
  const tests = (await readdir(folder)).filter((name) => name.endsWith('.test.ts'));
  if (tests.length === 0) throw new ScriptError(`${folder} contains no *.test.ts.`);
  const outdir = path.join(OUT_DIR, 'suites', path.basename(path.dirname(folder)), path.basename(folder));
  await rm(outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: REPO_ROOT,
    entryPoints: {
      runInHost: path.join(__dirname, 'runInHost.ts'),
      ...Object.fromEntries(tests.map((name) => [name.replace(/\.ts$/, ''), path.join(folder, name)])),
    },
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha', 'sharp'],
    define: {
      COUNTING_REPORTER: JSON.stringify(path.join(REPO_ROOT, 'scripts/test/countingReporter.cjs')),
    },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return path.join(outdir, 'runInHost.js');
}
