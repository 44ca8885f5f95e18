import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageNpm, type PackedNpm } from '../../scripts/package/packageNpm';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { runCommand } from '../../scripts/install/runCommand';
import { writeStripes } from '../fixtures/stripes';
import { installPackage, type InstalledPackage } from './installedPackage';
import { CORE_PROGRAM, NODE_PROGRAM } from './typedProgram';

const GOLDEN = path.join(__dirname, 'golden/npmFiles.txt');
const SIZE_LIMIT_BYTES = 10_000_000;

describe('the npm package', () => {
  let packed: PackedNpm;
  let installed: InstalledPackage;

  before(async () => {
    packed = await packageNpm();
    installed = await installPackage(packed.file);
    const { wrong } = await writeStripes(path.join(installed.folder, 'images'), {
      perClass: 40,
      wrongPerClass: 3,
      seed: 5,
    });
    assert.equal(wrong.size, 9);
    await writeFile(path.join(installed.folder, 'labels.csv'), await labelsOf(installed.folder));
  });
  after(() => installed.remove());

  it('contains the files of the golden list, no more and no fewer', async () => {
    const actual = `${packed.contents.join('\n')}\n`;
    if (process.env.UPDATE_GOLDEN !== undefined) await writeFile(GOLDEN, actual);
    assert.equal(
      actual,
      await readFile(GOLDEN, 'utf8'),
      'If this is meant: UPDATE_GOLDEN=1 npm test -- --tier package',
    );
  });

  it('is small', () => {
    assert.ok(packed.bytes <= SIZE_LIMIT_BYTES, `${packed.bytes} bytes`);
  });

  it('says what it contains of others, with their licences, and nothing of what it does not contain', async () => {
    const notices = await readFile(
      path.join(installed.folder, 'node_modules/label-review/THIRD_PARTY_NOTICES.txt'),
      'utf8',
    );
    for (const name of [
      '@tensorflow/tfjs-core',
      '@cwasm/jpeg-turbo',
      'libjpeg-turbo',
      'valibot',
      'EfficientNet',
    ])
      assert.ok(notices.includes(name), name);
    for (const name of ['lit 3', 'webview-ui-toolkit', 'sharp ']) assert.ok(!notices.includes(name), name);
  });

  it('runs on the command line', async () => {
    const { version } = JSON.parse(await readFile(path.join(REPO_ROOT, 'package.json'), 'utf8')) as {
      version: string;
    };
    const asked = await installed.npx('label-review', '--version');
    assert.deepEqual([asked.code, asked.stdout.trim()], [0, version], asked.stderr);
    const options = ['--epochs', '10', '--folds', '2', '--workers', '2', '--encoder', 'lite0'];
    const scan = await installed.npx('label-review', 'scan', 'images', '--out', 'found.csv', ...options);
    assert.equal(scan.code, 0, scan.stderr);
    assert.match(scan.stderr, /9 suspects among 120 images/);
    const exported = await installed.npx('label-review', 'export', 'images');
    assert.equal(exported.code, 0, exported.stderr);
    const table = await readFile(path.join(installed.folder, 'images/corrected_labels.csv'), 'utf8');
    assert.equal(table.trim().split('\n').length, 121);
  });

  for (const [number, { title, code }] of examples().entries())
    it(`runs the example of docs/library.md under "${title}" (${number + 1})`, async () => {
      const name = `example-${number + 1}.mjs`;
      await writeFile(path.join(installed.folder, name), code);
      const { code: exit, stdout, stderr } = await installed.node(name);
      assert.equal(exit, 0, stderr);
      assert.notEqual(stdout, '');
    });

  for (const [module, resolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ] as const)
    it(`has types that hold under strict, as "${resolution}" finds them`, async () => {
      const programs = { 'node.mts': NODE_PROGRAM, 'core.mts': CORE_PROGRAM, ...examplesAsTypeScript() };
      for (const [name, program] of Object.entries(programs))
        await writeFile(path.join(installed.folder, name), program);
      const how = ['--module', module, '--moduleResolution', resolution, '--lib', 'es2023'];
      await checkTypes([...how, '--types', 'node', ...Object.keys(programs)]);
      await checkTypes([...how, '--types', '', 'core.mts']);
    });

  /** Types of Node come from this checkout. */
  async function checkTypes(args: readonly string[]): Promise<void> {
    const modules = path.join(REPO_ROOT, 'node_modules');
    const compiler = path.join(modules, 'typescript-7/bin/tsc');
    const strict = [
      '--strict',
      '--noEmit',
      '--target',
      'es2022',
      '--typeRoots',
      path.join(modules, '@types'),
    ];
    await runCommand({
      purpose: 'Checking types',
      file: process.execPath,
      args: [compiler, ...strict, ...args],
      cwd: installed.folder,
      shownLines: Infinity,
    });
  }
});

/** The labels that the class folders say, as a table. */
async function labelsOf(folder: string): Promise<string> {
  const images = (await readdir(path.join(folder, 'images'), { recursive: true })).filter((name) =>
    name.endsWith('.png'),
  );
  const rows = images.map((image) => [image.replaceAll('\\', '/'), path.dirname(image)].join());
  return ['path,label', ...rows, ''].join('\n');
}

interface Example {
  /** The heading that it stands under. */
  readonly title: string;
  readonly code: string;
}

/** The programs of the page, in order: a later one may go on with what an earlier one has left. */
function examples(): readonly Example[] {
  const page = readFileSync(path.join(REPO_ROOT, 'docs/library.md'), 'utf8');
  return page.split(/^## /mu).flatMap((section) => {
    const title = section.slice(0, section.indexOf('\n'));
    return [...section.matchAll(/^```js\n(.*?)^```$/gmsu)].map(([, code]) => ({ title, code: code! }));
  });
}

const examplesAsTypeScript = (): Readonly<Record<string, string>> =>
  Object.fromEntries(examples().map(({ code }, number) => [`example-${number + 1}.mts`, code]));
