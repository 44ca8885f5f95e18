import assert from 'node:assert/strict';
import { constants } from 'node:fs';
import fs, {
  appendFile,
  copyFile,
  mkdtemp,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { AppError } from '../../../src/core/appError';
import { openReview, type OpenDataset } from '../../../src/review/openReview';
import type { ReviewOutcome, ReviewRequest } from '../../../src/shared/galleryProtocol';
import { ensureStore, journalFile, locateStore, type StoreLocation } from '../../../src/store/location';
import { writeRun } from '../../../src/store/runs';
import { sampleColumns, sampleResults, sampleRun } from './sampleRun';
import { noSearch } from './noSearch';

const RESULTS = sampleResults(
  ['a', 'cat', 'dog'],
  ['b', 'dog', 'cat'],
  ['c', 'cat', 'dog'],
  ['d', 'dog', 'cat'],
);

let ids = 0;
const OPTIONS = {
  viewOf: () => undefined,
  searchSimilar: noSearch,
  createId: () => `id-${ids++}`,
  now: () => new Date('2026-01-02T03:04:05Z'),
};
const at = (position: number): ReviewRequest => ({
  kind: 'keep',
  targets: { viewVersion: 1, ranges: [[position, position + 1]] },
});
const line = (id: string, path: string, action: 'keep' | 'exclude' = 'exclude') =>
  `${JSON.stringify({ v: 1, type: 'decide', id, at: '2026-01-02T03:04:05Z', decisions: [{ path, decision: { action } }] })}\n`;

describe('a journal that is changed under an open review', () => {
  let root: string;
  let location: StoreLocation;
  let open: OpenDataset;
  const session = () => open.session!;
  const file = () => journalFile(location);

  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'label-review-test-'));
    location = await locateStore(root, root);
    await ensureStore(location);
    await writeRun(location, {
      summary: { ...sampleRun(RESULTS), id: 'run-1' },
      results: sampleColumns(RESULTS),
      predProbs: new Float32Array(12).fill(1 / 3),
    });
  });
  after(() => rm(root, { recursive: true, force: true }));

  beforeEach(async () => {
    await rm(file(), { force: true });
    open = await openReview(location, OPTIONS);
    for (const position of [0, 1, 2]) await session().review(at(position));
  });

  const shown = ({ session: review }: OpenDataset) =>
    review!.shown(1, 0, 9).map(({ decision }) => decision?.action ?? null);

  /** What is shown and counted is as if the file were opened now; undone next is what of this is of this window. */
  const assertAsReplayed = async () => {
    const afresh = await openReview(location, OPTIONS);
    assert.deepEqual(shown(open), shown(afresh));
    const { canUndo, canRedo } = session().counts;
    assert.deepEqual(session().counts, { ...afresh.session!.counts, canUndo, canRedo });
    assert.equal(session().log.undoTarget(), afresh.session!.log.undoTarget());
    assert.equal(session().log.redoTarget(), afresh.session!.log.redoTarget());
    assert.deepEqual(open.journal.problems, afresh.journal.problems);
  };
  const lines = async () => (await readFile(file(), 'utf8')).split(/(?<=\n)/);
  const replaceWith = async (text: string) => {
    await writeFile(`${file()}.new`, text);
    await rename(`${file()}.new`, file());
  };

  /** Each with whether the page is told. */
  const ways: Record<string, readonly [isTold: boolean, change: () => Promise<void>]> = {
    'a line appended by another window': [false, () => appendFile(file(), line('x', 'd'))],
    'a line appended without its newline': [false, () => appendFile(file(), line('x', 'd').trimEnd())],
    'a checkout of an older version': [true, async () => replaceWith((await lines())[0]!)],
    'an older version in the same file': [true, async () => writeFile(file(), (await lines())[0]!)],
    'a truncation': [true, async () => truncate(file(), (await lines())[0]!.length)],
    'a truncation inside a line': [true, async () => truncate(file(), (await lines())[0]!.length + 20)],
    'another text of the same length': [
      true,
      async () => writeFile(file(), (await readFile(file(), 'utf8')).replaceAll('"keep"', '"kept"')),
    ],
    'other images in a text of the same length': [
      true,
      async () => replaceWith((await readFile(file(), 'utf8')).replaceAll('"path":"a"', '"path":"d"')),
    ],
    'the lines in another order': [true, async () => replaceWith((await lines()).reverse().join(''))],
    'a merge that puts lines before those of here': [
      true,
      async () => replaceWith(line('x', 'd') + (await readFile(file(), 'utf8')) + line('y', 'a')),
    ],
    'a merge that could not be done': [
      true,
      async () =>
        appendFile(file(), `<<<<<<< HEAD\n${line('x', 'd')}=======\n${line('y', 'a')}>>>>>>> theirs\n`),
    ],
    'conflict markers around lines of here': [
      true,
      async () => {
        const [first, second, third] = await lines();
        await replaceWith(
          `${first}<<<<<<< HEAD\n${second}${third}=======\n${line('x', 'd')}>>>>>>> theirs\n`,
        );
      },
    ],
    'a longer version of other decisions': [
      true,
      () => writeFile(file(), ['a', 'b', 'c', 'd', 'a', 'b'].map((path, i) => line(`${i}`, path)).join('')),
    ],
    'a stash, which removes it': [true, () => rm(file())],
    'an emptying': [true, () => writeFile(file(), '')],
    'ends of lines as on Windows': [
      false,
      async () => replaceWith((await readFile(file(), 'utf8')).replaceAll('\n', '\r\n')),
    ],
    'an editor that drops the last newline': [
      false,
      async () => replaceWith((await readFile(file(), 'utf8')).trimEnd()),
    ],
    'a copy of itself in its place': [
      false,
      async () => {
        await copyFile(file(), `${file()}.new`);
        await rename(`${file()}.new`, file());
      },
    ],
  };

  for (const [name, [isTold, change]] of Object.entries(ways)) {
    it(`shows what is there after ${name}`, async () => {
      const before = shown(open);
      await change();
      const outcome = await session().refresh();
      await assertAsReplayed();
      assert.equal(outcome?.told !== undefined, isTold, outcome?.told);
      assertChangedIsNamed(before, outcome);
      assert.equal(await session().refresh(), null, 'nothing is new any more');
    });

    it(`decides and undoes the step it shows after ${name}`, async () => {
      await change();
      const hasMarkers = (await readFile(file(), 'utf8').catch(() => '')).includes('<<<<<<<');
      if (hasMarkers) {
        const before = shown(open);
        await assert.rejects(session().review(at(3)), { code: 'journal-conflict' });
        await assertAsReplayed();
        const outcome = await session().refresh();
        assert.notEqual(outcome, null, 'the page has not heard of what was read');
        assertChangedIsNamed(before, outcome);
        assert.equal(await session().refresh(), null, 'nothing is new any more');
        return;
      }
      const decided = await session().review(at(3));
      assert.equal(decided.step?.images, 1);
      assert.equal(shown(open)[3], 'keep');
      await assertAsReplayed();
      await session().review({ kind: 'undo' });
      assert.notEqual(shown(open)[3], 'keep');
      await assertAsReplayed();
    });

    it(`tells the page of ${name} after a step that could not be saved`, async () => {
      const before = shown(open);
      await change();
      await failToSave();
      const outcome = await session().refresh();
      assertChangedIsNamed(before, outcome);
      assert.equal(outcome?.told !== undefined, isTold, outcome?.told);
      await assertAsReplayed();
      assert.equal(await session().refresh(), null, 'nothing is new any more');
    });

    for (const [failing, fail] of [
      ['', () => Promise.resolve()],
      [' and a step that could not be saved', () => failToSave()],
    ] as const)
      it(`undoes no other step than the last one it showed after ${name}${failing}`, async () => {
        const last = session().targets.undo!;
        await change();
        await fail();
        const wasThere = (await readFile(file(), 'utf8').catch(() => '')).includes(`"id":"${last}"`);
        const outcome = await session()
          .review({ kind: 'undo' })
          .catch(() => undefined);
        if (outcome?.step) {
          assert.ok(wasThere);
          assert.match((await lines()).at(-1)!, new RegExp(`"type":"undo","of":"${last}"`));
        }
        await assertAsReplayed();
      });
  }

  it('shows, saves and undoes decisions after git has removed the run along with the journal', async () => {
    const gone = path.join(root, 'gone');
    await rename(location.folder, gone);
    try {
      const outcome = await session().review(at(3));
      assert.equal(
        outcome.told,
        'The journal of decisions was changed by another program and read again: this is what it says now.',
      );
      assert.deepEqual(shown(open), [null, null, null, 'keep']);
      await session().review({ kind: 'undo' });
      assert.deepEqual(shown(open), [null, null, null, null]);
      assert.equal((await lines()).filter((text) => text !== '').length, 2);
    } finally {
      await rm(location.folder, { recursive: true });
      await rename(gone, location.folder);
    }
  });

  it('says once that there are conflict markers, and again when they have come back', async () => {
    const before = await readFile(file(), 'utf8');
    const merge = () => appendFile(file(), `<<<<<<< HEAD\n${line('x', 'd')}=======\n>>>>>>> theirs\n`);
    for (let time = 0; time < 2; time++) {
      await merge();
      assert.match(
        (await session().refresh())?.told ?? '',
        /has conflict markers of a merge, the first in line 4/,
      );
      assert.equal(await session().refresh(), null);
      await writeFile(file(), before);
      await session().refresh();
    }
    assert.equal((await session().review(at(3))).step?.images, 1);
  });

  const failToSave = async () => {
    const original = fs.open;
    mock.method(fs, 'open', (...args: Parameters<typeof original>) =>
      typeof args[1] === 'number' && (args[1] & constants.O_APPEND) !== 0
        ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
        : original(...args),
    );
    try {
      await assert.rejects(session().review(at(3)), AppError);
    } finally {
      mock.restoreAll();
    }
  };
  const assertChangedIsNamed = (before: readonly (string | null)[], outcome: ReviewOutcome | null) => {
    const named = new Set((outcome?.changed ?? []).flatMap(([from, to]) => range(from, to)));
    const after = shown(open);
    for (const [position, decision] of after.entries())
      if (decision !== before[position]) assert.ok(named.has(position), `position ${position}`);
  };
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
});
