/**
 * `npm run bench:startup [-- --starts 5 --images 100000 --suspects 20000 --seed 1 --vscode current]`: what the extension costs
 * before it is of use: the size of its .vsix, its activation in a real VS Code, the start of the trainer, and the memory of
 * the extension host with a drawn run open. Packages the extension and draws the run first. Prints a table.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { isVsCodeVersion } from '../scripts/install/codeServerReleases';
import { packageExtension } from '../scripts/package/packageExtension';
import { REPO_ROOT } from '../scripts/repoPaths';
import { runMain } from '../scripts/runMain';
import { ScriptError } from '../scripts/scriptError';
import { createTemporaryFolder } from '../scripts/vscode/temporaryFolder';
import { buildSuite } from '../test/vscode/buildSuite';
import { runInVsCode } from '../test/vscode/runInVsCode';
import { drawnRunFolder } from './drawnRun/drawnRunFolder';
import { ms, printRow, printTitles, spread } from './targetTable';
import { FOLDER_VARIABLE, MEASURED_FILE_VARIABLE, measuredSchema, type Measured } from './startup/measured';

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
  const extensionTestsPath = await buildSuite(path.join(__dirname, 'startup', 'suite'));
  const starts: Measured[] = [];
  for (let i = 0; i < Number(values.starts); i++)
    starts.push(await measureStart({ version, extensionTestsPath }, folder));

  printTitles();
  const of = (value: (measured: Measured) => number) => starts.map(value);
  printRow('universal .vsix', '12 MB', `${megabytes(bytes / 1e6)}, ${contents.length} files`);
  printRow('extension code, loaded and activated', '30 ms', spread(of(ownMs), ms));
  printRow(
    'of it, activate()',
    '',
    spread(
      of(({ activateMs }) => activateMs),
      ms,
    ),
  );
  printRow(
    'activation as VS Code answers',
    '',
    spread(
      of(({ activationMs }) => activationMs),
      ms,
    ),
  );
  printRow(
    'on the processor',
    '',
    spread(
      of(({ activationCpuMs }) => activationCpuMs),
      ms,
    ),
  );
  printRow(
    'trainer ready',
    '',
    spread(
      of(({ trainerMs }) => trainerMs),
      ms,
    ),
  );
  const what = `above idle, ${images} images and ${suspects} suspects open`;
  const above = (kind: keyof Measured['idle']) =>
    spread(
      of(({ idle, open }) => (open?.[kind] ?? NaN) - idle[kind]),
      megabytes,
    );
  printRow(`extension host's heap ${what}`, '40 MB', above('heapMb'));
  printRow(`its resident memory ${what}`, '', above('residentMb'));
  return 0;
}

const ownMs = ({ loadingMs, activateMs }: Measured) => loadingMs + activateMs;
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
    const { failed } = await runInVsCode({ ...run, extensionDevelopmentPath: REPO_ROOT });
    if (failed.length > 0) throw new ScriptError('The start of the extension could not be measured.');
    return v.parse(v.pipe(v.string(), v.parseJson(), measuredSchema), await readFile(file, 'utf8'));
  } finally {
    await temporary.remove();
  }
}

runMain(main);
