import assert from 'node:assert/strict';
import { cp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mock } from 'node:test';
import { parse } from 'csv-parse/sync';
import { EXIT } from '../../../src/cli/commandIo';
import { exportCommand } from '../../../src/cli/export/exportCommand';
import { encodeBmp } from '../../../src/core/dataset/pixels/encodeBmp';
import { runSteps } from '../../../src/core/steps';
import { readPicture } from '../../../src/files/pictureBytes';
import { discover } from '../../../src/dataset/discover';
import { locateStore } from '../../../src/store/location';
import { unpackTo } from '../../../src/store/unpackFolder';
import { mockCaselessDisk } from '../../fixtures/caselessDisk';
import { readTree, writeFiles, writeReview, type Labelled } from '../../fixtures/reviewedDataset';
import { golden } from '../dataset/formats/placedImages';
import { temporaryFolder } from '../temporaryFolder';
import { createTestIo } from './testIo';

describe('writing corrected labels in other forms', () => {
  const folder = temporaryFolder();
  const root = () => path.join(folder(), 'pets');
  const out = (name: string) => path.join(folder(), name);
  const LABELS: Labelled = {
    'train/cat/a.png': 'cat',
    'train/cat/b.png': 'cat',
    'train/dog/a.png': 'dog',
    'val/cat/d.png': 'cat',
    'val/dog/=e.png': 'dog',
  };

  async function run(...args: string[]) {
    const { io, said } = createTestIo();
    const code = await exportCommand([root(), ...args], io);
    return { code, said: said() };
  }

  async function reviewFolders(): Promise<void> {
    await writeFiles(root(), Object.fromEntries(Object.keys(LABELS).map((image) => [image, `of ${image}`])));
    await writeReview(root(), {
      labels: LABELS,
      decisions: {
        'train/cat/a.png': { action: 'relabel', label: 'dog' },
        'val/cat/d.png': { action: 'exclude' },
      },
    });
  }

  it('copies images into folders of their classes, which are read as they were decided', async () => {
    await reviewFolders();
    const { code, said } = await run('--format', 'folders', '--out', out('new'));
    assert.equal(code, EXIT.done);
    assert.match(said, /^Wrote 4 labels to .*new; 1 excluded\.\n$/);
    const { '.label-review-export.json': mark, ...tree } = await readTree(out('new'));
    assert.ok(mark);
    assert.deepEqual(tree, {
      'train/cat/b.png': 'of train/cat/b.png',
      'train/dog/a-2.png': 'of train/dog/a.png',
      'train/dog/a.png': 'of train/cat/a.png',
      'val/dog/=e.png': 'of val/dog/=e.png',
    });
    // Again: only what was written is replaced.
    await writeFile(path.join(out('new'), 'mine.txt'), 'mine');
    await run('--format', 'huggingface', '--out', out('new'), '--hard-links');
    const { '.label-review-export.json': again, ...other } = await readTree(out('new'));
    assert.ok(again);
    assert.deepEqual(Object.keys(other), [
      'mine.txt',
      ...['train/cat/a.png', 'train/cat/b.png', 'train/dog/a.png', 'train/metadata.csv'],
      ...['val/dog/=e.png', 'val/metadata.csv'],
    ]);
    assert.equal((await stat(path.join(out('new'), 'train/cat/b.png'))).nlink, 2);
    assert.deepEqual(parse(other['train/metadata.csv'] ?? '', { columns: true }), [
      { file_name: 'cat/a.png', label: 'dog' },
      { file_name: 'cat/b.png', label: 'cat' },
      { file_name: 'dog/a.png', label: 'dog' },
    ]);
    assert.equal(other['val/metadata.csv'], 'file_name,label\ndog/=e.png,dog\n');
  });

  it('is refused where the disk takes the folders of two classes for one', async () => {
    const labels: Labelled = { 'Cat/a.png': 'Cat', 'dog/b.png': 'dog' };
    await writeFiles(root(), { 'Cat/a.png': 'a', 'dog/b.png': 'b' });
    await writeReview(root(), { labels, decisions: { 'dog/b.png': { action: 'relabel', label: 'cat' } } });
    mockCaselessDisk();
    await assert.rejects(run('--format', 'folders', '--out', out('new')), {
      code: 'bad-output',
      message: /^This disk takes the folders Cat and cat for one, /u,
    });
    mock.restoreAll();
  });

  it('gives Hugging Face no other splits than there are, and classes as texts', async () => {
    const labels: Labelled = {
      'ok/test.png': 'ok',
      'test/a.png': 'test',
      'test/test.png': 'test',
      'ok/b.png': 'ok',
    };
    await writeFiles(root(), Object.fromEntries(Object.keys(labels).map((image) => [image, `of ${image}`])));
    await writeReview(root(), {
      labels,
      decisions: { 'test/a.png': { action: 'relabel', label: 'NA' } },
    });
    await run('--format', 'huggingface', '--out', out('new'));
    const { '.label-review-export.json': mark, ...tree } = await readTree(out('new'));
    assert.ok(mark);
    assert.deepEqual(tree, {
      'train/metadata.jsonl': [
        '{"file_name":"ok-b.png","label":"ok"}\n',
        '{"file_name":"ok-test.png","label":"ok"}\n',
        '{"file_name":"test-a.png","label":"NA"}\n',
        '{"file_name":"test-test.png","label":"test"}\n',
      ].join(''),
      'train/ok-b.png': 'of ok/b.png',
      'train/ok-test.png': 'of ok/test.png',
      'train/test-a.png': 'of test/a.png',
      'train/test-test.png': 'of test/test.png',
    });
  });

  it('writes Parquet shards with the images in them, which are read as they were decided', async () => {
    await reviewFolders();
    const { code, said } = await run('--format', 'huggingface-parquet', '--out', out('shards'));
    assert.equal(code, EXIT.done, said);
    const shards = ['data/train-00000-of-00001.parquet', 'data/val-00000-of-00001.parquet'];
    const { '.label-review-export.json': mark, ...tree } = await readTree(out('shards'));
    assert.deepEqual(JSON.parse(mark ?? ''), { v: 1, files: shards });
    assert.deepEqual(Object.keys(tree), shards);
    const unpackTo = { folder: path.join(out('shards'), 'cache'), make: () => Promise.resolve() };
    const { signal } = new AbortController();
    const now = await runSteps(discover({ root: out('shards'), signal, unpackTo }));
    assert.deepEqual(
      now.paths.map((image, index) => [image, now.classes[now.labels[index]!]]),
      [
        [`${shards[0]!}/0`, 'dog'],
        [`${shards[0]!}/1`, 'cat'],
        [`${shards[0]!}/2`, 'dog'],
        [`${shards[1]!}/0`, 'dog'],
      ],
    );
    const folders = { root: out('shards'), unpacked: unpackTo.folder };
    const bytes = await readPicture(folders, { path: now.paths[3]!, place: now.places?.[3] });
    assert.equal(bytes.toString(), 'of val/dog/=e.png');
  });

  it('writes nothing over what is not ours, nor into the dataset', async () => {
    await reviewFolders();
    await writeFiles(out('full'), { 'mine.txt': 'mine', 'mine.json': '{}' });
    for (const [format, target] of [
      ['folders', out('full')],
      ['folders', path.join(root(), 'new')],
      ['folders', folder()],
      ['coco', path.join(out('full'), 'mine.json')],
      ['cleanlab', path.join(root(), 'train/cat/a.png')],
    ] as const)
      await assert.rejects(run('--format', format, '--out', target), { code: 'bad-output' });
    await assert.rejects(run('--format', 'yolo', '--out', out('new')), { code: 'bad-usage' });
    assert.deepEqual(await readTree(out('full')), { 'mine.json': '{}', 'mine.txt': 'mine' });
    await assert.rejects(stat(out('new')), { code: 'ENOENT' });
  });

  it('writes a table as cleanlab has it, and tasks for Label Studio', async () => {
    await reviewFolders();
    await run('--format', 'cleanlab', '--out', out('issues.csv'));
    const rows: unknown = parse(await readFile(out('issues.csv'), 'utf8'), { columns: true });
    assert.deepEqual((rows as object[])[0], {
      path: 'train/cat/a.png',
      is_label_issue: 'false',
      label_quality: '0',
      given_label: 'cat',
      predicted_label: 'cat',
      corrected_label: 'dog',
    });
    await run('--format', 'label-studio', '--out', out('tasks.json'));
    const tasks: unknown = JSON.parse(await readFile(out('tasks.json'), 'utf8'));
    assert.deepEqual((tasks as object[])[0], {
      data: { image: '/data/local-files/?d=train%2Fcat%2Fa.png' },
      meta: { source: 'label-review', path: 'train/cat/a.png' },
      annotations: [
        { result: [{ from_name: 'label', to_name: 'image', type: 'choices', value: { choices: ['dog'] } }] },
      ],
      predictions: [],
    });
    assert.deepEqual((tasks as { annotations: object }[])[3]?.annotations, [{ result: [] }]);
    // Ours may be replaced.
    assert.equal((await run('--format', 'coco', '--out', out('tasks.json'))).code, EXIT.done);
  });

  it('copies images into one folder for FiftyOne, which knows them by their names without extensions', async () => {
    const labels: Labelled = { 'cat/a.jpg': '10', 'cat/a.png': '9', 'cat-A.gif': '10', '.b/c.png': '9' };
    await writeFiles(root(), Object.fromEntries(Object.keys(labels).map((image) => [image, `of ${image}`])));
    const table = Object.entries(labels).map(([image, label]) => `${image},${label}\n`);
    await writeFiles(root(), { 'labels.csv': `path,label\n${table.join('')}x.png,9\n`, 'x.png': 'x' });
    await writeReview(root(), {
      labels: { ...labels, 'x.png': '9' },
      decisions: { 'x.png': { action: 'exclude' }, 'cat/a.jpg': { action: 'relabel', label: '11' } },
      source: {
        kind: 'csv',
        file: path.join(root(), 'labels.csv'),
        pathColumn: 'path',
        labelColumn: 'label',
      },
    });
    const { code, said } = await run('--format', 'fiftyone', '--out', out('fiftyone'));
    assert.equal(code, EXIT.done);
    assert.match(said, /^Wrote 4 labels to .*fiftyone; 1 excluded\.\n$/);
    const {
      '.label-review-export.json': mark,
      'labels.json': json = '',
      ...tree
    } = await readTree(out('fiftyone'));
    assert.ok(mark);
    assert.deepEqual(tree, {
      'data/_b-c.png': 'of .b/c.png',
      'data/cat-A.gif': 'of cat-A.gif',
      'data/cat-a-2.jpg': 'of cat/a.jpg',
      'data/cat-a-3.png': 'of cat/a.png',
    });
    assert.deepEqual(JSON.parse(json), {
      classes: ['9', '10', '11'],
      labels: { '_b-c': 0, 'cat-A': 1, 'cat-a-2': 2, 'cat-a-3': 0 },
    });
  });

  it('refuses forms that name files where images are parts of files, or are unpacked', async () => {
    for (const name of ['idx', 'shards/none']) {
      await cp(golden(name), root(), { recursive: true });
      const location = await locateStore(root(), root());
      const signal = new AbortController().signal;
      const now = await runSteps(discover({ root: root(), signal, unpackTo: unpackTo(location) }));
      const labels = Object.fromEntries(
        now.paths.map((image, index) => [image, now.classes[now.labels[index]!]!]),
      );
      await writeReview(root(), { labels, decisions: {}, source: now.labelSource });
      for (const format of ['folders', 'coco', 'yolo', 'huggingface', 'fiftyone', 'label-studio'])
        await assert.rejects(run('--format', format, '--out', out('new')), { code: 'bad-usage' }, format);
      assert.equal((await run('--format', 'cleanlab', '--out', out('new.csv'))).code, EXIT.done);
      await rm(root(), { recursive: true });
    }
  });

  it('leaves out boxes of a picture that cannot be read from tasks for Label Studio', async () => {
    await writeFiles(root(), {
      'a.jpg': 'none',
      'a.json': JSON.stringify({
        shapes: [
          {
            label: 'cat',
            points: [
              [1, 1],
              [5, 5],
            ],
            shape_type: 'rectangle',
          },
          {
            label: 'dog',
            points: [
              [1, 1],
              [9, 5],
            ],
            shape_type: 'rectangle',
          },
        ],
        imagePath: 'a.jpg',
      }),
    });
    await writeReview(root(), {
      labels: { 'a.jpg#1': 'cat', 'a.jpg#2': 'dog' },
      decisions: {},
      source: { kind: 'annotations', format: 'labelme', files: ['a.json'] },
    });
    await run('--format', 'label-studio', '--out', out('tasks.json'));
    const tasks = JSON.parse(await readFile(out('tasks.json'), 'utf8')) as { annotations: unknown }[];
    assert.deepEqual(
      tasks.map(({ annotations }) => annotations),
      [[{ result: [] }]],
    );
  });

  it('writes boxes as COCO, YOLO and for FiftyOne', async () => {
    const picture = Buffer.from(encodeBmp(Buffer.alloc(3 * 40 * 20), { width: 40, height: 20, channels: 3 }));
    const annotations = [
      { id: 3, image_id: 1, category_id: 1, bbox: [0, 0, 10, 10] },
      { id: 4, image_id: 1, category_id: 2, bbox: [10, 5, 20, 10] },
      { id: 5, image_id: 2, category_id: 1, bbox: [0, 0, 40, 20] },
    ];
    const coco = {
      images: [
        { id: 1, file_name: 'a.bmp' },
        { id: 2, file_name: 'b.bmp' },
      ],
      annotations,
      categories: [
        { id: 1, name: 'cat' },
        { id: 2, name: 'dog' },
      ],
    };
    await writeFiles(root(), {
      'images/a.bmp': picture,
      'images/b.bmp': picture,
      'boxes.json': JSON.stringify(coco),
    });
    await writeReview(root(), {
      labels: { 'images/a.bmp#3': 'cat', 'images/a.bmp#4': 'dog', 'images/b.bmp#5': 'cat' },
      decisions: {
        'images/a.bmp#3': { action: 'relabel', label: 'a "new" one' },
        'images/b.bmp#5': { action: 'exclude' },
      },
      source: { kind: 'annotations', format: 'coco', files: ['boxes.json'] },
    });
    await run('--format', 'yolo', '--out', out('yolo'));
    const tree = await readTree(out('yolo'));
    assert.equal(tree['labels/a.txt'], '0 0.125 0.25 0.25 0.5\n1 0.5 0.5 0.5 0.5\n');
    assert.equal(tree['labels/b.txt'], '');
    assert.equal(
      tree['data.yaml'],
      'train: images\nval: images\nnames:\n  0: "a \\"new\\" one"\n  1: "dog"\n',
    );
    assert.equal(tree['images/a.bmp'], picture.toString('latin1'));

    await run('--format', 'fiftyone', '--out', out('fiftyone'));
    const forFiftyOne = await readTree(out('fiftyone'));
    assert.equal(forFiftyOne['data/images-b.bmp'], picture.toString('latin1'));
    assert.deepEqual(JSON.parse(forFiftyOne['labels.json'] ?? ''), {
      classes: ['a "new" one', 'dog'],
      labels: {
        'images-a': [
          { label: 0, bounding_box: [0, 0, 0.25, 0.5] },
          { label: 1, bounding_box: [0.25, 0.25, 0.5, 0.5] },
        ],
        'images-b': [],
      },
    });

    await run('--format', 'coco', '--out', path.join(out('yolo'), 'again.json'));
    await writeFiles(out('coco'), {
      'images/a.bmp': picture,
      'again.json': await readFile(path.join(out('yolo'), 'again.json')),
    });
    const signal = new AbortController().signal;
    const read = await runSteps(discover({ root: out('coco'), signal }));
    assert.deepEqual(
      read.paths.map((image, index) => [read.classes[read.labels[index]!], read.places?.[index]?.box, image]),
      [
        ['a "new" one', { x: 0, y: 0, width: 10, height: 10 }, 'images/a.bmp#1'],
        ['dog', { x: 10, y: 5, width: 20, height: 10 }, 'images/a.bmp#2'],
      ],
    );
  });
});
