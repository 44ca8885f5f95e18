import assert from 'node:assert/strict';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { readDataset } from './readDataset';

describe('a table beside images', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const images = async (...files: string[]) => {
    for (const file of files) await folder.write(file, '');
  };

  it('says what images without class folders show', async () => {
    await images('images/1.jpg', 'images/2.jpg');
    await folder.write('labels.csv', 'image,label\n1.jpg,ant\n2.jpg,bee\n');
    await folder.write('notes.csv', 'what,when\nx,y\n');
    const { labelOf, index } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { 'images/1.jpg': 'ant', 'images/2.jpg': 'bee' });
    assert.deepEqual(index.labelSource, {
      kind: 'csv',
      file: folder.at('labels.csv'),
      pathColumn: 'image',
      labelColumn: 'label',
    });
  });

  it('may have a column per class', async () => {
    await images('1.jpg', '2.jpg');
    await folder.write('labels.csv', 'image,ant,bee\n1,1.0,0.0\n2,0.0,1.0\n');
    assert.deepEqual((await readDataset(folder.root, 'csv')).labelOf, { '1.jpg': 'ant', '2.jpg': 'bee' });
  });

  it('counts after class folders', async () => {
    await images('cat/1.jpg', 'dog/2.jpg');
    await folder.write('labels.csv', 'image,label\n1.jpg,ant\n2.jpg,bee\n');
    assert.equal((await readDataset(folder.root)).index.labelSource.kind, 'folders');
    assert.equal((await readDataset(folder.root, 'csv')).index.labelSource.kind, 'csv');
  });

  it('is not read unasked where it holds captions', async () => {
    await images('1.jpg', '2.jpg');
    await folder.write('metadata.csv', 'file_name,text\n1.jpg,two ants\n2.jpg,a bee\n');
    await assert.rejects(readDataset(folder.root), { code: 'too-few-classes' });
    await assert.rejects(readDataset(folder.root, 'csv'), { code: 'format-unclear' });
  });

  it('is not read unasked beside another, or where it is about other images', async () => {
    await images('1.jpg', '2.jpg');
    await folder.write('labels.csv', 'image,label\n8.jpg,ant\n9.jpg,bee\n');
    await assert.rejects(readDataset(folder.root), { code: 'too-few-classes' });
    await folder.write('a.csv', 'image,label\n1.jpg,ant\n2.jpg,bee\n');
    await folder.write('b.csv', 'image,label\n1.jpg,ant\n2.jpg,bee\n');
    await assert.rejects(readDataset(folder.root), { code: 'too-few-classes' });
  });
});
