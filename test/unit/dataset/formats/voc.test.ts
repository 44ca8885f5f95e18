import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { boxesByPicture, FORMAT_FIXTURES, readDataset } from './readDataset';

const object = (name: string, [xmin, ymin, xmax, ymax]: readonly (number | string)[], more = '') =>
  `<object><name>${name}</name>${more}<bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox></object>`;
const annotation = (filename: string | undefined, ...objects: string[]) =>
  `<annotation>${filename === undefined ? '' : `<filename>${filename}</filename>`}${objects.join('\n')}</annotation>`;
const ANT = object('ant', [1, 2, 11, 22]);
const BEE = object('bee', [5, 5, 6, 7]);

describe('Pascal VOC', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const images = async (...files: string[]) => {
    for (const file of files) await folder.write(file, '');
  };

  it('reads what Datumaro reads', async () => {
    const read = await readDataset(path.join(FORMAT_FIXTURES, 'voc'));
    const expected: unknown = JSON.parse(await readFile(path.join(FORMAT_FIXTURES, 'voc.json'), 'utf8'));
    assert.deepEqual(
      boxesByPicture(read, (picture) => picture.slice('JPEGImages/'.length, -'.jpg'.length)),
      expected,
    );
    assert.deepEqual(read.index.labelSource, {
      kind: 'annotations',
      format: 'voc',
      files: ['Annotations', 'Annotations/deep'],
    });
  });

  it('is passed over where it is a stray file beside class folders, and says so', async () => {
    await images(...Array.from({ length: 40 }, (_, i) => `${i % 2 === 0 ? 'ant' : 'bee'}/${i}.jpg`));
    await folder.write('ant/0.xml', annotation('0.jpg', ANT, BEE));
    const { index, warnings } = await readDataset(folder.root);
    assert.deepEqual(index.labelSource, { kind: 'folders' });
    assert.deepEqual(warnings, [
      'Pascal VOC (ant/0.xml) is about 1 image of 40 and is not read, as the class folders say what all of them show; it is with --format voc.',
    ]);
    assert.equal((await readDataset(folder.root, 'voc')).index.paths.length, 2);
    assert.deepEqual((await readDataset(folder.root, 'folders')).warnings, []);
    for (const i of [2, 4]) await folder.write(`ant/${i}.xml`, annotation(`${i}.jpg`, ANT, BEE));
    await assert.rejects(readDataset(folder.root), { code: 'format-unclear' });
  });

  it('does not pass over a damaged file beside class folders', async () => {
    await images(...Array.from({ length: 40 }, (_, i) => `${i % 2 === 0 ? 'ant' : 'bee'}/${i}.jpg`));
    await folder.write('ant/0.xml', annotation('0.jpg', ANT).slice(0, -20));
    await assert.rejects(readDataset(folder.root), { code: 'format-unclear' });
  });

  it('says which boxes lie outside of the picture by its size in the file, and leaves them to the search', async () => {
    await images('1.jpg', '2.jpg');
    const size = (width: number) => `<size><width>${width}</width><height>50</height></size>`;
    const outside = object('bee', [60, 5, 70, 9]);
    await folder.write('1.xml', annotation('1.jpg', size(60), ANT, outside));
    await folder.write('2.xml', annotation('2.jpg', size(0), outside));
    const { labelOf, warnings } = await readDataset(folder.root);
    assert.deepEqual(Object.keys(labelOf), ['1.jpg#1', '1.jpg#2', '2.jpg#1']);
    assert.deepEqual(warnings, [
      '1 box lies outside of the picture by the size that its file says, such as 1.jpg#2; where that is right, it cannot be looked at.',
    ]);
  });

  it('takes corners as they are written, and an object for its number in the file', async () => {
    await images(
      'JPEGImages/1.jpg',
      'SegmentationClass/1.png',
      'SegmentationObject/1.png',
      'JPEGImages/2.jpg',
    );
    const part =
      '<part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></part>';
    await folder.write(
      'Annotations/1.xml',
      annotation(
        '1.jpg',
        object(' ant ', ['1', ' 2.5 ', '11', '22'], '<difficult>1</difficult>').replace(
          '</object>',
          `${part}</object>`,
        ),
        BEE,
      ),
    );
    const { labelOf, boxOf, index } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { 'JPEGImages/1.jpg#1': 'ant', 'JPEGImages/1.jpg#2': 'bee' });
    assert.deepEqual(boxOf, { 'JPEGImages/1.jpg#1': '1,2.5 10×19.5', 'JPEGImages/1.jpg#2': '5,5 1×2' });
    assert.equal(index.skipped.unlabelled, 3);
    assert.equal(index.skipped.notImages, 0);
  });

  it('finds images beside the files and in splits, which it tells', async () => {
    await images('train/a.b.jpg', 'valid/a.b.jpg', 'valid/c.png');
    await folder.write('train/a.b.xml', annotation('/home/me/a.b.jpg', ANT));
    await folder.write('valid/a.b.xml', annotation('C:\\me\\a.b.jpg', BEE));
    await folder.write('valid/c.xml', annotation(undefined, BEE));
    const { labelOf, index, warnings } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { 'train/a.b.jpg#1': 'ant', 'valid/a.b.jpg#1': 'bee', 'valid/c.png#1': 'bee' });
    assert.deepEqual(index.splits, ['train', 'valid']);
    assert.deepEqual(warnings, []);
  });

  it('takes the image with the name of the file, else the one that is named in it', async () => {
    await images('images/1.jpg', 'images/2.jpg', 'images/IMG 9.jpg');
    await folder.write('labels/1.xml', annotation('2.jpg', ANT));
    await folder.write('labels/2.xml', annotation('2.jpg', BEE));
    await folder.write('labels/nine.xml', annotation('img 9.JPG', BEE));
    const { labelOf } = await readDataset(folder.root);
    assert.deepEqual(labelOf, {
      'images/1.jpg#1': 'ant',
      'images/2.jpg#1': 'bee',
      'images/IMG 9.jpg#1': 'bee',
    });
  });

  it('never takes the image of another split, nor one of several', async () => {
    await images('train/1.jpg', 'valid/2.jpg', 'valid/x/3.jpg', 'valid/y/3.jpg');
    await folder.write('train/1.xml', annotation('1.jpg', ANT, BEE));
    await folder.write('train/2.xml', annotation('2.jpg', BEE));
    await folder.write('valid/3.xml', annotation('3.jpg', BEE));
    const { labelOf, warnings, index } = await readDataset(folder.root, 'voc');
    assert.deepEqual(labelOf, { 'train/1.jpg#1': 'ant', 'train/1.jpg#2': 'bee' });
    assert.equal(index.skipped.missingFiles, 1);
    assert.deepEqual(warnings, [
      '1 annotated image is not in the folder, such as that of train/2.xml, and is left out.',
      '1 annotated image may be one of several, such as that of valid/3.xml (valid/x/3.jpg, valid/y/3.jpg), and is left out.',
    ]);
  });

  it('says which objects it cannot use', async () => {
    await images('1.jpg');
    const box = [1, 1, 5, 5];
    await folder.write(
      '1.xml',
      annotation(
        undefined,
        ANT,
        BEE,
        object('', box),
        '<object><name>ant</name></object>',
        object('bee', [1, 1, 1, 5]),
        object('bee', [9, 1, 1, 5]),
        object('bee', ['x', 1, 1, 5]),
      ),
    );
    const { labelOf, warnings } = await readDataset(folder.root);
    assert.deepEqual(Object.keys(labelOf), ['1.jpg#1', '1.jpg#2']);
    assert.deepEqual(warnings, [
      '1 annotation has no class, such as 1.jpg#3, and is left out.',
      '2 annotations have no box that can be read, such as 1.jpg#4, and are left out.',
      '2 boxes have no area, such as 1.jpg#5, and are left out.',
    ]);
  });

  it('takes the first of two files about one image, and says so', async () => {
    await images('images/1.jpg');
    await folder.write('images/1.xml', annotation('1.jpg', BEE));
    await folder.write('annotations/1.xml', annotation('1.jpg', ANT, BEE));
    const { labelOf, warnings } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { 'images/1.jpg#1': 'ant', 'images/1.jpg#2': 'bee' });
    assert.deepEqual(warnings, [
      '1 image is annotated more than once, such as images/1.jpg (annotations/1.xml, images/1.xml); only the first was taken.',
    ]);
  });

  it('leaves out files that are damaged, and says why', async () => {
    await images('1.jpg', '2.jpg', '3.jpg');
    await folder.write('1.xml', annotation(undefined, ANT, BEE));
    await folder.write('2.xml', `<annotation>\n<object><name>ant`);
    await folder.write(
      '3.xml',
      Buffer.from(
        '<?xml version="1.0" encoding="utf-8"?><annotation><object><name>\xe9</name></object></annotation>',
        'latin1',
      ),
    );
    const { labelOf, warnings } = await readDataset(folder.root);
    assert.deepEqual(Object.keys(labelOf), ['1.jpg#1', '1.jpg#2']);
    assert.deepEqual(warnings, [
      `2 files of annotations are left out, for what is wrong with the first: The XML in ${folder.at('2.xml')} is damaged at line 2; save or export it again.`,
    ]);
  });

  it('expands no entities', async () => {
    await images('1.jpg');
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>';
    await folder.write('1.xml', bomb + annotation(undefined, object('&b;', [1, 1, 5, 5])));
    await assert.rejects(readDataset(folder.root, 'voc'), {
      code: 'labels-unreadable',
      message: `${folder.at('1.xml')} declares entities (<!ENTITY>), which are not read; remove the lines that declare them.`,
    });
  });

  it('reads files in the encoding that they name', async () => {
    await images('1.jpg', '2.jpg');
    const text = (encoding: string) =>
      `<?xml version="1.0" encoding="${encoding}"?>${annotation(undefined, object('é', [1, 1, 5, 5]))}`;
    await folder.write('1.xml', Buffer.from(text('iso-8859-1'), 'latin1'));
    await folder.write('2.xml', Buffer.from(`\ufeff${text('utf-16').replace('é', 'è')}`, 'utf16le'));
    const { labelOf } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { '1.jpg#1': 'é', '2.jpg#1': 'è' });
  });

  it('is not taken for one where XML files label no image, beside class folders', async () => {
    await images('cat/1.jpg', 'dog/2.jpg');
    await folder.write('stray.xml', annotation('other.jpg', ANT));
    await folder.write('pom.xml', '<project/>');
    const { index } = await readDataset(folder.root);
    assert.equal(index.labelSource.kind, 'folders');
  });

  it('is refused where class folders say something else', async () => {
    await images('cat/1.jpg', 'dog/2.jpg');
    await folder.write('cat/1.xml', annotation('1.jpg', ANT));
    await folder.write('dog/2.xml', annotation('2.jpg', BEE));
    await assert.rejects(readDataset(folder.root), { code: 'format-unclear' });
    assert.deepEqual((await readDataset(folder.root, 'voc')).labelOf, {
      'cat/1.jpg#1': 'ant',
      'dog/2.jpg#1': 'bee',
    });
  });
});
