import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeNpy } from '../../../src/core/npy';
import { resultRows } from '../../../src/core/run/resultColumns';
import type { RunSummary, TableRow } from '../../../src/core/run/run';
import type { StoreLocation } from '../../../src/store/location';
import { openRun } from '../../../src/store/openRun';
import { listRuns } from '../../../src/store/runs';
import { STRIPES_CLASSES, writeStripes, type StripesDataset } from '../../fixtures/stripes';

const CLI = path.resolve(__dirname, '../../../dist/cli.js');
const CLASSES = STRIPES_CLASSES.length;
const classes: readonly string[] = STRIPES_CLASSES;

interface SearchedRun {
  readonly run: RunSummary;
  readonly stderr: string;
  readonly rows: ReadonlyMap<string, TableRow>;
  /** Sorted by code unit, as the rows of the files are. */
  readonly paths: readonly string[];
  /** N×K. */
  readonly mixed: Float32Array;
  /** Of the network, 2×N×K. */
  readonly network: Float32Array;
}

describe('scan --retrain of a run with an encoder', function () {
  this.timeout(240_000);
  let root: string;
  let dataset: StripesDataset;
  let location: StoreLocation;
  let first: SearchedRun;
  let again: SearchedRun;
  let reviewed: SearchedRun;
  let corrected: readonly string[];
  let cached: readonly string[];

  const cachedRows = async () =>
    (await readdir(path.join(location.folder, 'cache'))).filter((name) => name.endsWith('.u8')).sort();

  async function search(...flags: string[]): Promise<SearchedRun> {
    const stderr = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, [CLI, 'scan', root, '--json', ...flags], (error, _, said) => {
        if (error) reject(new Error(said));
        else resolve(said);
      });
    });
    const [run] = await listRuns(location);
    assert.ok(run);
    const floats = async (file: string) => {
      const { data } = decodeNpy(await readFile(path.join(location.folder, 'runs', run.id, file)), file);
      return Float32Array.from(data);
    };
    const results = await openRun(location, run).results();
    const rows = new Map([...resultRows(results)].map((row) => [row.path, row]));
    const { paths } = results;
    return {
      run,
      stderr,
      rows,
      paths,
      mixed: await floats('predictions.npy'),
      network: await floats('network.npy'),
    };
  }

  const probabilityOf = ({ paths, mixed }: SearchedRun, image: string, label: string) =>
    mixed[paths.indexOf(image) * CLASSES + classes.indexOf(label)]!;

  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'label-review-head-'));
    location = { root, folder: path.join(root, '.label-review'), isFallback: false };
    dataset = await writeStripes(root, { perClass: 60, wrongPerClass: 6, seed: 5 });
    const network = ['--epochs', '8', '--folds', '2', '--workers', '2', '--image-size', '16'];
    first = await search('--encoder', 'lite0', ...network);
    cached = await cachedRows();
    again = await search('--retrain');
    corrected = [...dataset.wrong.keys()].slice(0, 9);
    const decisions = corrected.map((image) => ({
      path: image,
      decision: { action: 'relabel', label: dataset.wrong.get(image) },
    }));
    const entry = { v: 1, type: 'decide', id: 'a', at: '2026-01-02T03:04:05Z', decisions };
    await writeFile(path.join(location.folder, 'decisions.jsonl'), `${JSON.stringify(entry)}\n`, {
      flag: 'a',
    });
    const [source] = await readdir(path.join(root, 'vertical'));
    await writeFile(
      path.join(root, 'horizontal', 'new.png'),
      await readFile(path.join(root, 'vertical', source!)),
    );
    reviewed = await search('--retrain');
  });
  after(() => rm(root, { recursive: true, force: true }));

  it('trains the head alone', () => {
    assert.match(first.stderr, /Training the network: /);
    for (const { stderr } of [again, reviewed]) {
      assert.match(stderr, /Learning from the encoder's features: /);
      assert.doesNotMatch(stderr, /Training the network/);
    }
    assert.deepEqual(reviewed.run.training, first.run.training);
    assert.deepEqual(reviewed.run.plan, first.run.plan);
    assert.deepEqual(reviewed.run.opinions?.head?.plan, first.run.opinions?.head?.plan);
    assert.notDeepEqual(reviewed.run.opinions?.head?.training, first.run.opinions?.head?.training);
  });

  it('decodes the images in no other form than before', async () => {
    assert.equal(cached.length, 2);
    assert.deepEqual(await cachedRows(), cached);
  });

  it('says the same as before where nothing is decided', () => {
    assert.deepEqual(again.mixed, first.mixed);
    assert.deepEqual(again.network, first.network);
    assert.deepEqual(again.run.opinions?.formed, first.run.opinions?.formed);
    const { appeared, reviewed: decided, cleared } = again.run.comparison ?? {};
    assert.deepEqual({ appeared, decided, cleared }, { appeared: 0, decided: 0, cleared: 0 });
  });

  it('keeps what the network said, of new images the head says all', () => {
    const size = reviewed.paths.length * CLASSES;
    const sizeBefore = first.paths.length * CLASSES;
    assert.equal(size, sizeBefore + CLASSES);
    for (const [row, image] of reviewed.paths.entries()) {
      const before = first.paths.indexOf(image) * CLASSES;
      for (const part of [0, 1])
        for (let k = 0; k < CLASSES; k++) {
          const kept = reviewed.network[part * size + row * CLASSES + k]!;
          assert.ok(Object.is(kept, before < 0 ? NaN : first.network[part * sizeBefore + before + k]!));
        }
    }
    const ofNew = STRIPES_CLASSES.map((label) => probabilityOf(reviewed, 'horizontal/new.png', label));
    assert.ok(Math.abs(ofNew.reduce((sum, value) => sum + value) - 1) < 1e-5, ofNew.join());
    assert.deepEqual(
      reviewed.run.opinions?.formed.map(({ by }) => by),
      ['network', 'encoder'],
    );
  });

  it('learns from the corrected labels', () => {
    const gains = corrected.map(
      (image) =>
        probabilityOf(reviewed, image, dataset.wrong.get(image)!) -
        probabilityOf(first, image, dataset.wrong.get(image)!),
    );
    assert.ok(gains.reduce((sum, gain) => sum + gain) > 0, gains.join());
    for (const image of corrected) assert.equal(reviewed.rows.get(image)?.isLabelIssue, false);
    assert.equal(reviewed.run.decided, corrected.length);
  });
});
