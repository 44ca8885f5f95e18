import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunSummary } from '../../../src/core/run/run';
import { findNewestRun } from '../../../src/store/newestRun';
import { openRun } from '../../../src/store/openRun';
import { listRuns, readRun, timeOfNewRun, writeRun } from '../../../src/store/runs';
import { sampleColumns, sampleResults, sampleRun } from '../review/sampleRun';
import { temporaryFolder } from '../temporaryFolder';

describe('runs on disk', () => {
  const folder = temporaryFolder();
  const location = () => ({ root: folder(), folder: folder(), isFallback: false });
  const results = sampleResults(['cat/1.png', 'cat', 'dog'], ['dog/1.png', 'dog', 'dog']);
  const predProbs = Float64Array.of(0, 0, 1, 0, 0, 1);
  const trained = sampleRun(results);
  const scored = {
    ...trained,
    id: 'run-2',
    backend: undefined,
    plan: undefined,
    training: undefined,
    opinions: undefined,
    predictions: { file: '/p.npy', matchedBy: 'sorted-paths' },
  } satisfies RunSummary;
  const asStored = (summary: RunSummary): unknown => JSON.parse(JSON.stringify(summary));

  it('come back as they were written, trained or scored', async () => {
    for (const summary of [trained, scored]) {
      await writeRun(location(), { summary, results: sampleColumns(results), predProbs });
      assert.deepEqual(await readRun(location(), summary.id), asStored(summary));
    }
    assert.deepEqual(
      (await listRuns(location())).map(({ id }) => id),
      ['run-2', 'run-1'],
    );
  });

  it('say where images are that are no whole files', async () => {
    const place = { file: 'a.zip', range: { offset: 3, bytes: 5, isDeflated: true as const } };
    const box = { file: 'dog/1.png', box: { x: -0.5, y: 0, width: 3.25, height: 4 } };
    const columns = sampleColumns(results);
    const summary = { ...trained, hasPlaces: true as const };
    await writeRun(location(), { summary, results: { ...columns, places: [place, box] }, predProbs });
    assert.deepEqual((await openRun(location(), summary).results()).places, [place, box]);
    await writeRun(location(), { summary, results: { ...columns, places: [undefined, box] }, predProbs });
    assert.deepEqual(await openRun(location(), summary).places(), [undefined, box]);

    const file = path.join(folder(), 'runs', summary.id, 'columns', 'place.jsonl');
    const damages = [
      ['null\n', /holds 1 image instead of 2/],
      ['null\n{"file":"../x"}\n', /line 2 does not say where/],
      ['null\n{"fil', /JSON/],
    ] as const;
    for (const [text, why] of damages) {
      await writeFile(file, text);
      await assert.rejects(openRun(location(), summary).check(), why);
    }
    await rm(file);
    await assert.rejects(openRun(location(), summary).check(), /ENOENT/);
  });

  it('are dated after those that are there, also where the clock was set back', () => {
    const now = new Date('2026-01-02T03:04:05.678Z');
    const after = (...times: readonly string[]) =>
      timeOfNewRun(
        now,
        times.map((createdAt) => ({ createdAt })),
      ).toISOString();
    assert.equal(after(), now.toISOString());
    assert.equal(after('2025-12-31T00:00:00.000Z', 'no time'), now.toISOString());
    assert.equal(after('2031-01-01T00:00:00.000Z', '2025-12-31T00:00:00.000Z'), '2031-01-01T00:00:00.001Z');
    assert.equal(after(now.toISOString()), '2026-01-02T03:04:05.679Z');
  });

  it('are read from before there were scored runs, and left out when neither kind fits', async () => {
    const write = async (id: string, content: object) => {
      await mkdir(path.join(folder(), 'runs', id), { recursive: true });
      await writeFile(path.join(folder(), 'runs', id, 'run.json'), JSON.stringify(content));
    };
    await write('old', { ...trained, id: 'old' });
    await write('20260101-030405-aaaa', { ...scored, predictions: undefined });
    await write('20260103-030405-aaaa', { ...scored, predictions: undefined });
    await mkdir(path.join(folder(), 'runs', 'unfinished'));
    const problems: string[] = [];
    const runs = await listRuns(location(), (sentence) => problems.push(sentence));
    assert.deepEqual(
      runs.map(({ id }) => id),
      ['old'],
    );
    assert.equal(problems.length, 1);
    assert.match(
      problems[0]!,
      /^Cannot use \S*20260103-030405-aaaa.run\.json: its content is not of this version; find wrong labels again/,
    );
    await assert.rejects(readRun(location(), '20260101-030405-aaaa'), { code: 'run-damaged' });
  });

  it('are known by the name of their folder, which leads nowhere else, and are about images of the dataset', async () => {
    const write = async (name: string, content: object) => {
      await mkdir(path.join(folder(), 'runs', name), { recursive: true });
      await writeFile(path.join(folder(), 'runs', name, 'run.json'), JSON.stringify(content));
    };
    await write('copied', trained);
    await write('odd name', trained);
    await write('upwards', { ...trained, id: '../../elsewhere' });
    const unreadable = [{ path: '../../secret.png', givenLabel: 'cat', reason: 'why' }];
    await write('outwards', { ...trained, unreadable });
    assert.deepEqual(
      (await listRuns(location())).map(({ id }) => id),
      ['copied'],
    );
    for (const id of ['../elsewhere', 'odd name', 'upwards', 'outwards'])
      await assert.rejects(readRun(location(), id), { code: 'run-damaged' });
  });

  it('are listed newest first, also those of one second, and those that may be newer than all are named', async () => {
    const at = (id: string, second: string) => ({ ...trained, id, createdAt: `2026-01-02T03:04:${second}Z` });
    const runs = [
      at('20260102-030405-ffff', '05.100'),
      at('20260102-030405-0000', '05.900'),
      at('20260102-030405-8888', '05.500'),
      at('20260102-030404-aaaa', '04.000'),
    ];
    for (const summary of runs)
      await writeRun(location(), { summary, results: sampleColumns(results), predProbs });
    for (const id of ['20260102-030405-7777', '20260102-030404-bbbb', '20260102-030406-0000']) {
      await mkdir(path.join(folder(), 'runs', id));
      await writeFile(path.join(folder(), 'runs', id, 'run.json'), '{');
    }
    const problems: string[] = [];
    assert.equal((await findNewestRun(location()))?.run.summary.id, '20260102-030405-0000');
    assert.deepEqual(
      (await listRuns(location(), (sentence) => problems.push(sentence))).map(({ id }) => id),
      ['20260102-030405-0000', '20260102-030405-8888', '20260102-030405-ffff', '20260102-030404-aaaa'],
    );
    assert.deepEqual(
      problems.map((sentence) => /\d{8}-\d{6}-\w{4}/u.exec(sentence)?.[0]),
      ['20260102-030406-0000', '20260102-030405-7777'],
    );
  });

  it('are dated by when they were made where somebody has renamed them', async () => {
    const write = async (id: string, content: string) => {
      await mkdir(path.join(folder(), 'runs', id), { recursive: true });
      await writeFile(path.join(folder(), 'runs', id, 'run.json'), content);
    };
    await write('best', JSON.stringify({ ...trained, createdAt: '2026-01-02T03:04:05.000Z' }));
    await write('20260102-030404-0000', '{');
    await write('20260102-030406-0000', '{');
    await write('0-renamed', '{');
    const problems: string[] = [];
    await listRuns(location(), (sentence) => problems.push(sentence));
    assert.deepEqual(
      problems.map((sentence) => path.basename(path.dirname(/ (\S+run\.json)/u.exec(sentence)![1]!))),
      ['20260102-030406-0000', '0-renamed'],
    );
  });

  it('are passed over for an older one where their files do not agree, and refused where none do', async () => {
    assert.equal(await findNewestRun(location()), undefined);
    const older = { ...trained, id: 'older', createdAt: '2026-01-01T00:00:00Z' };
    for (const summary of [older, trained])
      await writeRun(location(), { summary, results: sampleColumns(results), predProbs });
    const cut = async (id: string) =>
      writeFile(path.join(folder(), 'runs', id, 'columns', 'path.jsonl'), '"cat/1.png"\n');
    await cut(trained.id);
    const found = await findNewestRun(location());
    assert.equal(found?.run.summary.id, 'older');
    assert.deepEqual(found.results.paths, ['cat/1.png', 'dog/1.png']);
    assert.match(found.problems.join(), /run-1.*path\.jsonl: it holds 1 image instead of 2/u);
    await cut('older');
    await assert.rejects(findNewestRun(location()), { code: 'run-damaged', message: /run-1.*path\.jsonl/u });
  });
});
