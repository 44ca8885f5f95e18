import assert from 'node:assert/strict';
import { constants } from 'node:fs';
import fs, { access, appendFile, mkdir, readFile, rename, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mock } from 'node:test';
import { STORE_FOLDER } from '../../../src/core/names';
import type { JournalNews } from '../../../src/core/review/journal';
import type { JournalEntry } from '../../../src/core/review/review';
import { openJournal } from '../../../src/store/journal/journal';
import { itWith } from '../../fixtures/itWith';
import { temporaryFolder } from '../temporaryFolder';

const decide = (id: string, image = 'cat/a.png'): JournalEntry => ({
  v: 1,
  type: 'decide',
  id,
  at: '2026-01-02T03:04:05.000Z',
  decisions: [{ path: image, decision: { action: 'relabel', label: 'dog' } }],
});

const added = (...entries: JournalEntry[]): JournalNews => ({ kind: 'added', entries });

describe('journal', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), 'store', 'decisions.jsonl');

  it('is empty where there is no file, and creates it on the first append', async () => {
    const journal = await openJournal(file());
    assert.deepEqual(journal.entries, []);
    assert.deepEqual(await journal.append(decide('1')), added(decide('1')));
    assert.equal(await readFile(file(), 'utf8'), `${JSON.stringify(decide('1'))}\n`);
  });

  it('does not make a dataset again that was moved away, and says so', async () => {
    const dataset = path.join(folder(), 'data');
    await mkdir(dataset);
    const inStore = path.join(dataset, STORE_FOLDER, 'decisions.jsonl');
    const journal = await openJournal(inStore);
    await journal.append(decide('1'));
    await rename(dataset, `${dataset}.away`);
    await assert.rejects(journal.append(decide('2')), {
      code: 'store-unwritable',
      message: `Cannot write ${inStore}: the folder it belongs to is no longer there; put it back, or open the dataset where it is now.`,
    });
    await assert.rejects(access(dataset), { code: 'ENOENT' });
    await rename(`${dataset}.away`, dataset);
    await journal.append(decide('3'));
    assert.deepEqual((await openJournal(inStore)).entries, [decide('1'), decide('3')]);
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

  it('keeps all that many windows decide at once', async () => {
    const windows = await Promise.all(Array.from({ length: 6 }, () => openJournal(file())));
    const ids = Array.from({ length: 60 }, (_, i) => `${i}`);
    await Promise.all(ids.map((id, i) => windows[i % windows.length]!.append(decide(id))));
    const { entries, problems } = await openJournal(file());
    assert.deepEqual(entries.map((entry) => (entry.type === 'decide' ? entry.id : '')).sort(), ids.sort());
    assert.deepEqual(problems, []);
    for (const window of windows) {
      await window.refresh();
      assert.deepEqual(window.entries, entries);
    }
  });

  it('sees the entries of another window, before its own', async () => {
    const mine = await openJournal(file());
    const theirs = await openJournal(file());
    await theirs.append(decide('theirs'));
    assert.deepEqual(await mine.append(decide('mine')), added(decide('theirs'), decide('mine')));
    assert.deepEqual(await theirs.refresh(), added(decide('mine')));
    assert.deepEqual(await theirs.refresh(), added());
  });

  it('survives a line torn by a crash: the line is reported, later ones are kept', async () => {
    const journal = await openJournal(file());
    await journal.append(decide('1'));
    await journal.append(decide('2'));
    const { length } = await readFile(file());
    await truncate(file(), length - 10);

    const reopened = await openJournal(file());
    assert.deepEqual(reopened.entries, [decide('1')]);
    assert.match(reopened.problems[0] ?? '', /line 2: it is not JSON/);
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
    assert.deepEqual(await journal.refresh(), added(decide('2')));
    assert.equal(journal.problems.length, 2);
    assert.match(await readFile(file(), 'utf8'), /<<<<<<< HEAD/);
  });

  it('counts a last line without its newline, once, and goes on in a new line', async () => {
    const journal = await openJournal(file());
    await journal.append(decide('1'));
    const text = await readFile(file(), 'utf8');
    await writeFile(file(), text.trimEnd());
    const reopened = await openJournal(file());
    assert.deepEqual([reopened.entries, reopened.problems], [[decide('1')], []]);
    assert.deepEqual(await reopened.append(decide('2')), added(decide('2')));
    await appendFile(file(), JSON.stringify(decide('3')));
    assert.deepEqual(await reopened.refresh(), added(decide('3')));
    await appendFile(file(), '\n');
    assert.deepEqual(await reopened.refresh(), added());
    assert.deepEqual(reopened.entries, [decide('1'), decide('2'), decide('3')]);
    assert.deepEqual((await openJournal(file())).entries, reopened.entries);
  });

  it('counts a last line once while its end arrives as on Windows, byte by byte', async () => {
    const journal = await openJournal(file());
    await journal.append(decide('1'));
    await appendFile(file(), JSON.stringify(decide('2')));
    assert.deepEqual(await journal.refresh(), added(decide('2')));
    for (const end of ['\r', '\n']) {
      await appendFile(file(), end);
      assert.deepEqual(await journal.refresh(), added());
    }
    await appendFile(file(), `${JSON.stringify(decide('3'))}\r\n`);
    assert.deepEqual(await journal.refresh(), added(decide('3')));
    assert.deepEqual(journal.entries, [decide('1'), decide('2'), decide('3')]);
    assert.deepEqual(journal.problems, []);
  });

  it('waits for the rest of a line that another window is about to write', async () => {
    const journal = await openJournal(file());
    await journal.append(decide('1'));
    const line = Buffer.from(`${JSON.stringify(decide('2', 'ü.png'))}\n`);
    const inLetter = line.indexOf('ü') + 1;
    await appendFile(file(), line.subarray(0, inLetter));
    assert.deepEqual(await journal.refresh(), added());
    await appendFile(file(), line.subarray(inLetter));
    assert.deepEqual(await journal.refresh(), added(decide('2', 'ü.png')));
    assert.deepEqual(journal.problems, []);
  });

  it('replays when what followed a last line without its newline makes another line of it', async () => {
    const journal = await openJournal(file());
    await journal.append(decide('1'));
    await appendFile(file(), JSON.stringify(decide('2')));
    await journal.refresh();
    await appendFile(file(), 'and more\n');
    assert.deepEqual(await journal.refresh(), { kind: 'replaced', entries: [decide('1')] });
    assert.match(journal.problems[0] ?? '', /line 2/);
  });

  it('reads past the mark that editors of Windows put first', async () => {
    const journal = await openJournal(file());
    await journal.append(decide('1'));
    await writeFile(file(), `\uFEFF${await readFile(file(), 'utf8')}`);
    assert.deepEqual(await journal.refresh(), added(), 'it says the same');
    assert.deepEqual(journal.problems, []);
  });

  it('decides nothing while there are conflict markers, and goes on when these are gone', async () => {
    const journal = await openJournal(file());
    await journal.append(decide('1'));
    const lines = [
      '<<<<<<< HEAD',
      JSON.stringify(decide('2')),
      '=======',
      JSON.stringify(decide('3')),
      '>>>>>>> theirs',
    ];
    await appendFile(file(), `${lines.join('\n')}\n`);
    await assert.rejects(journal.append(decide('4')), {
      code: 'journal-conflict',
      message: /decisions\.jsonl .*line 2;/,
    });
    assert.deepEqual(journal.entries, [decide('1'), decide('2'), decide('3')]);
    assert.match(journal.problems[0] ?? '', /line 2: it is a conflict marker of a merge/);
    const mended = (await readFile(file(), 'utf8')).replaceAll(/^[<=>].*\n/gm, '');
    await writeFile(file(), mended);
    assert.deepEqual(
      await journal.append(decide('4')),
      added(decide('2'), decide('3'), decide('4')),
      'nobody has been told of them yet',
    );
    assert.deepEqual(journal.problems, []);
  });

  it('tells what it has read when an append fails, as soon as it can', async () => {
    const journal = await openJournal(file());
    await journal.append(decide('1'));
    await appendFile(file(), `${JSON.stringify(decide('2'))}\n<<<<<<< HEAD\n`);
    await assert.rejects(journal.append(decide('3')), { code: 'journal-conflict' });
    assert.deepEqual(await journal.refresh(), added(decide('2')));
    assert.deepEqual(await journal.refresh(), added());

    await writeFile(file(), `${JSON.stringify(decide('other'))}\n<<<<<<< HEAD\n`);
    await assert.rejects(journal.append(decide('3')), { code: 'journal-conflict' });
    assert.deepEqual(await journal.refresh(), { kind: 'replaced', entries: [decide('other')] });
    assert.deepEqual(await journal.refresh(), added());
  });

  itWith(
    'replaced open files',
    'writes again what went into a file that was swept away meanwhile',
    async () => {
      const journal = await openJournal(file());
      await journal.append(decide('1'));
      const other = `${JSON.stringify(decide('other'))}\n`;
      const original = fs.open;
      let swept = false;
      mock.method(fs, 'open', async (...args: Parameters<typeof original>) => {
        const handle = await original(...args);
        // As git does between the opening and the write.
        if (!swept && typeof args[1] === 'number' && (args[1] & constants.O_APPEND) !== 0) {
          swept = true;
          await writeFile(`${file()}.new`, other);
          await rename(`${file()}.new`, file());
        }
        return handle;
      });
      try {
        const news = await journal.append(decide('2'));
        assert.deepEqual(news, { kind: 'replaced', entries: [decide('other'), decide('2')] });
      } finally {
        mock.restoreAll();
      }
      assert.equal(swept, true);
      assert.deepEqual((await openJournal(file())).entries, [decide('other'), decide('2')]);
    },
  );

  it('leaves nothing of an entry that could not be written whole', async () => {
    const isToAppend = (flags: unknown) => typeof flags === 'number' && (flags & constants.O_APPEND) !== 0;
    const journal = await openJournal(file());
    await journal.append(decide('1'));
    const before = await readFile(file(), 'utf8');
    const original = fs.open;
    mock.method(fs, 'open', async (...args: Parameters<typeof original>) => {
      const handle = await original(...args);
      mock.method(handle, 'datasync', () =>
        Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })),
      );
      // As on Windows, where who appends may do nothing else.
      if (isToAppend(args[1]))
        mock.method(handle, 'truncate', () =>
          Promise.reject(Object.assign(new Error('EPERM, ftruncate'), { code: 'EPERM' })),
        );
      return handle;
    });
    try {
      await assert.rejects(journal.append(decide('2')), { code: 'store-unwritable', message: /ENOSPC/ });
    } finally {
      mock.restoreAll();
    }
    assert.equal(await readFile(file(), 'utf8'), before);
    assert.deepEqual(await journal.append(decide('3')), added(decide('3')));
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
