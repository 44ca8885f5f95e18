import assert from 'node:assert/strict';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mock } from 'node:test';
import { AppError } from '../../../src/core/appError';
import { EXIT, type CommandIo } from '../../../src/cli/commandIo';
import { exportCommand } from '../../../src/cli/export/exportCommand';
import { readTree, writeFiles, writeReview, type Labelled } from '../../fixtures/reviewedDataset';
import { mockCaselessDisk } from '../../fixtures/caselessDisk';
import { itWith } from '../../fixtures/itWith';
import { temporaryFolder } from '../temporaryFolder';
import { createTestIo } from './testIo';

describe('writing corrections back on the command line', () => {
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'pets');
  const RELABEL = { action: 'relabel', label: 'dog' } as const;
  const EXCLUDE = { action: 'exclude' } as const;

  async function run(args: readonly string[], ask?: CommandIo['ask']) {
    const { io, said, printed } = createTestIo();
    const code = await exportCommand([root(), ...args], { ...io, ask });
    return { code, said: said(), out: printed() };
  }
  const write = (...args: string[]) => run(['--format', 'source', '--yes', ...args]);
  const undoFile = async () => {
    const store = path.join(root(), '.label-review');
    const [name] = (await readdir(store)).filter((file) => file.startsWith('undo-'));
    return path.join(store, name!);
  };

  describe('of class folders', () => {
    const LABELS: Labelled = {
      'cat/a.png': 'cat',
      'cat/b.png': 'cat',
      'cat/deep/c.png': 'cat',
      'dog/a.png': 'dog',
      'dog/d.png': 'dog',
    };
    const contents = Object.fromEntries(Object.keys(LABELS).map((image) => [image, `of ${image}`]));

    beforeEach(() => writeFiles(root(), contents));
    afterEach(() => mock.restoreAll());

    it('moves relabelled images to their class, and excluded ones out of the dataset', async () => {
      await writeReview(root(), {
        labels: LABELS,
        decisions: { 'cat/b.png': RELABEL, 'cat/deep/c.png': RELABEL, 'dog/d.png': EXCLUDE },
      });
      const before = await readTree(folder());
      const dry = await run(['--format', 'source', '--dry-run']);
      assert.equal(
        dry.out,
        'move cat/b.png -> dog/b.png\n' +
          'move cat/deep/c.png -> dog/deep/c.png\n' +
          'move dog/d.png -> ../pets.excluded/dog/d.png\n',
      );
      assert.deepEqual(await readTree(folder()), before);

      const { code, said } = await write();
      assert.equal(code, EXIT.done);
      assert.match(said, /Changed 3 files in .*pets: 2 new labels, 1 excluded\./);
      assert.deepEqual(await readTree(folder()), {
        'pets.excluded/dog/d.png': 'of dog/d.png',
        'pets/cat/a.png': 'of cat/a.png',
        'pets/dog/a.png': 'of dog/a.png',
        'pets/dog/b.png': 'of cat/b.png',
        'pets/dog/deep/c.png': 'of cat/deep/c.png',
      });
      const again = await write();
      assert.match(again.said, /^Nothing is to be changed/);

      const undone = await run(['--undo', await undoFile()]);
      assert.equal(undone.code, EXIT.done);
      assert.deepEqual(await readTree(folder()), before);
      assert.deepEqual((await readdir(folder())).sort(), ['pets']);
    });

    it('chooses another name where there is one, and makes the folder of a new class', async () => {
      await writeReview(root(), {
        labels: LABELS,
        decisions: { 'cat/a.png': RELABEL, 'dog/d.png': { action: 'relabel', label: 'wolf' } },
      });
      const { said } = await write();
      assert.match(said, /Warning: 1 image gets another name, .* dog\/a-2\.png instead of dog\/a\.png\./);
      const tree = await readTree(root());
      assert.equal(tree['dog/a.png'], 'of dog/a.png');
      assert.equal(tree['dog/a-2.png'], 'of cat/a.png');
      assert.equal(tree['wolf/d.png'], 'of dog/d.png');
      await run(['--undo', await undoFile()]);
      assert.deepEqual((await readdir(root())).sort(), ['.label-review', 'cat', 'dog']);
    });

    it('names what it leaves out: labels no folder can have, files that are gone, and links', async () => {
      const elsewhere = path.join(folder(), 'elsewhere');
      await writeFiles(elsewhere, { 'e.png': 'of e' });
      await symlink(elsewhere, path.join(root(), 'bird'), 'junction');
      const labels = { ...LABELS, 'bird/e.png': 'bird' };
      await writeReview(root(), {
        labels,
        decisions: {
          'bird/e.png': RELABEL,
          'cat/a.png': { action: 'relabel', label: 'bird' },
          'cat/b.png': { action: 'relabel', label: 'a/b' },
        },
      });
      const before = await readTree(folder());
      const { said } = await write();
      assert.match(said, /3 corrections are left out: bird\/e\.png \(it would be moved through .*bird/);
      assert.match(said, /cat\/b\.png \(a folder cannot be called a\/b\)/);
      assert.deepEqual(await readTree(folder()), before);
    });

    it('leaves out what would go into the folder of another class, on a disk that tells no letter case', async () => {
      await writeReview(root(), {
        labels: LABELS,
        decisions: {
          'cat/a.png': { action: 'relabel', label: 'Dog' },
          'cat/b.png': { action: 'relabel', label: 'wolf' },
          'dog/d.png': { action: 'relabel', label: 'Wolf' },
          'dog/a.png': { action: 'relabel', label: 'nul' },
        },
      });
      mockCaselessDisk();
      const { out, said } = await run(['--format', 'source', '--dry-run']);
      assert.equal(out, 'move cat/b.png -> wolf/b.png\n');
      assert.match(
        said,
        /3 corrections are left out: cat\/a\.png \(this disk takes the folders Dog and dog for one\)/,
      );
      assert.match(said, /dog\/d\.png \(this disk takes the folders Wolf and wolf for one\)/);
      assert.match(said, /dog\/a\.png \(a folder cannot be called nul\)/);
    });

    it('refuses what would make the folders mean something else', async () => {
      await writeReview(root(), {
        labels: LABELS,
        decisions: {
          'cat/b.png': { action: 'relabel', label: 'train' },
          'dog/d.png': { action: 'relabel', label: 'test' },
          'cat/a.png': EXCLUDE,
          'dog/a.png': EXCLUDE,
          'cat/deep/c.png': EXCLUDE,
        },
      });
      await assert.rejects(write(), { code: 'cannot-write-back' });
      assert.equal((await readTree(root()))['cat/b.png'], 'of cat/b.png');
    });

    it('changes nothing that nobody has agreed to', async () => {
      await writeReview(root(), { labels: LABELS, decisions: { 'cat/b.png': RELABEL } });
      const before = await readTree(folder());
      await assert.rejects(run(['--format', 'source']), { code: 'bad-usage' });
      let question = '';
      const ask = (asked: string) => Promise.resolve(((question = asked), false));
      const { code, said } = await run(['--format', 'source'], ask);
      assert.equal(code, EXIT.cancelled);
      assert.equal(question, 'Change them?');
      assert.match(said, /move cat\/b\.png -> dog\/b\.png\nTo be changed: 1 file/);
      assert.deepEqual(await readTree(folder()), before);
      const agreed = await run(['--format', 'source'], () => Promise.resolve(true));
      assert.equal(agreed.code, EXIT.done);
    });

    it('leaves alone at undo what was changed since, and names it', async () => {
      await writeReview(root(), {
        labels: LABELS,
        decisions: { 'cat/b.png': RELABEL, 'cat/deep/c.png': RELABEL },
      });
      await write();
      await rm(path.join(root(), 'dog/b.png'));
      const { code, said } = await run(['--undo', await undoFile()]);
      assert.equal(code, EXIT.failed);
      assert.match(said, /Took back 1 change in/);
      assert.match(said, /Warning: .*cat.b\.png was changed, moved or removed/);
      assert.equal((await readTree(root()))['cat/deep/c.png'], 'of cat/deep/c.png');
    });

    it('reaches nothing outside, whatever a file says of how to take an export back', async () => {
      await writeReview(root(), { labels: LABELS, decisions: {} });
      await writeFiles(folder(), { 'mine.txt': 'mine' });
      const file = path.join(root(), '.label-review', 'undo-2026.json');
      const step = { kind: 'move', from: 'cat/z.png', to: '../mine.txt' };
      const record = { v: 1, at: 'x', state: 'applied', steps: [step], folders: [] };
      await writeFile(file, JSON.stringify(record));
      await assert.rejects(run(['--undo', file]), { code: 'cannot-write-back' });
      await mkdir(path.join(folder(), 'more'));
      await writeFile(file, JSON.stringify({ ...record, steps: [], folders: ['../more'] }));
      await assert.rejects(run(['--undo', file]), { code: 'cannot-write-back' });
      await writeFile(file, '{}');
      await assert.rejects(run(['--undo', file]), AppError);
      assert.equal((await readTree(folder()))['mine.txt'], 'mine');
    });
  });

  describe('of a table', () => {
    const LABELS: Labelled = { 'a.png': 'cat', 'b.png': 'cat', 'c.png': 'dog' };

    async function review(table: string | Buffer, decisions: Parameters<typeof writeReview>[1]['decisions']) {
      await writeFiles(root(), { 'a.png': 'a', 'b.png': 'b', 'c.png': 'c', 'labels.csv': table });
      const file = path.join(root(), 'labels.csv');
      await writeReview(root(), {
        labels: LABELS,
        decisions,
        source: { kind: 'csv', file, pathColumn: 'path', labelColumn: 'label' },
      });
    }

    it('changes a cell, deletes a row and leaves every other byte, and takes that back', async () => {
      const table =
        '\ufeffid;path; label ;note\r\n7;"a.png" ; cat;"x;y"\r\n8;c.png;dog;\r\n\r\n9;b.png;"cat";last';
      await review(table, { 'a.png': RELABEL, 'b.png': EXCLUDE });
      const { said } = await write();
      assert.match(said, /rewrite labels\.csv \(2 edits\)/);
      const tree = await readTree(root());
      const bytes = (text: string) => Buffer.from(text).toString('latin1');
      assert.equal(
        tree['labels.csv'],
        bytes('\ufeffid;path; label ;note\r\n7;"a.png" ; dog;"x;y"\r\n8;c.png;dog;\r\n'),
      );
      assert.equal(tree['labels.csv.orig'], bytes(table));
      await run(['--undo', await undoFile()]);
      const { 'labels.csv': restored, ...others } = await readTree(root());
      assert.equal(restored, bytes(table));
      assert.deepEqual(Object.keys(others), ['a.png', 'b.png', 'c.png']);
    });

    it('keeps the first original when labels are written back twice', async () => {
      const table = 'path,label\na.png,cat\nb.png,cat\nc.png,dog\n';
      await review(table, { 'a.png': RELABEL });
      await write();
      await writeReview(root(), {
        labels: { ...LABELS, 'a.png': 'dog' },
        decisions: { 'b.png': { action: 'relabel', label: 'a "big", dog' } },
        source: {
          kind: 'csv',
          file: path.join(root(), 'labels.csv'),
          pathColumn: 'path',
          labelColumn: 'label',
        },
      });
      await write();
      const tree = await readTree(root());
      assert.equal(tree['labels.csv'], 'path,label\na.png,dog\nb.png,"a ""big"", dog"\nc.png,dog\n');
      assert.equal(tree['labels.csv.orig'], table);
    });

    it('leaves out and names an image whose label has changed since the search', async () => {
      await review('path,label\na.png,cow\nb.png,cat\nc.png,dog\n', { 'a.png': RELABEL, 'b.png': RELABEL });
      const { said } = await write();
      assert.match(said, /Warning: .*a\.png \(its label was cat and is cow now\)/);
      assert.equal((await readTree(root()))['labels.csv'], 'path,label\na.png,cow\nb.png,dog\nc.png,dog\n');
    });

    it('changes a table outside of the dataset only where that is named', async () => {
      await review('path,label\na.png,cat\nb.png,cat\nc.png,dog\n', {});
      const file = path.join(folder(), 'outside.csv');
      await writeFile(file, 'path,label\na.png,cat\nb.png,cat\nc.png,dog\n');
      await writeReview(root(), {
        labels: LABELS,
        decisions: { 'a.png': RELABEL },
        source: { kind: 'csv', file, pathColumn: 'path', labelColumn: 'label' },
      });
      await assert.rejects(write(), /lies outside of the dataset/);
      await write('--labels', file);
      assert.equal(
        (await readTree(folder()))['outside.csv'],
        'path,label\na.png,dog\nb.png,cat\nc.png,dog\n',
      );
    });

    itWith('links', 'does not write through a link', async () => {
      const table = 'path,label\na.png,cat\nb.png,cat\nc.png,dog\n';
      await review(table, { 'a.png': RELABEL });
      await writeFile(path.join(folder(), 'real.csv'), table);
      await rm(path.join(root(), 'labels.csv'));
      await symlink(path.join(folder(), 'real.csv'), path.join(root(), 'labels.csv'));
      await assert.rejects(write(), { code: 'cannot-write-back' });
      assert.equal((await readTree(folder()))['real.csv'], table);
    });
  });
});
