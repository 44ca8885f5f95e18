import assert from 'node:assert/strict';
import path from 'node:path';
import { RESULT_COLUMNS } from '../../../src/core/names';
import { inspectFolder } from '../../../src/dataset/inspect';
import { createTemporaryFolder, type TemporaryFolder } from './temporaryFolder';

describe('inspectFolder', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  it('offers class folders and the tables that may hold labels, but none of ours', async () => {
    for (const file of ['dog/1.png', 'cat/1.png', 'cat/deep/2.png', 'docs/readme.md', 'loose.png'])
      await folder.write(file, '');
    await folder.write('labels.csv', 'file,label\n1.png,a\n');
    await folder.write('more.tsv', 'path\tgiven_label\tcorrected_label\n1.png\ta\tb\n');
    await folder.write('numbers.csv', 'mean,deviation,minimum\n1,2,3\n');
    await folder.write('list.csv', 'only\n1\n');
    await folder.write('corrected_labels.csv', 'path,given_label\n1.png,a\n');
    await folder.write('suspects.csv', `${RESULT_COLUMNS.join(',')}\n`);
    const { classFolders, labelFiles } = await inspectFolder(folder.root, signal);
    assert.deepEqual(classFolders, [
      { name: 'cat', images: 2 },
      { name: 'dog', images: 1 },
    ]);
    assert.deepEqual(
      labelFiles.map(({ file, pathColumn, labelColumn }) => [path.basename(file), pathColumn, labelColumn]),
      [
        ['labels.csv', 'file', 'label'],
        ['more.tsv', 'path', undefined],
      ],
    );
  });

  it('does not offer a stray file of annotations beside class folders', async () => {
    for (let i = 0; i < 40; i++) await folder.write(`${i % 2 === 0 ? 'cat' : 'dog'}/${i}.jpg`, '');
    const xml = '<annotation><object><name>cat</name><bndbox><xmin>1</xmin><ymin>1</ymin>';
    await folder.write('cat/0.xml', `${xml}<xmax>2</xmax><ymax>2</ymax></bndbox></object></annotation>`);
    assert.equal((await inspectFolder(folder.root, signal)).annotations, undefined);
  });

  it('offers the classes below train and test', async () => {
    for (const file of ['train/dog/1.png', 'train/cat/1.png', 'test/cat/2.png']) await folder.write(file, '');
    const { classFolders } = await inspectFolder(folder.root, signal);
    assert.deepEqual(classFolders, [
      { name: 'cat', images: 2 },
      { name: 'dog', images: 1 },
    ]);
  });

  it('rejects a folder that does not exist', async () => {
    await assert.rejects(inspectFolder(folder.at('nowhere'), signal), { code: 'folder-not-found' });
  });
});
