import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { JournalEntry } from '../../../src/core/review/review';
import { replayJournal } from '../../../src/store/journal/replayJournal';
import { ensureStore, journalFile } from '../../../src/store/location';
import { openRun } from '../../../src/store/openRun';
import { writeRun } from '../../../src/store/runs';
import { sampleColumns, sampleResults, sampleRun } from '../review/sampleRun';
import { temporaryFolder } from '../temporaryFolder';

/** A line of version 0.1.0. */
const keep = (id: string, at: string): JournalEntry => ({
  v: 1,
  type: 'decide',
  id,
  at,
  decisions: [{ path: 'a', decision: { action: 'keep' } }],
});

describe('lines of a journal that do not say what they are about', () => {
  const folder = temporaryFolder();
  const location = () => ({ root: folder(), folder: folder(), isFallback: false });

  const addRun = async (id: string, createdAt: string, givenLabel: string) => {
    const rows = sampleResults(['a', givenLabel, 'bird']);
    const summary = { ...sampleRun(rows), id, createdAt };
    await writeRun(location(), { summary, results: sampleColumns(rows), predProbs: new Float32Array(3) });
    return openRun(location(), summary);
  };
  const labelsOf = async (runs: readonly ReturnType<typeof openRun>[], ...journal: JournalEntry[]) => {
    await ensureStore(location());
    await writeFile(journalFile(location()), journal.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    const { log } = await replayJournal(location(), runs);
    return [...log.inEffectAt('a')].map((said) => said.givenLabel);
  };

  it('are about the newest run there was then, or the oldest there is', async () => {
    const runs = [
      await addRun('2', '2026-01-04T00:00:00.000Z', 'dog'),
      await addRun('1', '2026-01-02T00:00:00.000Z', 'cat'),
    ];
    const journal = [
      keep('1', '2026-01-01T00:00:00Z'),
      keep('2', '2026-01-03T00:00:00Z'),
      keep('3', '2026-01-05T00:00:00Z'),
    ];
    assert.deepEqual(await labelsOf(runs, ...journal), ['dog', 'cat', 'cat']);
  });

  it('are about any label where no run knows the image', async () => {
    assert.deepEqual(await labelsOf([], keep('1', '2026-01-01T00:00:00Z')), [undefined]);
  });

  it('are left as they are where they say it', async () => {
    const run = await addRun('1', '2026-01-02T00:00:00.000Z', 'cat');
    const said: JournalEntry = {
      ...(keep('1', '2026-01-01T00:00:00Z') as JournalEntry & { type: 'decide' }),
      decisions: [{ path: 'a', decision: { action: 'keep' }, givenLabel: 'cow' }],
    };
    assert.deepEqual(await labelsOf([run], said), ['cow']);
  });
});
