import assert from 'node:assert/strict';
import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { boxesByPicture, FORMAT_FIXTURES, readDataset, type ExpectedBoxes } from './readDataset';

type Result = Readonly<Record<string, unknown>>;

const choices = (...labels: string[]): Result => ({
  id: 'c',
  type: 'choices',
  from_name: 'choice',
  to_name: 'image',
  value: { choices: labels },
});
const rectangle = (id: string, label: string, value: object = {}): Result => ({
  id,
  type: 'rectanglelabels',
  from_name: 'label',
  original_width: 200,
  original_height: 100,
  value: { x: 10, y: 10, width: 20, height: 40, rotation: 0, rectanglelabels: [label], ...value },
});
const annotation = (results: readonly Result[], more: object = {}) => ({ id: 1, result: results, ...more });
const task = (id: number, image: string, ...annotations: object[]) => ({ id, annotations, data: { image } });

describe('Label Studio', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const images = async (...files: string[]) => {
    for (const file of files) await folder.write(file, '');
  };
  const exported = (content: unknown, name = 'project-1.json') => folder.write(name, JSON.stringify(content));
  /** What Label Studio's own converter makes of it, see scripts/golden/label_studio.py. */
  const convertedBoxes = async (): Promise<ExpectedBoxes> => {
    const converted = JSON.parse(
      await readFile(path.join(FORMAT_FIXTURES, 'label-studio.json'), 'utf8'),
    ) as ExpectedBoxes;
    return {
      'pictures/c.png': converted['?d=pictures%2Fc.png']!,
      'upload/a-b.png': converted['0f3c21ab-a-b.png']!,
    };
  };

  it('finds uploads in a folder of another name, as they are called on its server', async () => {
    await images('images/0f3c21ab-a.jpg', 'images/b.jpg');
    await exported([
      task(1, '/data/upload/3/0f3c21ab-a.jpg', annotation([choices('ant')])),
      task(2, '/data/upload/3/b.jpg', annotation([choices('bee')])),
    ]);
    assert.deepEqual((await readDataset(folder.root)).labelOf, {
      'images/0f3c21ab-a.jpg': 'ant',
      'images/b.jpg': 'bee',
    });
  });

  it('reads the boxes that its own converter writes', async () => {
    const read = await readDataset(path.join(FORMAT_FIXTURES, 'label-studio'), 'label-studio');
    assert.deepEqual(
      boxesByPicture(read, (picture) => picture),
      await convertedBoxes(),
    );
    assert.deepEqual(Object.keys(read.labelOf), [
      'pictures/c.png#Xy_4',
      'upload/a-b.png#Xy_1',
      'upload/a-b.png#Xy_2',
    ]);
    assert.match(read.warnings.join(), /1 path .* fits its end: a-b\.png for upload\/a-b\.png\.$/u);
  });

  it('reads them in JSON-MIN, too', async () => {
    await cp(path.join(FORMAT_FIXTURES, 'label-studio'), folder.root, { recursive: true });
    await rm(folder.at('project-1-at-2024-05-02-10-00-00000000.json'));
    await cp(path.join(FORMAT_FIXTURES, 'label-studio-min.json'), folder.at('min.json'));
    const read = await readDataset(folder.root, 'label-studio');
    assert.deepEqual(
      boxesByPicture(read, (picture) => picture),
      await convertedBoxes(),
    );
    assert.deepEqual(Object.keys(read.labelOf), [
      'pictures/c.png#2.1',
      'upload/a-b.png#1.1',
      'upload/a-b.png#1.2',
    ]);
  });

  it('finds images by what Label Studio makes of their paths', async () => {
    await images('a b.jpg', 'x/1.jpg', 'y/1.jpg', '100%.jpg', 'deadbeef-e.jpg', 'deep/z/f.jpg');
    await exported([
      task(1, '/data/upload/1/0f3c21ab-a%20b.jpg', annotation([choices('ant')])),
      task(2, '/data/local-files/?d=x%2F1.jpg', annotation([choices('bee')])),
      task(3, 's3://bucket/some/y/1.jpg', annotation([choices('ant')])),
      task(4, '100%.jpg', annotation([choices('bee')])),
      task(5, 'http://host:8080/data/upload/deadbeef-e.jpg', annotation([choices('ant')])),
      task(
        6,
        `/tasks/6/resolve/?fileuri=${Buffer.from('gs://b/deep/z/f.jpg').toString('base64')}`,
        annotation([choices('ant')]),
      ),
      task(7, '/data/upload/1/0f3c21ab-gone.jpg', annotation([choices('ant')])),
      task(8, '/data/upload/1/0f3c21ab-1.jpg', annotation([choices('ant')])),
    ]);
    const { labelOf, index } = await readDataset(folder.root, 'label-studio');
    assert.deepEqual(labelOf, {
      '100%.jpg': 'bee',
      'a b.jpg': 'ant',
      'deadbeef-e.jpg': 'ant',
      'deep/z/f.jpg': 'ant',
      'x/1.jpg': 'bee',
      'y/1.jpg': 'ant',
    });
    assert.equal(index.skipped.missingFiles, 2);
  });

  it('takes what annotators agree on, or the ground truth, and nothing that was cancelled', async () => {
    await images('1.jpg', '2.jpg', '3.jpg', '4.jpg', '5.jpg', '6.jpg');
    await exported([
      task(1, '1.jpg', annotation([choices('ant')]), annotation([choices('ant')])),
      task(2, '2.jpg', annotation([choices('ant')]), annotation([choices('bee')])),
      task(3, '3.jpg', annotation([choices('ant')]), annotation([choices('bee')], { ground_truth: true })),
      task(4, '4.jpg', annotation([choices('ant')], { was_cancelled: true }), annotation([choices('bee')])),
      task(5, '5.jpg', annotation([choices('bee', 'ant')])),
      task(6, '6.jpg', annotation([])),
    ]);
    const { labelOf, warnings, index } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { '1.jpg': 'ant', '3.jpg': 'bee', '4.jpg': 'bee' });
    assert.equal(index.skipped.unlabelled, 3);
    assert.deepEqual(warnings, [
      '1 image has different labels by different annotators, such as 2.jpg (ant, bee), and is left out.',
      '1 image has more than one label, such as 5.jpg, and is left out.',
    ]);
  });

  it('takes the boxes of the newest annotation', async () => {
    await images('1.jpg');
    await exported([
      task(
        1,
        '1.jpg',
        annotation([rectangle('new', 'ant'), rectangle('new2', 'bee')], {
          updated_at: '2024-02-01T00:00:00Z',
        }),
        annotation([rectangle('old', 'bee')], { created_at: '2024-01-01T00:00:00Z' }),
      ),
    ]);
    const { labelOf, warnings, boxOf } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { '1.jpg#new': 'ant', '1.jpg#new2': 'bee' });
    assert.equal(boxOf['1.jpg#new'], '20,10 40×40');
    assert.deepEqual(warnings, [
      '1 image has boxes in more than one annotation, such as 1.jpg; the newest was taken.',
    ]);
  });

  it('turns a box around its corner, in pixels', async () => {
    await images('1.jpg');
    const ellipse = {
      ...rectangle('e', 'bee'),
      type: 'ellipselabels',
      value: { x: 50, y: 50, radiusX: 10, radiusY: 5, rotation: 0, ellipselabels: ['bee'] },
    };
    await exported([task(1, '1.jpg', annotation([rectangle('r', 'ant', { rotation: 90 }), ellipse]))]);
    const { boxOf } = await readDataset(folder.root);
    // 40 × 40 pixels around (20, 10), to the left and down; the ellipse is 40 × 10 pixels.
    assert.deepEqual(boxOf, { '1.jpg#e': '80,45 40×10', '1.jpg#r': '-20,10 40×40' });
  });

  it('joins what was drawn and what was chosen for it', async () => {
    await images('1.jpg');
    const { value } = rectangle('', '') as { value: object };
    const drawn = {
      ...rectangle('r1', ''),
      type: 'rectangle',
      value: { ...value, rectanglelabels: undefined },
    };
    const chosen = {
      ...rectangle('r1', ''),
      type: 'choices',
      from_name: 'kind',
      value: { ...value, choices: ['ant'] },
    };
    const labelled = { ...rectangle('r2', ''), type: 'labels', value: { ...value, labels: ['bee'] } };
    await exported([task(1, '1.jpg', annotation([drawn, chosen, labelled]))]);
    assert.deepEqual((await readDataset(folder.root)).labelOf, { '1.jpg#r1': 'ant', '1.jpg#r2': 'bee' });
  });

  it('takes the question that is answered most, and says so', async () => {
    await images('1.jpg', '2.jpg');
    const other = { ...choices('good'), from_name: 'quality' };
    await exported([
      task(1, '1.jpg', annotation([other, choices('ant')])),
      task(2, '2.jpg', annotation([choices('bee')])),
    ]);
    const { labelOf, warnings } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { '1.jpg': 'ant', '2.jpg': 'bee' });
    assert.deepEqual(warnings, [
      'In project-1.json, several questions are answered for whole images; the answers to "choice" were taken for the labels, and not those to quality.',
    ]);
  });

  it('reads choices in JSON-MIN', async () => {
    await images('1.jpg', '2.jpg', '3.jpg');
    const row = (id: number, choice: unknown) => ({
      image: `/data/upload/1/0f3c21ab-${id}.jpg`,
      id,
      choice,
      source: 'camera',
      annotator: 1,
      annotation_id: id * 10,
    });
    await exported([row(1, 'ant'), row(2, 'bee'), row(2, 'bee'), row(3, { choices: ['ant', 'bee'] })]);
    const { labelOf } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { '1.jpg': 'ant', '2.jpg': 'bee' });
  });

  it('says what it cannot use', async () => {
    await images('1.jpg');
    const brush = { ...rectangle('b', 'ant'), type: 'brushlabels', value: { brushlabels: ['ant'], rle: [] } };
    await exported([
      task(
        1,
        '1.jpg',
        annotation([
          rectangle('../x', 'ant'),
          rectangle('r2', 'bee'),
          rectangle('r3', 'ant', { rectanglelabels: ['ant', 'bee'] }),
          rectangle('r4', 'ant', { x: null }),
          rectangle('r5', 'ant', { width: 0 }),
          rectangle('r6', 'ant', { rectanglelabels: undefined }),
          brush,
          { type: 'textarea', value: { text: ['nice'] } },
        ]),
      ),
    ]);
    const { labelOf, warnings } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { '1.jpg#1': 'ant', '1.jpg#r2': 'bee' });
    assert.deepEqual(warnings, [
      '1 box has more than one label, such as 1.jpg#r3 (ant, bee), and is left out.',
      '1 annotation has no box that can be read, such as 1.jpg#r4, and is left out.',
      '1 box has no area, such as 1.jpg#r5, and is left out.',
      '1 annotation has no class, such as 1.jpg#r6, and is left out.',
      '1 annotation is a point or a line, such as 1.jpg#b, and is left out.',
    ]);
  });

  it('passes over what is no task, and says so', async () => {
    await images('1.jpg', '2.jpg');
    await exported([
      null,
      task(1, '1.jpg', annotation([choices('ant')])),
      7,
      task(2, '2.jpg', annotation([choices('bee')])),
    ]);
    const { labelOf, warnings } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { '1.jpg': 'ant', '2.jpg': 'bee' });
    assert.deepEqual(warnings, [
      '2 entries of lists of tasks are no tasks, such as project-1.json, number 1, and are left out.',
    ]);
  });

  it('says which boxes lie outside of the picture by its size in the file', async () => {
    await images('1.jpg');
    await exported([
      task(1, '1.jpg', annotation([rectangle('r1', 'ant'), rectangle('r2', 'bee', { x: 101 })])),
    ]);
    const { labelOf, warnings } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { '1.jpg#r1': 'ant', '1.jpg#r2': 'bee' });
    assert.match(warnings.join(), /^1 box lies outside of the picture .*such as 1\.jpg#r2/);
  });

  it('refuses an export that is cut off', async () => {
    await images('1.jpg');
    await folder.write(
      'project-1.json',
      JSON.stringify([task(1, '1.jpg', annotation([choices('ant')]))]).slice(0, -5),
    );
    await assert.rejects(readDataset(folder.root), {
      code: 'labels-unreadable',
      message: `The JSON in ${folder.at('project-1.json')} is damaged or not in UTF-8; save or export it again.`,
    });
  });

  it('is not taken for one where it labels none of the images', async () => {
    await images('cat/1.jpg', 'dog/2.jpg');
    await exported([task(1, 'other.jpg', annotation([choices('ant')]))]);
    assert.equal((await readDataset(folder.root)).index.labelSource.kind, 'folders');
  });
});
