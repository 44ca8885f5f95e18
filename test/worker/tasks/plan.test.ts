import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeStripes } from '../../fixtures/stripes';
import { newestRun, planJob, work, workAll } from '../fixtures/jobs';
import { runCli } from '../fixtures/runCli';

const OPTIONS = [
  '--encoder',
  'lite0',
  '--preset',
  'fast',
  '--epochs',
  '4',
  '--folds',
  '2',
  '--backend',
  'wasm',
];

describe('a search in tasks', function () {
  this.timeout(300_000);
  let folder: string;
  let root: string;
  let scanned: { readonly table: string; readonly files: ReadonlyMap<string, string> };
  const inFolder = (name: string) => path.join(folder, name);

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-plan-'));
    root = inFolder('stripes ü');
    await writeStripes(root, { perClass: 30, wrongPerClass: 3, seed: 5 });
    await writeFile(path.join(root, 'vertical', 'broken.png'), 'not an image');
    const copied = path.join(root, 'horizontal', '104-020.png');
    await copyFile(copied, path.join(root, 'vertical', 'copy.png'));
    const { code, stderr, stdout } = await runCli('scan', root, ...OPTIONS);
    assert.equal(code, 0, stderr);
    scanned = { table: stdout, files: await newestRun(root) };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('ends in the same run as a scan, to the byte, wherever the folder of the job is by then', async () => {
    const tasks = await planJob(root, inFolder('made here'), '--shards', '3', ...OPTIONS);
    await workAll(inFolder('made here'), tasks.slice(0, 4));
    await rename(inFolder('made here'), inFolder('job'));
    await workAll(inFolder('job'), tasks.slice(4));
    const out = inFolder('merged.csv');
    const merged = await runCli('merge', inFolder('job'), '--json', '--out', out);
    assert.equal(merged.code, 0, merged.stderr);
    assert.equal((JSON.parse(merged.stdout) as { unreadable: number }).unreadable, 1);
    assert.deepEqual(await newestRun(root), scanned.files);
    const table = await runCli('merge', inFolder('job'));
    assert.equal(table.stdout, scanned.table);
  });

  it('finds similar images by the embeddings of its shards, when the folder of the job is gone', async () => {
    const image = 'horizontal/104-020.png';
    const expected = await runCli('similar', root, image, '--count', '90');
    assert.equal(expected.code, 0, expected.stderr);
    const cache = path.join(root, '.label-review', 'cache');
    await rm(cache, { recursive: true });
    const tasks = await planJob(root, inFolder('embedded'), '--shards', '3', ...OPTIONS);
    await workAll(inFolder('embedded'), tasks);
    await rm(inFolder('embedded'), { recursive: true });
    assert.equal((await runCli('similar', root, image, '--count', '90')).stdout, expected.stdout);
    // They are as a search leaves them.
    const [name, rows] = await embeddingsIn(cache);
    const again = await runCli('scan', root, ...OPTIONS);
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(await embeddingsIn(cache), [name, rows]);
  });

  async function embeddingsIn(cache: string): Promise<readonly [name: string, rows: Buffer]> {
    const [name] = (await readdir(cache)).filter((file) => /^embeddings-.*\.u8$/.test(file));
    return [name!, await readFile(path.join(cache, name!))];
  }

  it('says which task has to be done before', async () => {
    await planJob(root, inFolder('early'), ...OPTIONS);
    const early = await work(inFolder('early'), 'head-1');
    assert.equal(early.code, 1);
    assert.match(early.stderr, /The task head-1 needs inputs, which is not done; run that first\./);
    const unknown = await work(inFolder('early'), 'head-17');
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /There is no task head-17 in .*early; its tasks are shard-0000/);
  });

  it('refuses what is not divided, and folders that are no job', async () => {
    const plan = (...args: string[]) => runCli('plan', root, ...args);
    const retrain = await plan('--out', inFolder('no'), '--retrain');
    assert.equal(retrain.code, 2);
    assert.match(retrain.stderr, /plan has no --retrain/);
    assert.equal((await plan('--out', inFolder('no'), '--pred-probs', 'p.csv')).code, 2);
    assert.equal((await plan()).code, 2);
    assert.match((await plan('--out', path.join(root, 'job'))).stderr, /outside of the dataset/);
    assert.match((await plan('--out', folder)).stderr, /lie in each other/);
    await writeFile(inFolder('merged.csv'), '');
    assert.match((await work(root, 'inputs')).stderr, /Cannot read .*plan\.json \(ENOENT\)/);
  });
});
