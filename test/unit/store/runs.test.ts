import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunSummary } from '../../../src/core/run/run';
import { listRuns, readRun, writeRun } from '../../../src/store/runs';
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

  it('are read from before there were scored runs, and left out when neither kind fits', async () => {
    const write = async (id: string, content: object) => {
      await mkdir(path.join(folder(), 'runs', id), { recursive: true });
      await writeFile(path.join(folder(), 'runs', id, 'run.json'), JSON.stringify(content));
    };
    await write('old', { ...trained, id: 'old' });
    await write('neither', { ...scored, predictions: undefined });
    await write('z-newest', { ...scored, predictions: undefined });
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
      /^Cannot use .*z-newest.run\.json: its content is not of this version; find wrong labels again/,
    );
    await assert.rejects(readRun(location(), 'neither'), { code: 'run-damaged' });
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
});
