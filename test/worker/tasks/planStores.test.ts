/** Plans whose store or cache is not in the dataset. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeStripes } from '../../fixtures/stripes';
import { temporaryFolder } from '../../unit/temporaryFolder';
import { planJob, workAll } from '../fixtures/jobs';
import { CLI, runCli } from '../fixtures/runCli';

const OPTIONS = [
  '--preset',
  'fast',
  '--encoder',
  'lite0',
  '--epochs',
  '2',
  '--folds',
  '2',
  '--backend',
  'wasm',
];
const IMAGE = 'horizontal/104-010.png';

describe('a search in tasks', function () {
  this.timeout(300_000);
  const folder = temporaryFolder();
  const at = (...names: readonly string[]) => path.join(folder(), ...names);

  const isMergedHere = async () =>
    (JSON.parse(await readFile(at('job', 'plan.json'), 'utf8')) as { isMergedHere: boolean }).isMergedHere; // ours

  beforeEach(() => writeStripes(at('data'), { perClass: 12, wrongPerClass: 1, seed: 5 }));

  it('leaves its embeddings in the folder for caches, and none in the dataset', async () => {
    const caches = ['--cache-folder', at('caches')];
    await workAll(at('job'), await planJob(at('data'), at('job'), ...OPTIONS, ...caches));
    assert.equal(await isMergedHere(), true);
    assert.ok(!(await readdir(at('data', '.label-review'))).includes('cache'));
    const [own] = await readdir(at('caches'));
    const names = await readdir(at('caches', own!));
    assert.ok(
      names.some((name) => name.startsWith('embeddings-')),
      names.join(),
    );
    const similar = await runCli('similar', at('data'), IMAGE, ...caches, '--count', '5');
    assert.equal(similar.code, 0, similar.stderr);
  });

  it('puts the run of a read-only dataset where that of a scan would be', async function () {
    const { status } = readOnly('true');
    if (status !== 0) this.skip();
    const cli = (...args: readonly string[]) => {
      const { status: code, stdout, stderr } = readOnly(process.execPath, CLI, ...args);
      assert.equal(code, 0, stderr);
      return stdout;
    };
    const { tasks } = JSON.parse(cli('plan', at('data'), '--out', at('job'), '--json', ...OPTIONS)) as {
      tasks: readonly { id: string }[];
    }; // as docs/command-line.md says
    assert.equal(await isMergedHere(), true);
    for (const { id } of tasks) cli('work', at('job'), '--task', id, '--progress', 'none');
    assert.ok(!(await readdir(at('data'))).includes('.label-review'));
    const [store] = await readdir(at('home', 'label-review'));
    assert.equal((await readdir(at('home', 'label-review', store!, 'runs'))).length, 1);
    assert.match(cli('similar', at('data'), IMAGE, '--count', '3'), /^path,given_label,similarity,rank\n/u);
  });

  it('makes no run that only the machine at hand would find', async function () {
    const { status } = readOnly('true');
    if (status !== 0) this.skip();
    const tasks = await planJob(at('data'), at('job'), ...OPTIONS);
    assert.equal(await isMergedHere(), false);
    await workAll(at('job'), tasks.slice(0, -1));
    const { status: code, stderr } = readOnly(process.execPath, CLI, 'merge', at('job'));
    assert.equal(code, 1);
    assert.match(
      stderr,
      /This machine cannot write into .*data, where the run belongs; run `label-review merge/u,
    );
    assert.equal((await runCli('merge', at('job'))).code, 0);
  });

  /** Runs a command where the dataset cannot be written, whoever asks; fails where the system has no such places. */
  function readOnly(...command: readonly string[]) {
    const mounted = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';
    const unshare = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];
    return spawnSync('unshare', [...unshare, 'sh', '-c', mounted, at('data'), ...command], {
      encoding: 'utf8',
      env: { ...process.env, XDG_CACHE_HOME: at('home') },
    });
  }
});
