/**
 * `npm run bench:startup [-- --starts 5 --images 100000 --suspects 20000 --seed 1 --vscode current]`: what the extension costs
 * before it is of use: the size of its .vsix, its activation in a real VS Code, the start of the trainer, and the memory of
 * the extension host with a drawn run open. Packages the extension and draws the run first. Prints a table.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { isVsCodeVersion } from '../../scripts/install/codeServerReleases';
import { packageExtension } from '../../scripts/package/packageExtension';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import { linkExtension } from '../../scripts/vscode/linkExtension';
import { createTemporaryFolder } from '../../scripts/vscode/temporaryFolder';
import { buildSuite } from '../../test/vscode/buildSuite';
import { runInVsCode } from '../../test/vscode/runInVsCode';
import { drawnRunFolder } from '../drawnRun/drawnRunFolder';
import { ms, printRow, printTitles, spread } from '../targetTable';
import { FOLDER_VARIABLE, MEASURED_FILE_VARIABLE, measuredSchema, type Measured } from './measured';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      starts: { type: 'string', default: '5' },
      images: { type: 'string', default: '100000' },
      suspects: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      vscode: { type: 'string', default: 'current' },
    },
  });
  const { vscode: version } = values;
  if (!isVsCodeVersion(version)) throw new ScriptError(`--vscode is 1.100 or current, not ${version}.`);
  const [images, suspects] = [Number(values.images), Number(values.suspects)];
  const { folder } = await drawnRunFolder({ images, suspects, seed: Number(values.seed) });
  const { bytes, contents } = await packageExtension();
  const extensionTestsPath = await buildSuite(path.join(__dirname, 'suite'));
  const starts: Measured[] = [];
  for (let i = 0; i < Number(values.starts); i++)
    starts.push(await measureStart({ version, extensionTestsPath }, folder));

  printTitles();
  printRow('universal .vsix', '12 MB', `${megabytes(bytes / 1e6)}, ${contents.length} files`);
  for (const [what, target, valueOf] of TIMES) printRow(what, target, spread(starts.map(valueOf), ms));
  const what = `above idle, ${images} images and ${suspects} suspects open`;
  for (const [kind, name, target] of MEMORIES) {
    const above = starts.map(({ idle, open }) => (open?.[kind] ?? NaN) - idle[kind]);
    printRow(`${name} ${what}`, target, spread(above, megabytes));
  }
  return 0;
}

const TIMES: readonly (readonly [what: string, target: string, valueOf: (measured: Measured) => number])[] = [
  ['extension code, loaded and activated', '30 ms', ({ loadingMs, activateMs }) => loadingMs + activateMs],
  ['of it, activate()', '', ({ activateMs }) => activateMs],
  ['activation as VS Code answers', '', ({ activationMs }) => activationMs],
  ['on the processor', '', ({ activationCpuMs }) => activationCpuMs],
  ['trainer ready', '', ({ trainerMs }) => trainerMs],
];
const MEMORIES = [
  ['heapMb', "extension host's heap", '40 MB'],
  ['residentMb', 'its resident memory', ''],
] as const;

const megabytes = (value: number) => `${value.toFixed(1)} MB`;

async function measureStart(
  run: Pick<Parameters<typeof runInVsCode>[0], 'version' | 'extensionTestsPath'>,
  folder: string,
): Promise<Measured> {
  const temporary = await createTemporaryFolder('bench-startup');
  const file = path.join(temporary.path, 'measured.json');
  // The stand-in passes the environment on to the extension host.
  Object.assign(process.env, { [MEASURED_FILE_VARIABLE]: file, [FOLDER_VARIABLE]: folder });
  try {
    const extensionDevelopmentPath = await sleepingExtension(temporary.path);
    const { failed } = await runInVsCode({ ...run, extensionDevelopmentPath });
    if (failed.length > 0) throw new ScriptError('The start of the extension could not be measured.');
    return v.parse(v.pipe(v.string(), v.parseJson(), measuredSchema), await readFile(file, 'utf8'));
  } finally {
    await temporary.remove();
  }
}

/** This checkout's extension, which nothing starts but the suite: it is to be measured. */
async function sleepingExtension(folder: string): Promise<string> {
  const extension = await linkExtension(REPO_ROOT, folder);
  const file = path.join(extension, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object; // as in the checkout
  await writeFile(file, JSON.stringify({ ...manifest, activationEvents: [] }));
  return extension;
}

runMain(main);
