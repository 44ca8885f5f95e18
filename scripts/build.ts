/** Bundles the extension, trainer, fold worker, command line, library, pages and kernels into `dist/`. `--watch` keeps going. */
import path from 'node:path';
import * as esbuild from 'esbuild';
import { writeWasmFiles } from './wasmFiles';

const root = path.resolve(__dirname, '..');
const dist = path.join(root, 'dist');
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const shared: esbuild.BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  logLevel: 'warning',
  outdir: dist,
  metafile: production,
};

/** `sharp` and tfjs-node load native files that cannot be bundled; `vscode` exists only in the extension host. */
const node = (entryPoints: Record<string, string>, external: string[]): esbuild.BuildOptions => ({
  ...shared,
  entryPoints,
  external,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
});

const NATIVE = ['sharp', '@tensorflow/tfjs-node'];

/** What CommonJS has and packages in a bundle may ask for, for bundles that are ES modules. */
const COMMONJS_NAMES = `
import * as moduleForBundle from 'node:module';
import * as urlForBundle from 'node:url';
const require = moduleForBundle.createRequire(import.meta.url);
const __filename = urlForBundle.fileURLToPath(import.meta.url);
const __dirname = urlForBundle.fileURLToPath(new URL('.', import.meta.url));
`.trim();

/** ES modules, the first for Node and the second for browsers as well. */
const library: readonly esbuild.BuildOptions[] = [
  {
    ...node({ index: 'src/library/index.ts' }, NATIVE),
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    banner: { js: COMMONJS_NAMES },
  },
  {
    ...shared,
    entryPoints: { core: 'src/library/core.ts' },
    platform: 'neutral',
    format: 'esm',
    target: 'es2022',
    outExtension: { '.js': '.mjs' },
  },
];

const targets: esbuild.BuildOptions[] = [
  node({ extension: 'src/host/extension.ts' }, ['vscode']),
  node(
    {
      trainer: 'src/worker/server/main.ts',
      foldWorker: 'src/ml/train/foldWorker.ts',
      decodeWorker: 'src/dataset/decode/decodeWorker.ts',
      cli: 'src/cli/main.ts',
      tryBackend: 'src/worker/server/tryBackend.ts',
    },
    NATIVE,
  ),
  ...library,
  {
    ...shared,
    entryPoints: { gallery: 'webview/main.ts', overview: 'webview/overview/main.ts' },
    outdir: path.join(dist, 'webview'),
    platform: 'browser',
    format: 'esm',
    target: 'chrome128',
    tsconfig: path.join(root, 'webview', 'tsconfig.json'),
  },
];

async function main(): Promise<void> {
  // The wasm backend loads these at run time, from beside the bundles.
  await writeWasmFiles(dist);
  if (!watch) {
    await Promise.all(targets.map((options) => esbuild.build(options)));
    return;
  }
  const contexts = await Promise.all(targets.map((options) => esbuild.context(options)));
  await Promise.all(contexts.map((context) => context.watch()));
  console.log('Watching. Press Ctrl+C to stop.');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
