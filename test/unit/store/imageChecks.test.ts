import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mapFaults, summarizeChecks } from '../../../src/core/dataset/imageChecks';
import { readChecks, writeChecks } from '../../../src/store/imageChecks';
import { runsFolder, type StoreLocation } from '../../../src/store/location';

describe('image checks on disk', () => {
  let location: StoreLocation;
  beforeEach(async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'label-review-checks-'));
    location = { root, folder: path.join(root, '.label-review'), isFallback: false };
  });
  afterEach(() => rm(location.root, { recursive: true, force: true }));

  it('come back as they were', async () => {
    const paths = ['a/"quoted", ü.png', 'a/2.png', 'b/3.png', 'b/4.png'];
    const groups = [
      { images: Int32Array.of(0, 2), isExact: true },
      { images: Int32Array.of(1, 3), isExact: false },
    ];
    const faults = { ...mapFaults(() => new Int32Array()), tiny: Int32Array.of(1) };
    await writeChecks(location, 'run', { groups, faults, paths });
    assert.deepEqual(await readChecks(location, { id: 'run' }), {
      groups: [
        { isExact: true, paths: ['a/"quoted", ü.png', 'b/3.png'] },
        { isExact: false, paths: ['a/2.png', 'b/4.png'] },
      ],
      faults: { ...mapFaults(() => []), tiny: ['a/2.png'] },
    });
  });

  it('are refused where the run counts others', async () => {
    const paths = ['a/1.png', 'a/2.png', 'b/3.png'];
    const groups = [{ images: Int32Array.of(0, 2), isExact: true }];
    const faults = { ...mapFaults(() => new Int32Array()), tiny: Int32Array.of(1) };
    await writeChecks(location, 'run', { groups, faults, paths });
    const checks = summarizeChecks({ groups, faults }, { paths, labels: Int32Array.of(0, 0, 1), splits: [] });
    assert.equal((await readChecks(location, { id: 'run', checks })).groups.length, 1);
    const file = (name: string) => path.join(runsFolder(location), 'run', name);
    const noFaults = { schema: 1, faults: mapFaults(() => []) };
    await writeFile(file('faults.json'), JSON.stringify(noFaults));
    const message = (name: string, counts: string) => ({
      message: new RegExp(`${name}: it holds ${counts}`, 'u'),
    });
    await assert.rejects(
      readChecks(location, { id: 'run', checks }),
      message('faults.json', '0 images instead of 1'),
    );
    await rm(file('duplicates.json'));
    await assert.rejects(
      readChecks(location, { id: 'run', checks }),
      message('duplicates.json', '0 images instead of 2'),
    );
  });

  it('are empty for a run without them', async () => {
    assert.deepEqual(await readChecks(location, { id: 'none' }), { groups: [], faults: mapFaults(() => []) });
  });

  for (const content of ['', '[]', '{"schema":2,"groups":[]}', '{"schema":1,"groups":[{"paths":1}]}'])
    it(`are refused when they are ${content === '' ? 'empty' : content}`, async () => {
      await writeChecks(location, 'run', {
        groups: [],
        faults: mapFaults(() => new Int32Array()),
        paths: [],
      });
      await writeFile(path.join(runsFolder(location), 'run', 'duplicates.json'), content);
      await assert.rejects(readChecks(location, { id: 'run' }), {
        code: 'run-damaged',
        message: /duplicates\.json/u,
      });
    });
});
