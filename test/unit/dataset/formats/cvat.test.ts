import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { boxesByPicture, FORMAT_FIXTURES, readDataset } from './readDataset';

const META =
  '<version>1.1</version><meta><task><labels><label><name>ant</name></label></labels></task></meta>';
const exported = (...inside: string[]) =>
  `<?xml version="1.0" encoding="utf-8"?><annotations>${META}${inside.join('')}</annotations>`;
const image = (name: string, ...inside: string[]) =>
  `<image id="0" name="${name}" width="50" height="40">${inside.join('')}</image>`;
const box = (label: string, [xtl, ytl, xbr, ybr]: readonly (number | string)[], more = '') =>
  `<box label="${label}" xtl="${xtl}" ytl="${ytl}" xbr="${xbr}" ybr="${ybr}" ${more}><attribute name="x">1</attribute></box>`;
const ANT = box('ant', [1, 2, 11.5, 22]);
const BEE = box('bee', [5, 5, 6, 7]);

describe('CVAT', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const images = async (...files: string[]) => {
    for (const file of files) await folder.write(file, '');
  };

  it('reads what Datumaro reads', async () => {
    const read = await readDataset(path.join(FORMAT_FIXTURES, 'cvat'));
    const expected: unknown = JSON.parse(await readFile(path.join(FORMAT_FIXTURES, 'cvat.json'), 'utf8'));
    const found = boxesByPicture(read, (picture) => picture.slice('images/'.length, -'.jpg'.length));
    assert.deepEqual({ ...found, none: [] }, expected);
    assert.deepEqual(read.warnings, [
      '2 annotations are points or lines, such as images/a-1.jpg#2, and are left out.',
      '1 label is that of a whole image, such as images/none.jpg, and is left out, as more boxes have labels.',
    ]);
    assert.deepEqual(read.index.labelSource, { kind: 'annotations', format: 'cvat', files: ['default.xml'] });
  });

  it('takes boxes around what is turned, round or masked', async () => {
    await images('a.jpg');
    const shapes = [
      box('ant', [10, 10, 30, 20], 'rotation="90"'),
      '<ellipse label="bee" cx="20" cy="20" rx="10" ry="5"/>',
      '<ellipse label="bee" cx="20" cy="20" rx="10" ry="5" rotation="90"/>',
      '<mask label="bee" rle="1, 2" left="3" top="4" width="5" height="6"/>',
      '<skeleton label="bee"><points label="eye" points="1,1"/></skeleton>',
      '<polygon label="bee" points="1,1;5,2;3,9"/>',
    ];
    await folder.write('annotations.xml', exported(image('a.jpg', ...shapes)));
    const { boxOf, warnings } = await readDataset(folder.root);
    const rounded = Object.values(boxOf).map((text) =>
      text.replaceAll(/\d+\.\d+/g, (value) => `${Math.round(Number(value))}`),
    );
    assert.deepEqual(rounded, ['15,5 10×20', '10,15 20×10', '15,10 10×20', '3,4 5×6', '1,1 4×8']);
    assert.deepEqual(
      Object.keys(boxOf).map((name) => name.at(-1)),
      ['1', '2', '3', '4', '6'],
    );
    assert.deepEqual(warnings, ['1 annotation is a point or a line, such as a.jpg#5, and is left out.']);
  });

  it('takes tags for the labels of images', async () => {
    await images('images/x/1.png', 'images/x/2.png', 'images/3.png', 'images/4.png');
    const tags = (...labels: string[]) => labels.map((label) => `<tag label="${label}"/>`).join('');
    await folder.write(
      'annotations.xml',
      exported(
        image('x/1.png', tags('ant')),
        image('x/2.png', tags('bee', 'bee')),
        image('3.png', tags('ant', 'bee')),
        image('4.png'),
        image('gone.png', tags('ant')),
      ),
    );
    const { labelOf, warnings, index } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { 'images/x/1.png': 'ant', 'images/x/2.png': 'bee' });
    assert.deepEqual(index.skipped, { hidden: 0, notImages: 0, unlabelled: 2, missingFiles: 1 });
    assert.deepEqual(warnings, [
      '1 annotated image is not in the folder, such as that of gone.png (annotations.xml, image 5), and is left out.',
      '1 image has more than one label, such as images/3.png, and is left out.',
    ]);
  });

  it('reads several files, and the first annotations of an image only', async () => {
    await images('train/1.jpg', 'val/2.jpg');
    await folder.write('a/train.xml', exported(image('train/1.jpg', ANT), image('train/1.jpg', BEE)));
    await folder.write('a/val.xml', exported(image('val/2.jpg', BEE), image('train/1.jpg', BEE)));
    const { labelOf, warnings, index } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { 'train/1.jpg#1': 'ant', 'val/2.jpg#1': 'bee' });
    assert.deepEqual(index.splits, ['train', 'val']);
    assert.deepEqual(warnings, [
      '2 images are annotated more than once, such as train/1.jpg (train/1.jpg (a/train.xml, image 1), train/1.jpg (a/train.xml, image 2)); only the first of each were taken.',
    ]);
  });

  it('says which boxes lie outside of the picture by its size in the file', async () => {
    await images('1.jpg');
    await folder.write('annotations.xml', exported(image('1.jpg', ANT, box('bee', [50, 5, 60, 7]))));
    const { labelOf, warnings } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { '1.jpg#1': 'ant', '1.jpg#2': 'bee' });
    assert.match(warnings.join(), /^1 box lies outside of the picture .*such as 1\.jpg#2/);
  });

  it('says which annotations it cannot use', async () => {
    await images('1.jpg');
    const broken = [
      box('', [1, 1, 2, 2]),
      box('ant', ['', 1, 2, 2]),
      box('ant', [5, 5, 1, 9]),
      '<polygon label="ant" points="1,1;x"/>',
    ];
    await folder.write('annotations.xml', exported(image('1.jpg', ANT, BEE, ...broken)));
    const { labelOf, warnings } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { '1.jpg#1': 'ant', '1.jpg#2': 'bee' });
    assert.deepEqual(warnings, [
      '1 annotation has no class, such as 1.jpg#3, and is left out.',
      '2 annotations have no box that can be read, such as 1.jpg#4, and are left out.',
      '1 box has no area, such as 1.jpg#5, and is left out.',
    ]);
  });

  it('names the form for videos, which it does not read', async () => {
    await images('images/frame_000000.PNG');
    await folder.write('annotations.xml', exported('<track id="0" label="ant"><box frame="0"/></track>'));
    await assert.rejects(readDataset(folder.root), {
      code: 'labels-unreadable',
      message: `${folder.at('annotations.xml')} holds tracks through a video, which are not read; export the task as "CVAT for images".`,
    });
  });

  it('refuses a file that is cut off', async () => {
    await images('1.jpg');
    await folder.write('annotations.xml', exported(image('1.jpg', ANT, BEE)).slice(0, -30));
    await assert.rejects(readDataset(folder.root), {
      code: 'labels-unreadable',
      message: `The XML in ${folder.at('annotations.xml')} is damaged at line 1; save or export it again.`,
    });
  });

  it('is not taken for one where it labels none of the images', async () => {
    await images('cat/1.jpg', 'dog/2.jpg');
    await folder.write('annotations.xml', exported(image('other.jpg', ANT, BEE)));
    assert.equal((await readDataset(folder.root)).index.labelSource.kind, 'folders');
  });
});
