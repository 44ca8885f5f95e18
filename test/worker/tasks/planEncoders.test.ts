/** Plans with encoders of the user's own, parts of comparisons, and tasks with several threads. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { encodeNpy } from '../../../src/core/npy';
import { jobPlanSchema } from '../../../src/core/plan/jobPlan';
import { listTasks } from '../../../src/core/plan/listTasks';
import { createRng } from '../../../src/core/rng';
import { ONNX_FOLDER, ONNX_VERSION } from '../../../src/core/encoder/onnxPackages';
import { PACKAGES_VARIABLE } from '../../../src/core/names';
import { writeOnnx, type Model } from '../../fixtures/onnxFile';
import { STRIPES_CLASSES, writeStripes, type StripesDataset } from '../../fixtures/stripes';
import { newestRun, planJob, work, workAll } from '../fixtures/jobs';
import { rowsOf, runCli, startCli } from '../fixtures/runCli';

const OPTIONS = ['--preset', 'fast', '--folds', '2', '--backend', 'wasm'];
const WIDTH = 5;
const IMAGE = 'horizontal/104-020.png';

/** ONNX Runtime as far as it is used: of every image the means of the rows of its red channel. */
const RUNTIME = `
  class Tensor { constructor(type, data, dims) { Object.assign(this, { type, data, dims }); } }
  class InferenceSession {
    static async create() {
      const run = async ({ pixels: { data, dims: [count, channels, height, width] } }) => {
        const means = new Float32Array(count * height);
        for (let image = 0; image < count; image++)
          for (let y = 0; y < height; y++)
            for (let x = 0; x < width; x++)
              means[image * height + y] += data[(image * channels * height + y) * width + x] / width;
        return { features: new Tensor('float32', means, [count, height]) };
      };
      return { run, release: async () => {} };
    }
  }
  module.exports = { Tensor, InferenceSession, env: { wasm: {} } };`;

describe('a search in tasks', function () {
  this.timeout(300_000);
  let folder: string;
  let root: string;
  let dataset: StripesDataset;
  const at = (...names: readonly string[]) => path.join(folder, ...names);
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-plan-encoders-'));
    root = at('stripes');
    dataset = await writeStripes(root, { perClass: 70, wrongPerClass: 4, seed: 9 });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function writeEmbeddings(): Promise<string> {
    const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.png'));
    const images = names.map((name) => name.replaceAll(path.sep, '/')).sort();
    const rng = createRng(3);
    const rows = images.map((image) => {
      const trueClass = dataset.wrong.get(image) ?? image.split('/')[0]!;
      return Array.from(
        { length: WIDTH },
        (_, i) => Number(STRIPES_CLASSES[i] === trueClass) + rng.next01() / 5,
      );
    });
    const file = at('embeddings.npy');
    await writeFile(file, encodeNpy(Float32Array.from(rows.flat()), [images.length, WIDTH]));
    return file;
  }

  /** The files of the run that one machine makes. */
  async function scanned(...flags: readonly string[]) {
    const { code, stderr } = await runCli('scan', root, '--progress', 'none', '--json', ...flags);
    assert.equal(code, 0, stderr);
    return newestRun(root);
  }

  it('goes by embeddings made elsewhere, compared in several parts, as a scan does', async () => {
    const options = [...OPTIONS, '--epochs', '3', '--encoder', await writeEmbeddings()];
    const expected = await scanned(...options);
    await planJob(root, at('npy job'), '--shards', '2', ...options);
    // Parts as small as they can be.
    const file = at('npy job', 'plan.json');
    const plan = { ...v.parse(jobPlanSchema, JSON.parse(await readFile(file, 'utf8'))), imagesOfPart: 96 };
    const tasks = listTasks(plan);
    await writeFile(file, JSON.stringify({ ...plan, tasks }));
    assert.equal(tasks.filter(({ id }) => id.startsWith('closeness')).length, 3);
    await workAll(at('npy job'), tasks);
    assert.deepEqual(await newestRun(root), expected);
    const similar = await runCli('similar', root, IMAGE, '--count', '5');
    assert.equal(similar.code, 0, similar.stderr);
  });

  it('goes by an encoder that is an ONNX file, as a scan does', async () => {
    const runtime = at('packages', ONNX_FOLDER, 'node_modules', 'onnxruntime-node');
    await mkdir(runtime, { recursive: true });
    await writeFile(path.join(runtime, 'index.js'), RUNTIME);
    const manifest = { name: 'onnxruntime-node', version: ONNX_VERSION, main: 'index.js' };
    await writeFile(path.join(runtime, 'package.json'), JSON.stringify(manifest));
    await writeFile(at('preprocessor_config.json'), JSON.stringify({ size: 16 }));
    const graph: Model = {
      nodes: [{ operator: 'Relu', inputs: ['pixels'], output: 'features' }],
      inputs: [{ name: 'pixels', shape: ['batch', 3, 'height', 'width'] }],
      outputs: [{ name: 'features', shape: ['batch', 16] }],
    };
    const model = await writeOnnx(at('model.onnx'), graph);
    await writeOnnx(at('other.onnx'), { ...graph, metadata: { version: '2' } });
    const environment = { [PACKAGES_VARIABLE]: at('packages') };
    const run = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await startCli(args, environment).finished;
      assert.equal(code, 0, stderr);
      return stdout;
    };
    const options = [...OPTIONS, '--epochs', '3', '--encoder', model];
    await run('scan', root, '--json', ...options);
    const expected = await newestRun(root);
    const similar = await run('similar', root, IMAGE, '--count', '9');
    await rm(path.join(root, '.label-review', 'cache'), { recursive: true });
    const planned = await run('plan', root, '--out', at('onnx job'), '--json', '--shards', '2', ...options);
    const { tasks } = JSON.parse(planned) as { tasks: readonly { id: string }[] }; // as docs/command-line.md says
    const bytes = await readFile(model);
    await writeFile(model, await readFile(at('other.onnx')));
    const changed = await startCli(['work', at('onnx job'), '--task', 'shard-0000'], environment).finished;
    assert.equal(changed.code, 1);
    assert.match(changed.stderr, /model\.onnx is not what it was when the plan was made/u);
    await writeFile(model, bytes);
    for (const { id } of tasks) await run('work', at('onnx job'), '--task', id, '--progress', 'none');
    assert.deepEqual(await newestRun(root), expected);
    assert.equal(await run('similar', root, IMAGE, '--count', '9'), similar);
  });

  it('trains a model with several threads, up to the rounding of sums', async () => {
    const options = [...OPTIONS, '--encoder', 'none', '--epochs', '6'];
    const one = await runCli('scan', root, '--progress', 'none', ...options);
    assert.equal(one.code, 0, one.stderr);
    const tasks = await planJob(root, at('threads job'), '--shards', '1', ...options);
    for (const { id } of tasks.slice(0, -1)) {
      const { code, stderr } = await work(at('threads job'), id, '--threads', '2');
      assert.equal(code, 0, `${id}: ${stderr}`);
    }
    const two = await runCli('merge', at('threads job'), '--threads', '2', '--progress', 'none');
    assert.equal(two.code, 0, two.stderr);
    const expected = new Map(rowsOf(one.stdout).map((row) => [row.path, row]));
    for (const row of rowsOf(two.stdout)) {
      const other = expected.get(row.path)!;
      assert.equal(row.is_label_issue, other.is_label_issue, row.path);
      assert.ok(Math.abs(Number(row.label_quality) - Number(other.label_quality)) < 0.02, row.path);
    }
  });
});
