import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/appError';
import type { FolderContents } from '../../../../src/core/dataset/folders/folderContents';
import type { Forecast } from '../../../../src/core/run/forecast';
import { DEFAULT_SCAN_OPTIONS } from '../../../../src/core/run/scanOptions';
import type { FolderLook } from '../../../../src/host/scan/folderLook';
import type { ChosenLabels } from '../../../../src/host/runs/runController';
import { lookAt } from '../../../../src/host/scan/lookAt';
import { createTemporaryFolder, type TemporaryFolder } from '../../dataset/temporaryFolder';

const FORECAST: Forecast = { images: 9, classes: 2, presets: [], isMeasured: false };
const CLASSES: FolderContents = {
  classFolders: [
    { name: 'cat', images: 5 },
    { name: 'dog', images: 4 },
  ],
  labelFiles: [],
};
const BARE: FolderContents = { classFolders: [], labelFiles: [] };

function setUp(inspected: FolderContents, answer: Forecast | Error = FORECAST) {
  const asked: Parameters<FolderLook['forecast']>[0][] = [];
  const look: FolderLook = {
    inspect: () => Promise.resolve(inspected),
    forecast: (request) => {
      asked.push(request);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    dispose: () => Promise.resolve(),
  };
  const ask = (root: string, labels?: ChosenLabels, remembered?: ChosenLabels) =>
    lookAt(
      look,
      { root, labels, remembered, options: DEFAULT_SCAN_OPTIONS, searched: ['/pets', '/flowers'] },
      new AbortController().signal,
    );
  return { ask, asked };
}

describe('a look at a folder before a search', () => {
  it('takes class folders for the labels, and asks how long it takes, by what others took', async () => {
    const { ask, asked } = setUp(CLASSES);
    assert.deepEqual(await ask('/pets'), {
      inspected: CLASSES,
      labels: { format: 'folders' },
      forecast: FORECAST,
    });
    assert.deepEqual(
      asked.map(({ root, searched }) => [root, searched]),
      [['/pets', ['/flowers']]],
    );
  });

  it('takes the form that alone explains the folder, and leaves it open where two do', async () => {
    const annotations = [{ format: 'coco' as const, files: ['annotations.json'] }];
    const alone = setUp({ ...BARE, classFolders: [{ name: 'images', images: 9 }], annotations });
    assert.deepEqual((await alone.ask('/pets')).labels, { format: 'coco' });
    assert.equal(alone.asked[0]?.format, 'coco');
    const both = setUp({ ...CLASSES, annotations });
    assert.equal((await both.ask('/pets')).labels, undefined);
    assert.deepEqual(both.asked, []);
  });

  it('keeps to the labels that were chosen', async () => {
    const { ask, asked } = setUp(CLASSES);
    const labels = { labels: { file: '/pets/labels.csv' } };
    assert.deepEqual((await ask('/pets', labels)).labels, labels);
    assert.deepEqual(asked[0]?.labels, labels.labels);
  });

  it('keeps to what was answered before only while the folder has it', async () => {
    const coco = { format: 'coco' as const, files: ['annotations.json'] };
    const both = { ...CLASSES, annotations: [coco] };
    for (const remembered of [{ format: 'coco' }, { format: 'folders' }, {}] as const)
      assert.deepEqual((await setUp(both).ask('/pets', undefined, remembered)).labels, remembered);
    const folders = { format: 'folders' };
    assert.deepEqual((await setUp(CLASSES).ask('/pets', undefined, { format: 'coco' })).labels, folders);
    const gone = { labels: { file: '/pets/labels.csv' } };
    assert.deepEqual((await setUp(CLASSES).ask('/pets', undefined, gone)).labels, folders);
    const annotated = setUp({ ...BARE, annotations: [coco] });
    for (const remembered of [{ format: 'folders' }, {}] as const)
      assert.deepEqual((await annotated.ask('/pets', undefined, remembered)).labels, { format: 'coco' });
    // A table may lie anywhere.
    const elsewhere = { labels: { file: __filename } };
    assert.deepEqual((await setUp(CLASSES).ask('/pets', undefined, elsewhere)).labels, elsewhere);
  });

  it('leaves labels open whose columns have to be asked for', async () => {
    const table = { file: '/pets/table.csv', columns: ['a', 'b', 'c'], pathColumn: 'a' };
    const { ask, asked } = setUp({ classFolders: [], labelFiles: [table] });
    const looked = await ask('/pets');
    assert.equal(looked.labels, undefined);
    assert.equal(looked.forecast, undefined);
    assert.deepEqual(asked, []);
  });

  it('says what a person has to change, and lets other failures through', async () => {
    const noImages = new AppError('no-images', 'There are no images.');
    const { problem } = await setUp(CLASSES, noImages).ask('/pets');
    assert.deepEqual([problem?.error, problem?.change], [noImages, 'folder']);
    const crash = new AppError('trainer-crashed', 'It is gone.');
    await assert.rejects(setUp(CLASSES, crash).ask('/pets'), crash);
  });

  describe('of one class', () => {
    let folder: TemporaryFolder;
    beforeEach(async () => {
      folder = await createTemporaryFolder();
      for (const label of ['cat', 'dog'])
        for (let i = 0; i < 25; i++) await folder.write(`${label}/${i}.png`, '');
    });
    afterEach(() => folder.remove());

    it('finds the dataset', async () => {
      const { ask, asked } = setUp(BARE);
      assert.equal((await ask(folder.at('cat'))).parent, folder.root);
      assert.deepEqual(asked, []);
    });
  });
});
