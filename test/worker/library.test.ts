/** The built library, as a program imports it. Needs `npm run build`. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as LibraryModule from '../../src/library/index';
import { writeStripes, type StripesDataset } from '../fixtures/stripes';

const ENTRY = pathToFileURL(path.resolve(__dirname, '../../dist/index.mjs')).href;

const OPTIONS = { epochs: 10, folds: 2, workers: 2, seed: 1 } as const;

describe('the library', () => {
  let library: typeof LibraryModule;
  let folder: string;
  let dataset: StripesDataset;
  let run: LibraryModule.Run;
  const phases = new Set<LibraryModule.Progress['phase']>();
  const shares: number[] = [];

  before(async () => {
    library = (await import(ENTRY)) as typeof LibraryModule; // our own build
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-library-'));
    dataset = await writeStripes(folder, { perClass: 40, wrongPerClass: 3, seed: 5 });
    await writeFile(path.join(folder, 'vertical', 'broken.png'), 'not an image');
    run = await library.analyze(folder, OPTIONS, {
      onProgress: ({ phase, text, share01 }) => {
        assert.notEqual(text, '');
        phases.add(phase);
        if (share01 !== undefined) shares.push(share01);
      },
    });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('finds images and labels without opening an image', async () => {
    const { classes, paths, labels, splits, skipped, warnings } = await library.readDataset(folder);
    assert.deepEqual(classes, ['diagonal', 'horizontal', 'vertical']);
    assert.equal(paths.length, dataset.images + 1);
    assert.deepEqual(
      paths.map((image) => path.posix.dirname(image)),
      Array.from(labels, (label) => classes[label]),
    );
    assert.deepEqual([splits, warnings, skipped.notImages], [[], [], 0]);
  });

  it('finds the wrong labels, the most suspect first', () => {
    const rows = [...run.rows];
    assert.equal(rows.length, run.images);
    assert.deepEqual(
      rows.map(({ rank }) => rank),
      rows.map((_, at) => at + 1),
    );
    const flagged = rows.filter(({ isLabelIssue }) => isLabelIssue);
    assert.equal(flagged.length, run.suspects);
    assert.deepEqual(new Set(flagged.map((row) => row.path)), new Set(dataset.wrong.keys()));
    for (const row of flagged) assert.equal(row.predictedLabel, dataset.wrong.get(row.path));
    assert.deepEqual([...run.rows], rows, 'rows can be gone through again');
  });

  it('says how far it is, and of images that it cannot read why', () => {
    assert.deepEqual([...phases], ['discover', 'decode', 'train', 'detect', 'thumbnails']);
    assert.ok(shares.length > 10 && shares.every((share) => share >= 0 && share <= 1));
    const [broken, ...others] = run.unjudged;
    assert.deepEqual([broken?.path, broken?.givenLabel, others], ['vertical/broken.png', 'vertical', []]);
    assert.notEqual(broken?.reason, '');
    const { errors, low, high } = run.expectedErrors!;
    assert.ok(low <= errors && errors <= high);
  });

  it('reads the run and the review', async () => {
    const read = await library.readRun(folder);
    assert.deepEqual([...read.rows], [...run.rows]);
    assert.deepEqual({ ...read, rows: undefined }, { ...run, rows: undefined });
    const [image] = dataset.wrong.keys();
    const decisions = [
      { path: image, decision: { action: 'relabel', label: 'wavy' } },
      { path: 'diagonal/100-020.png', decision: { action: 'exclude' } },
      { path: 'diagonal/100-021.png', decision: { action: 'unsure' } },
      { path: 'diagonal/gone.png', decision: { action: 'keep' } },
    ];
    const entry = { v: 1, type: 'decide', id: 'a', at: '2026-01-02T03:04:05Z', decisions };
    await writeFile(path.join(folder, '.label-review', 'decisions.jsonl'), `${JSON.stringify(entry)}\n`);

    const { byPath, unapplied, warnings } = await library.readDecisions(folder);
    assert.deepEqual(
      Object.fromEntries(byPath),
      Object.fromEntries(decisions.slice(0, 3).map((each) => [each.path, each.decision])),
    );
    assert.deepEqual(unapplied, [{ path: 'diagonal/gone.png', why: 'gone' }]);
    assert.match(warnings.join('\n'), /diagonal\/gone\.png \(no longer there\)/);

    const { rows } = await library.correctedLabels(folder);
    assert.equal(rows.length, dataset.images + 1, 'the unreadable image, too');
    const rowOf = (name: string) => rows.find((row) => row.path === name);
    const given = path.posix.dirname(image!);
    const expected = { path: image, givenLabel: given, correctedLabel: 'wavy', action: 'relabel' };
    assert.deepEqual(rowOf(image!), expected);
    assert.deepEqual(rowOf('diagonal/100-020.png'), {
      path: 'diagonal/100-020.png',
      givenLabel: 'diagonal',
      correctedLabel: null,
      action: 'exclude',
    });
    for (const open of ['diagonal/100-021.png', 'vertical/broken.png'])
      assert.deepEqual([rowOf(open)?.correctedLabel, rowOf(open)?.action], [path.posix.dirname(open), null]);
  });

  it('gives up when it is told to, with the reason of the signal, and keeps no run', async () => {
    const runs = await readdir(path.join(folder, '.label-review/runs'));
    const controller = new AbortController();
    const reason = new Error('enough');
    const given = library.analyze(
      folder,
      { ...OPTIONS, seed: 2 },
      {
        signal: controller.signal,
        onProgress: ({ phase }) => {
          if (phase === 'train') controller.abort(reason);
        },
      },
    );
    await assert.rejects(given, reason);
    assert.deepEqual(await readdir(path.join(folder, '.label-review/runs')), runs);
    await assert.rejects(library.readDataset(folder, {}, { signal: controller.signal }), reason);
  });

  it('says what a person can mend', async () => {
    const isSaid = (code: LibraryModule.LabelReviewErrorCode) => (error: unknown) =>
      error instanceof library.LabelReviewError && error.code === code;
    await assert.rejects(library.readDataset(path.join(folder, 'none')), isSaid('folder-not-found'));
    await assert.rejects(library.readRun(path.join(folder, 'none')), isSaid('folder-not-found'));
    await assert.rejects(library.readRun(path.join(folder, 'vertical')), isSaid('no-run'));
    await assert.rejects(library.analyze(folder, { epochs: 0 }), isSaid('bad-setting'));
    const core = (await import(ENTRY.replace('index.mjs', 'core.mjs'))) as typeof LibraryModule; // as above
    assert.throws(() => core.findLabelIssues({ labels: [], predProbs: [] }), library.LabelReviewError);
  });
});
