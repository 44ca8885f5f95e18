import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeNpy } from '../../src/core/npy';
import { writeStripes, type StripesDataset } from '../fixtures/stripes';
import { tiffBytes } from '../unit/dataset/decode/tiffBytes';
import { itWith } from '../fixtures/itWith';
import { rowsOf, runCli, startCli, type Finished } from './fixtures/runCli';

describe('label-review', () => {
  let folder: string;
  let root: string;
  let dataset: StripesDataset;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-cli-'));
    root = path.join(folder, 'stripes ü');
    dataset = await writeStripes(root, { perClass: 60, wrongPerClass: 4, seed: 5 });
    await writeFile(path.join(root, 'vertical', 'broken.png'), 'not an image');
    const copied = path.join(root, 'horizontal', '104-020.png');
    await copyFile(copied, path.join(root, 'horizontal', 'copy.png'));
    await copyFile(copied, path.join(root, 'vertical', 'copy.png'));
    await writeFile(path.join(root, 'notes.txt'), 'not an image either');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  describe('scan', () => {
    let scan: Finished;
    const out = () => path.join(folder, 'suspects.csv');
    before(async function () {
      this.timeout(120_000);
      scan = await runCli(
        'scan',
        root,
        '--json',
        '--out',
        out(),
        '--epochs',
        '10',
        '--folds',
        '2',
        '--seed',
        '1',
        '--workers',
        '2',
        '--fail-over',
        '2',
      );
    });

    it('ends with a status of its own, for there are more suspects than are allowed, and prints one JSON object about the run', () => {
      assert.equal(scan.code, 3, scan.stderr);
      const json: unknown = JSON.parse(scan.stdout);
      assert.ok(typeof json === 'object' && json !== null);
      assert.deepEqual(Object.keys(json), [
        'images',
        'classes',
        'unreadable',
        'suspects',
        'duplicates',
        'contradictions',
        'leaks',
        'faults',
        'backend',
        'loss',
        'folds',
        'epochs',
        'imageSize',
        'seconds',
        'peakRssMb',
        'opinions',
        'leftOut',
      ]);
      const { images, classes, unreadable, folds, epochs } = json as Record<string, unknown>; // Keys checked above.
      assert.deepEqual(
        { images, classes, unreadable, folds, epochs },
        { images: 182, classes: 3, unreadable: 1, folds: 2, epochs: 10 },
      );
    });

    it('names the unreadable image and counts what it skipped', () => {
      assert.match(scan.stderr, /vertical\/broken\.png/);
      assert.match(scan.stderr, /1 file that is not an image/);
    });

    it('writes one row for each readable image, in rank order', async () => {
      const text = await readFile(out(), 'utf8');
      assert.equal(
        text.slice(0, text.indexOf('\n')),
        'path,given_label,is_label_issue,label_quality,predicted_label,predicted_probability,rank,kind,off_topic',
      );
      const rows = rowsOf(text);
      assert.equal(rows.length, 182);
      assert.deepEqual(
        rows.map((row) => Number(row.rank)),
        rows.map((_, index) => index + 1),
      );
      assert.ok(rows.every((row) => row.path?.startsWith(`${row.given_label ?? ''}/`)));
    });

    it('finds the copies, and puts the one with another label first', async () => {
      const { duplicates, contradictions, leaks } = JSON.parse(scan.stdout) as Record<string, unknown>; // an object, see above
      assert.deepEqual(duplicates, { groups: 1, images: 3 });
      assert.deepEqual(contradictions, { groups: 1, images: 3 });
      assert.deepEqual(leaks, { groups: 0, images: 0 });
      assert.match(
        scan.stderr,
        /One picture is there in several copies \(3 images\): 1 with different labels\./,
      );
      assert.match(scan.stderr, /Training the network: .*1 picture with different labels so far/);
      const [first] = rowsOf(await readFile(out(), 'utf8'));
      assert.equal(first?.path, 'vertical/copy.png');
      assert.equal(first.predicted_label, 'horizontal');
      assert.equal(first.is_label_issue, 'true');
    });

    it('finds the planted errors and suggests their true class', async () => {
      const rows = rowsOf(await readFile(out(), 'utf8'));
      const flagged = new Map(
        rows.filter((row) => row.is_label_issue === 'true').map((row) => [row.path, row.predicted_label]),
      );
      const found = [...dataset.wrong].filter(([image, trueClass]) => flagged.get(image) === trueClass);
      assert.ok(found.length >= 10, `${found.length} of ${dataset.wrong.size} planted errors found`);
      assert.ok(flagged.size <= 20, `${flagged.size} images flagged`);
    });

    it('keeps the run beside the images, without thumbnails of images that are small themselves', async () => {
      const store = path.join(root, '.label-review');
      assert.deepEqual((await readdir(store)).sort(), ['.gitignore', 'cache', 'runs']);
      const [run] = await readdir(path.join(store, 'runs'));
      const files = await readdir(path.join(store, 'runs', run ?? ''));
      const wanted = ['predictions.npy', 'columns', 'run.json', 'models.npy'];
      const checks = ['duplicates.json', 'faults.json'];
      const evidence = ['evidence.json', 'evidence.jsonl', 'evidence.u8'];
      for (const name of [...wanted, ...checks, ...evidence]) assert.ok(files.includes(name), name);
      assert.ok(!(await readdir(path.join(store, 'cache'))).includes('thumbnails'));
    });

    it('gives the same table for the same seed, whatever the number of workers, up to one for each model', async function () {
      this.timeout(120_000);
      const again = await runCli(
        'scan',
        root,
        '--epochs',
        '10',
        '--folds',
        '2',
        '--seed',
        '1',
        '--workers',
        '1',
      );
      assert.equal(again.code, 0, again.stderr);
      assert.equal(again.stdout, await readFile(out(), 'utf8'));
    });

    it('exports every image with the decisions of the journal applied', async () => {
      const [image] = dataset.wrong.keys();
      assert.ok(image !== undefined);
      const decisions = [
        { path: image, decision: { action: 'relabel', label: 'brand "new", class' } },
        { path: 'diagonal/100-020.png', decision: { action: 'exclude' } },
        { path: 'diagonal/100-021.png', decision: { action: 'keep' } },
        { path: 'diagonal/100-022.png', decision: { action: 'unsure' } },
        { path: 'diagonal/gone.png', decision: { action: 'keep' } },
      ];
      const entry = { v: 1, type: 'decide', id: 'a', at: '2026-01-02T03:04:05Z', decisions };
      await writeFile(path.join(root, '.label-review', 'decisions.jsonl'), `${JSON.stringify(entry)}\n`);

      const exported = await runCli('export', root, '--format', 'csv');
      assert.equal(exported.code, 0, exported.stderr);
      assert.match(exported.stderr, /: 1 relabelled, 1 kept, 1 excluded\.$/m, 'of the images that are there');
      assert.match(exported.stderr, /^Warning: .*diagonal\/gone\.png \(no longer there\)/m);
      const text = await readFile(path.join(root, 'corrected_labels.csv'), 'utf8');
      assert.equal(
        text.slice(0, text.indexOf('\n')),
        'path,given_label,corrected_label,action,is_label_issue,label_quality,predicted_label',
      );
      const rows = rowsOf(text);
      assert.equal(rows.length, 183, 'the unreadable image has its row too');
      assert.deepEqual(
        rows.map((row) => row.path),
        rows.map((row) => row.path).sort(),
      );
      const cells = (name: string) => {
        const row = rows.find(({ path: other }) => other === name);
        return [row?.corrected_label, row?.action];
      };
      assert.deepEqual(cells(image), ['brand "new", class', 'relabel']);
      assert.deepEqual(cells('diagonal/100-020.png'), ['', 'exclude']);
      assert.deepEqual(cells('diagonal/100-021.png'), ['diagonal', 'keep']);
      assert.deepEqual(cells('diagonal/100-022.png'), ['diagonal', '']);
      assert.deepEqual(cells('vertical/broken.png'), ['vertical', '']);
    });

    it('names the newest run where that is damaged, and exports the one before', async () => {
      const runs = path.join(root, '.label-review', 'runs');
      const newest = (await readdir(runs)).sort().at(-1)!;
      const damaged = path.join(runs, '99990101-000000-0000', 'run.json');
      await mkdir(path.dirname(damaged));
      await writeFile(damaged, '{"schema": 2');
      const exported = await runCli('export', root, '--out', path.join(folder, 'older.csv'));
      await rm(path.dirname(damaged), { recursive: true });
      assert.equal(exported.code, 0, exported.stderr);
      const [first, second] = exported.stderr.split('\n');
      assert.equal(first, `Warning: this is the export of an older run, ${newest}.`);
      assert.ok(second!.startsWith(`Warning: Cannot use ${damaged}: it is not JSON`), second);
      const over = await runCli('export', root, '--out', path.join(root, 'diagonal', '100-020.png'));
      assert.match(over.stderr, /100-020\.png is not a table and would be overwritten/);
      const [older, usual] = [path.join(folder, 'older.csv'), path.join(root, 'corrected_labels.csv')];
      assert.equal(await readFile(older, 'utf8'), await readFile(usual, 'utf8'));
    });

    it('counts images that came after the run that is exported', async () => {
      const late = path.join(root, 'diagonal', 'late.png');
      await copyFile(path.join(root, 'diagonal', '100-020.png'), late);
      const exported = await runCli('export', root, '--out', path.join(folder, 'late.csv'));
      await rm(late);
      assert.equal(exported.code, 0, exported.stderr);
      assert.match(
        exported.stderr,
        /^Warning: 1 image of the folder with a label, such as diagonal\/late\.png, came after this run and is left out/m,
      );
    });
  });

  itWith('signals', 'stops with status 130 when interrupted, leaving no run and no lock', async () => {
    const other = path.join(folder, 'interrupted');
    await writeStripes(other, { perClass: 30, wrongPerClass: 1, seed: 6 });
    const { child, finished } = startCli(['scan', other, '--epochs', '5000', '--folds', '2']);
    child.stderr.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Training')) child.kill('SIGINT');
    });
    const { code, stdout, stderr } = await finished;
    assert.equal(code, 130, stderr);
    assert.equal(stdout, '');
    const left = await readdir(path.join(other, '.label-review'));
    assert.ok(!left.includes('runs') && !left.includes('run.lock'), left.join());
  });

  describe('score', () => {
    const predProbs = Float32Array.from([0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.2, 0.8, 0.95, 0.05]);
    const files = async (labels: string) => {
      const labelsFile = path.join(folder, 'labels.csv');
      const predictions = path.join(folder, 'predictions.npy');
      await writeFile(labelsFile, labels);
      await writeFile(predictions, encodeNpy(predProbs, [5, 2]));
      return ['score', '--labels', labelsFile, '--pred-probs', predictions] as const;
    };

    it('prints one row for each label, in the order of the input', async () => {
      const { code, stdout, stderr } = await runCli(
        ...(await files('label\ncat\ncat\ndog\ndog\ndog\n')),
        '--filter-by',
        'predicted_neq_given',
      );
      assert.equal(code, 0, stderr);
      assert.equal(
        stdout,
        'index,given_label,is_label_issue,label_quality,predicted_label,rank\n' +
          '0,cat,false,0.9,cat,4\n1,cat,false,0.8,cat,2\n2,dog,false,0.9,dog,5\n3,dog,false,0.8,dog,3\n4,dog,true,0.05,cat,1\n',
      );
    });

    it('takes class indices', async () => {
      const { stdout } = await runCli(...(await files('0\n0\n1\n1\n1\n')), '--json');
      assert.deepEqual(JSON.parse(stdout), {
        images: 5,
        classes: 2,
        suspects: 1,
        filterBy: 'prune_by_noise_rate',
        rankBy: 'self_confidence',
      });
    });

    it('tells programs on standard error how far it is and how it ended, one object a line', async () => {
      const args = await files('0\n0\n1\n1\n1\n');
      const { code, stdout, stderr } = await runCli(...args, '--progress', 'json', '--fail-over', '0');
      assert.equal(code, 3, stderr);
      assert.equal(rowsOf(stdout).length, 5);
      const lines = stderr.trimEnd().split('\n');
      const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>); // checked below
      assert.deepEqual(objects.at(-1), { type: 'done', exitCode: 3 });
      assert.equal(objects.at(-2)?.code, 'too-many-suspects');
      assert.ok(objects.slice(0, -2).every(({ type }) => type === 'info'));
      const failed = await runCli('scan', path.join(folder, 'absent'), '--progress=json');
      assert.match(
        failed.stderr,
        /^\{"type":"error","code":"folder-not-found","message":"There is no folder/m,
      );
      assert.match(failed.stderr, /\n\{"type":"done","exitCode":1\}\n$/);
    });

    it('goes on where nobody reads the messages any more', async () => {
      const { child, finished } = startCli([...(await files('0\n0\n1\n1\n1\n'))]);
      child.stderr.destroy();
      const { code, stdout } = await finished;
      assert.equal(code, 0);
      assert.equal(rowsOf(stdout).length, 5);
    });

    it('exits with 3 for more suspects than --fail-over allows, after everything is written', async () => {
      const args = await files('0\n0\n1\n1\n1\n');
      const out = path.join(folder, 'scored.csv');
      const { code, stdout, stderr } = await runCli(...args, '--json', '--out', out, '--fail-over', '0');
      assert.equal(code, 3, stderr);
      assert.equal((JSON.parse(stdout) as Record<string, unknown>).suspects, 1); // see above
      assert.equal(rowsOf(await readFile(out, 'utf8')).length, 5);
      assert.match(stderr, /There is 1 suspect, more than the 0 that are allowed\.\n$/);
      assert.equal((await runCli(...args, '--fail-over', '1')).code, 0);
      const refused = await runCli(...args, '--fail-over', '2%');
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /--fail-over is a whole number from 0 to 1000000000, not '2%'/);
    });

    it('fails with one sentence for labels that do not fit', async () => {
      const { code, stderr } = await runCli(...(await files('0\n1\n')));
      assert.equal(code, 1);
      assert.match(stderr, /^label-review: .*2.*5/);
    });
  });

  describe('wrong usage', () => {
    const cases: readonly (readonly [name: string, args: readonly string[], message: RegExp])[] = [
      ['an unknown command', ['train'], /no command 'train'/],
      ['an unknown option', ['scan', '.', '--fast'], /--fast/],
      ['no folder', ['scan'], /takes one folder/],
      [
        'a number that is none',
        ['scan', '.', '--epochs', 'many'],
        /--epochs is a whole number from 1 to 10000, not 'many'/,
      ],
      [
        'a number beyond its range',
        ['scan', '.', '--batch-size', '1000000000'],
        /--batch-size is a whole number from 1 to 4096, not '1000000000'/,
      ],
      ['a choice that is none', ['scan', '.', '--loss', 'hinge'], /--loss is one of/],
      ['a missing file option', ['score', '--labels', 'a.csv'], /needs --pred-probs/],
    ];
    for (const [name, args, message] of cases)
      it(`exits with 2 for ${name}`, async () => {
        const { code, stdout, stderr } = await runCli(...args);
        assert.equal(code, 2);
        assert.equal(stdout, '');
        assert.match(stderr, message);
      });

    it('says of images of which none can be read why the first cannot', async () => {
      const deep = path.join(folder, 'deep');
      for (const name of ['ant', 'bee']) {
        await mkdir(path.join(deep, name), { recursive: true });
        const heights = { width: 8, height: 8, samples: 1, type: 'float32' } as const;
        const tiff = tiffBytes({ ...heights, valueAt: (x, y) => 100 * x - y });
        await writeFile(path.join(deep, name, '1.tif'), tiff);
      }
      const { code, stderr } = await runCli('scan', deep);
      assert.equal(code, 1, stderr);
      assert.match(
        stderr,
        /None of the 2 images in .*deep can be read\. The first, ant\/1\.tif: its numbers go from -7 to 700, of which/,
      );
    });

    it('exits with 1 and one sentence for a folder that is not there', async () => {
      const { code, stderr } = await runCli('scan', path.join(folder, 'absent'));
      assert.equal(code, 1);
      assert.match(stderr, /absent/);
      assert.equal(
        stderr
          .trim()
          .split('\n')
          .filter((line) => line.startsWith('label-review:')).length,
        1,
      );
    });

    it('prints its help', async () => {
      for (const [args, words] of [
        [['--help'], ['scan', 'score', 'export', '--progress']],
        [
          ['help', 'scan'],
          ['--filter-by', '--image-size'],
        ],
      ] as const) {
        const { code, stdout } = await runCli(...args);
        assert.equal(code, 0);
        for (const word of words) assert.ok(stdout.includes(word), word);
      }
    });
  });
});
