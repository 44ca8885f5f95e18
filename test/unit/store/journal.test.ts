import assert from 'node:assert/strict';
import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JournalEntry } from '../../../src/core/review/review';
import { openJournal } from '../../../src/store/journal';
import { temporaryFolder } from '../temporaryFolder';

const decide = (id: string, image = 'cat/a.png'): JournalEntry => ({
  v: 1,
  type: 'decide',
  id,
  at: '2026-01-02T03:04:05.000Z',
  decisions: [{ path: image, decision: { action: 'relabel', label: 'dog' } }],
});

describe('journal', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), 'store', 'decisions.jsonl');

  it('is empty where there is no file, and creates it on the first append', async () => {
    const journal = await openJournal(file());
    assert.deepEqual(journal.entries, []);
    assert.deepEqual(await journal.append(decide('1')), [decide('1')]);
    assert.equal(await readFile(file(), 'utf8'), `${JSON.stringify(decide('1'))}\n`);
  });

  it('reads back what it wrote', async () => {
    const journal = await openJournal(file());
    const undo: JournalEntry = { v: 1, type: 'undo', of: '1', at: '2026-01-02T03:04:06.000Z' };
    await journal.append(decide('1', 'ß "quoted", comma/日本.png'));
    await journal.append(undo);
    const again = await openJournal(file());
    assert.deepEqual(again.entries, [decide('1', 'ß "quoted", comma/日本.png'), undo]);
    assert.deepEqual(again.problems, []);
  });

  it('keeps the order of appends made at the same time', async () => {
    const journal = await openJournal(file());
    const ids = Array.from({ length: 50 }, (_, index) => String(index));
    await Promise.all(ids.map((id) => journal.append(decide(id))));
    assert.deepEqual(
      journal.entries.map((entry) => (entry.type === 'decide' ? entry.id : '')),
      ids,
    );
  });

  it('sees the entries of another window, before its own', async () => {
    const mine = await openJournal(file());
    const theirs = await openJournal(file());
    await theirs.append(decide('theirs'));
    assert.deepEqual(await mine.append(decide('mine')), [decide('theirs'), decide('mine')]);
    assert.deepEqual(await theirs.refresh(), [decide('mine')]);
    assert.deepEqual(await theirs.refresh(), []);
  });

  it('survives a line torn by a crash: the line is reported, later ones are kept', async () => {
    const journal = await openJournal(file());
    await journal.append(decide('1'));
    await journal.append(decide('2'));
    const { length } = await readFile(file());
    await truncate(file(), length - 10);

    const reopened = await openJournal(file());
    assert.deepEqual(reopened.entries, [decide('1')]);
    await reopened.append(decide('3'));
    const again = await openJournal(file());
    assert.deepEqual(again.entries, [decide('1'), decide('3')]);
    assert.equal(again.problems.length, 1);
    assert.match(again.problems[0] ?? '', /decisions\.jsonl, line 2/);
  });

  it('reports lines that are not entries and leaves them in the file', async () => {
    const journal = await openJournal(file());
    await journal.append(decide('1'));
    await appendFile(file(), '<<<<<<< HEAD\n{"v":99}\n\n');
    await appendFile(file(), `${JSON.stringify(decide('2'))}\n`);
    assert.deepEqual(await journal.refresh(), [decide('2')]);
    assert.equal(journal.problems.length, 2);
    assert.match(await readFile(file(), 'utf8'), /<<<<<<< HEAD/);
  });

  it('says which file cannot be written', async () => {
    const blocked = await openJournal(path.join(folder(), 'absent', 'decisions.jsonl'));
    await writeFile(path.join(folder(), 'absent'), 'in the way');
    await assert.rejects(blocked.append(decide('1')), {
      code: 'store-unwritable',
      message: /decisions\.jsonl/,
    });
  });
});
