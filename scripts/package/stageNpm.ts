import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ONNX_PACKAGES, ONNX_VERSION } from '../../src/core/encoder/onnxPackages';
import { bundleDeclarations, ENTRIES } from '../library/declarations';
import { REPO_ROOT } from '../repoPaths';
import { lockedClosure, readLockedPackages } from './lockedPackages';
import { thirdPartyNotices } from './notices';

/** The bundles that run without VS Code; the wasm files come beside them. */
const BUNDLES = ['cli.js', 'foldWorker.js', 'decodeWorker.js', 'tryBackend.js', 'index.mjs', 'core.mjs'];

/** What is copied, and the name that it gets: npm shows the README, and its links are to what lies beside it. */
const COPIED = [
  ['media/encoder', 'media/encoder'],
  ['media/ray', 'media/ray'],
  ['docs/library.md', 'README.md'],
  ['docs/api.md', 'api.md'],
  ['CHANGELOG.md', 'CHANGELOG.md'],
  ['LICENSE', 'LICENSE'],
] as const;

/** Dependencies of which nothing is in these bundles: pages and editor have them, and sharp is installed beside. */
const NOT_BUNDLED = ['sharp', 'lit', '@vscode/l10n', '@vscode/webview-ui-toolkit', 'vscode-jsonrpc'];

/** Fills a folder with what `npm pack` packs: the command line and the library, built for release, with a manifest of their own. */
export async function stageNpm(stage: string): Promise<void> {
  await rm(stage, { recursive: true, force: true });
  const dist = path.join(REPO_ROOT, 'dist');
  const kernels = (await readdir(dist)).filter((name) => name.endsWith('.wasm'));
  await mkdir(path.join(stage, 'dist'), { recursive: true });
  for (const name of [...BUNDLES, ...kernels])
    await cp(path.join(dist, name), path.join(stage, 'dist', name));
  for (const [from, to] of COPIED)
    await cp(path.join(REPO_ROOT, from), path.join(stage, to), { recursive: true });
  const declarations = await bundleDeclarations();
  for (const entry of ENTRIES)
    await writeFile(path.join(stage, 'dist', `${entry}.d.mts`), declarations[entry]);

  const manifest = await readManifest();
  const bundled = Object.keys(manifest.dependencies).filter((name) => !NOT_BUNDLED.includes(name));
  const packages = lockedClosure(await readLockedPackages(), bundled);
  await writeFile(
    path.join(stage, 'THIRD_PARTY_NOTICES.txt'),
    await thirdPartyNotices(packages, [REPO_ROOT]),
  );
  const texts = JSON.parse(await readFile(path.join(REPO_ROOT, 'package.nls.json'), 'utf8')) as {
    description: string; // this project's own
  };
  await writeFile(
    path.join(stage, 'package.json'),
    `${JSON.stringify(npmManifest(manifest, texts.description), undefined, 2)}\n`,
  );
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly keywords: readonly string[];
  readonly engines: { readonly node: string };
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: { readonly sharp: string };
  readonly devDependencies: { readonly webgpu: string };
  readonly optionalDependencies: { readonly '@tensorflow/tfjs-node': string };
}

async function readManifest(): Promise<Manifest> {
  // This project's own; the tests of the package would miss what is not there.
  return JSON.parse(await readFile(path.join(REPO_ROOT, 'package.json'), 'utf8')) as Manifest;
}

function npmManifest(manifest: Manifest, description: string) {
  const { name, version, license, keywords, engines, bin, dependencies } = manifest;
  // Faster backends and encoders of one's own: used where they are installed beside, which nobody is made to.
  const optional = {
    '@tensorflow/tfjs-node': manifest.optionalDependencies['@tensorflow/tfjs-node'],
    webgpu: manifest.devDependencies.webgpu,
    ...Object.fromEntries(ONNX_PACKAGES.map((each) => [each, ONNX_VERSION])),
  };
  return {
    name,
    version,
    description,
    license,
    keywords,
    engines: { node: engines.node },
    bin,
    exports: {
      '.': { types: './dist/index.d.mts', default: './dist/index.mjs' },
      './core': { types: './dist/core.d.mts', default: './dist/core.mjs' },
      './package.json': './package.json',
    },
    dependencies: { sharp: dependencies.sharp },
    peerDependencies: mapValues(optional, (lowest) => `^${lowest}`),
    peerDependenciesMeta: mapValues(optional, () => ({ optional: true })),
  };
}

const mapValues = <T>(values: Readonly<Record<string, string>>, toValue: (value: string) => T) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, toValue(value)]));
