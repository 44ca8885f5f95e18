import assert from 'node:assert/strict';
import { access, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { resultRows } from '../../src/core/run/resultColumns';
import { DEFAULT_ISSUE_FILTER } from '../../src/core/run/issueFilter';
import { runSteps } from '../../src/core/steps';
import { builtInSource } from '../../src/encoder/encoder';
import { openPixels } from '../../src/files/pixels/openPixels';
import { createPipeline } from '../../src/pipeline/createPipeline';
import type { ImageInput, ImagesToJudge, Judge, PreparedJudge } from '../../src/pipeline/judge';
import { cacheFolder, storeAt } from '../../src/store/location';
import { openRun } from '../../src/store/openRun';
import { readRun } from '../../src/store/runs';
import { STRIPES_CLASSES, writeStripes } from '../fixtures/stripes';
import { stripesPredictions } from '../fixtures/stripesPredictions';
import { temporaryFolder } from '../unit/temporaryFolder';

const DIST = path.resolve(__dirname, '../../dist');
const PER_CLASS = 12;
const FORMS = [
  { kind: 'pixels', size: 16, channels: 3 },
  { kind: 'pixels', size: 8, channels: 1 },
] as const satisfies readonly ImageInput[];

interface Observed {
  images?: ImagesToJudge;
  /** Of each image, in each form, its mean brightness. */
  means?: Float32Array;
  cacheFolder?: string;
  decodedBefore?: boolean;
}

/** A judge that looks at images in some forms, by default two, neither of them the network's, and knows what they look like to it. */
function createFakeJudge(
  wrong: ReadonlyMap<string, string>,
  observed: Observed,
  {
    choice,
    inputs = FORMS,
  }: {
    readonly choice?: (paths: readonly string[]) => PreparedJudge['choice'];
    readonly inputs?: readonly ImageInput[];
  } = {},
): Judge {
  return {
    async *prepare({ index, location }) {
      yield { phase: 'predictions', done: 1, total: 1 };
      observed.cacheFolder = cacheFolder(location);
      observed.decodedBefore = await access(observed.cacheFolder).then(
        () => true,
        () => false,
      );
      return {
        inputs,
        classes: index.classes,
        choice: choice?.(index.paths),
        async *judge(images) {
          observed.images = images;
          observed.means = await meansOf(images);
          yield { phase: 'detect' };
          return {
            predProbs: Float32Array.from(stripesPredictions(images.paths, wrong).flat()),
            warnings: ['judged by a fake'],
            origin: { predictions: { file: '/fake', matchedBy: 'sorted-paths' } },
          };
        },
      };
    },
  };
}

/** The mean brightness of each image in each form. */
async function meansOf({ inputs }: ImagesToJudge): Promise<Float32Array> {
  const means = new Float32Array(inputs[0]!.count * inputs.length);
  for (const [form, source] of inputs.entries()) {
    const images = openPixels(source);
    const bytes = new Uint8Array(source.height * source.width * source.channels);
    for (let image = 0; image < source.count; image++) {
      images.read(image, bytes);
      means[image * inputs.length + form] = bytes.reduce((sum, value) => sum + value, 0) / bytes.length;
    }
    images.close();
  }
  return Promise.resolve(means);
}

describe('the pipeline with another judge', () => {
  const folder = temporaryFolder();
  const { signal } = new AbortController();

  async function judgeBy(judge: Judge) {
    const root = folder();
    const pipeline = createPipeline({ programFolder: DIST, createJudge: () => judge });
    const phases: string[] = [];
    const steps = pipeline.analyze(
      {
        root,
        fallbackStore: root,
        options: { preset: 'balanced', encoder: 'auto', seed: 1, backend: 'wasm' },
        filterBy: DEFAULT_ISSUE_FILTER,
      },
      { signal },
    );
    const outcome = await runSteps(steps, ({ phase }) => void phases.push(phase));
    assert.ok(outcome.status === 'done');
    const { storeFolder, runId } = outcome;
    const location = storeAt(root, storeFolder);
    const run = await readRun(location, runId);
    return {
      phases: [...new Set(phases)],
      run,
      rows: [...resultRows(await openRun(location, run).results())],
    };
  }
  const writeDataset = () => writeStripes(folder(), { perClass: PER_CLASS, wrongPerClass: 2, seed: 3 });

  it('decodes what it asks for, in every form', async () => {
    const { wrong } = await writeDataset();
    await writeFile(path.join(folder(), 'vertical', 'broken.png'), 'no image');
    const observed: Observed = {};
    const { phases, run, rows } = await judgeBy(createFakeJudge(wrong, observed));
    assert.deepEqual(phases, ['discover', 'predictions', 'decode', 'detect', 'thumbnails']);
    assert.equal(observed.decodedBefore, false);
    const { paths, inputs } = observed.images!;
    assert.deepEqual(
      inputs.map(({ height, width, channels }) => ({ height, width, channels })),
      FORMS.map(({ size, channels }) => ({ height: size, width: size, channels })),
    );
    const count = STRIPES_CLASSES.length * PER_CLASS;
    assert.ok(paths.length === count && inputs.every((source) => source.count === count));

    assert.deepEqual(
      new Set(rows.filter((row) => row.isLabelIssue).map((row) => row.path)),
      new Set(wrong.keys()),
    );
    assert.deepEqual(run.warnings, ['judged by a fake']);
    assert.deepEqual(
      run.unreadable.map(({ path }) => path),
      ['vertical/broken.png'],
    );
    assert.equal(observed.means!.length, count * FORMS.length);
    // Both forms are of the same image.
    for (let image = 0; image < count; image++)
      assert.ok(
        Math.abs(observed.means![2 * image]! - observed.means![2 * image + 1]!) < 6,
        `image ${image}`,
      );
  });

  it('lets it choose its images, and says why it leaves the others out', async () => {
    const { wrong } = await writeDataset();
    await writeFile(path.join(folder(), 'vertical', 'broken.png'), 'no image');
    const observed: Observed = {};
    const everySecond = (paths: readonly string[]) => ({
      images: Int32Array.from(paths.keys()).filter((image) => image % 2 === 0),
      whyNotOthers: 'not chosen',
    });
    const { run } = await judgeBy(createFakeJudge(wrong, observed, { choice: everySecond }));
    const judged = observed.images!.paths;
    assert.equal(judged.length, observed.means!.length / FORMS.length);
    assert.equal(judged.length + run.unreadable.length, STRIPES_CLASSES.length * PER_CLASS + 1);
    assert.ok(run.unreadable.every(({ path, reason }) => !judged.includes(path) && reason !== ''));
    assert.ok(run.unreadable.filter(({ reason }) => reason === 'not chosen').length >= judged.length - 1);
    // Of the chosen images, in their order.
    for (let image = 0; image < judged.length; image++)
      assert.ok(
        Math.abs(observed.means![2 * image]! - observed.means![2 * image + 1]!) < 6,
        `image ${image}`,
      );
  });

  it('gives it embeddings alone, and decodes pixels as well for all who look at those', async () => {
    const { wrong } = await writeDataset();
    await writeFile(path.join(folder(), 'vertical', 'broken.png'), 'no image');
    const observed: Observed = {};
    const inputs = [{ kind: 'embedding', encoder: builtInSource('lite0', 32, DIST) } as const];
    const { phases, run, rows } = await judgeBy(createFakeJudge(wrong, observed, { inputs }));
    assert.deepEqual(phases, ['discover', 'predictions', 'decode', 'detect', 'thumbnails']);
    const count = STRIPES_CLASSES.length * PER_CLASS;
    const { store, ...shape } = observed.images!.inputs[0]!;
    assert.equal(store.kind, 'memory');
    assert.deepEqual(shape, { count, height: 1, width: 1728, channels: 1 });
    assert.deepEqual(
      new Set(rows.filter((row) => row.isLabelIssue).map((row) => row.path)),
      new Set(wrong.keys()),
    );
    assert.deepEqual(
      run.unreadable.map(({ path: image }) => image),
      ['vertical/broken.png'],
    );
    const names = (await readdir(observed.cacheFolder!)).filter((name) => name.endsWith('.u8'));
    assert.equal(names.length, 2, names.join());
  });

  it('ends with the judge when it fails, and lets others search', async () => {
    const { wrong } = await writeDataset();
    const failing: Judge = {
      async *prepare() {
        return Promise.reject(new RangeError('no opinion'));
      },
    };
    await assert.rejects(judgeBy(failing), RangeError);
    const { run } = await judgeBy(createFakeJudge(wrong, {}));
    assert.equal(run.images, STRIPES_CLASSES.length * PER_CLASS);
  });
});
