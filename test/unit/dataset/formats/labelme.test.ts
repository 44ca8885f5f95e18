import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { boxesByPicture, FORMAT_FIXTURES, readDataset, type ExpectedBoxes } from './readDataset';

const shape = (label: unknown, points: readonly unknown[], shape_type?: string) => ({
  label,
  points,
  shape_type,
});
const labelled = (imagePath: string | undefined, shapes: readonly unknown[], flags: object = {}) =>
  JSON.stringify({ version: '5.5.0', flags, shapes, imagePath, imageData: null });
const ANT = shape(
  'ant',
  [
    [10, 20],
    [5, 8],
  ],
  'rectangle',
);
const BEE = shape('bee', [
  [0, 0],
  [4, 2],
  [3, 9.5],
]);

describe('labelme', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const images = async (...files: string[]) => {
    for (const file of files) await folder.write(file, '');
  };

  it('reads the shapes that labelme draws, within the pixel that it draws their edges in', async () => {
    const read = await readDataset(path.join(FORMAT_FIXTURES, 'labelme'));
    const found = boxesByPicture(read, (picture) => path.posix.basename(picture, '.png'));
    // Written by labelme itself, see scripts/golden/labelme_files.py.
    const expected = JSON.parse(
      await readFile(path.join(FORMAT_FIXTURES, 'labelme.json'), 'utf8'),
    ) as ExpectedBoxes;
    assert.deepEqual(Object.keys(found), Object.keys(expected));
    for (const [picture, boxes] of Object.entries(expected))
      for (const [i, { label, box }] of boxes.entries()) {
        assert.equal(found[picture]![i]!.label, label);
        for (const [j, value] of box.entries()) assert.ok(Math.abs(value - found[picture]![i]!.box[j]!) <= 1);
      }
    assert.deepEqual(read.warnings, [
      '2 annotations are points or lines, such as images/a.png#4, and are left out.',
    ]);
  });

  it('takes boxes around shapes, each known by its number in the file', async () => {
    await images('1.jpg');
    const circle = shape(
      'bee',
      [
        [10, 10],
        [13, 14],
      ],
      'circle',
    );
    await folder.write(
      '1.json',
      `\ufeff${labelled('1.jpg', [ANT, shape('ant', [[1, 1]], 'point'), BEE, circle])}`,
    );
    const { boxOf, labelOf } = await readDataset(folder.root);
    assert.deepEqual(boxOf, { '1.jpg#1': '5,8 5×12', '1.jpg#3': '0,0 4×9.5', '1.jpg#4': '5,5 10×10' });
    assert.deepEqual(labelOf, { '1.jpg#1': 'ant', '1.jpg#3': 'bee', '1.jpg#4': 'bee' });
  });

  it('finds images by paths of Windows, and of another machine', async () => {
    await images('images/x/1.jpg', 'images/y/1.jpg', 'images/2.jpg');
    await folder.write('labels/first.json', labelled('..\\images\\x\\1.jpg', [ANT]));
    await folder.write('labels/second.json', labelled('C:\\Users\\me\\images\\y\\1.jpg', [BEE]));
    await folder.write('labels/2.json', labelled(undefined, [BEE]));
    const { labelOf } = await readDataset(folder.root, 'labelme');
    assert.deepEqual(labelOf, {
      'images/2.jpg#1': 'bee',
      'images/x/1.jpg#1': 'ant',
      'images/y/1.jpg#1': 'bee',
    });
  });

  it('takes the flag of an image without shapes for its label', async () => {
    await images('1.jpg', '2.jpg', '3.jpg', '4.jpg');
    await folder.write('1.json', labelled('1.jpg', [], { ant: true, bee: false }));
    await folder.write('2.json', labelled('2.jpg', [], { ant: false, bee: true }));
    await folder.write('3.json', labelled('3.jpg', [], { ant: true, bee: true }));
    await folder.write('4.json', labelled('4.jpg', [], { ant: false, bee: false }));
    const { labelOf, warnings, index } = await readDataset(folder.root);
    assert.deepEqual(labelOf, { '1.jpg': 'ant', '2.jpg': 'bee' });
    assert.equal(index.places, undefined);
    assert.equal(index.skipped.unlabelled, 2);
    assert.equal(index.skipped.notImages, 0);
    assert.deepEqual(warnings, ['1 image has more than one label, such as 3.jpg, and is left out.']);
  });

  it('takes boxes or labels of whole images, whichever are more, and says so', async () => {
    await images('1.jpg', '2.jpg');
    await folder.write('1.json', labelled('1.jpg', [ANT, BEE]));
    await folder.write('2.json', labelled('2.jpg', [], { blurry: true }));
    const boxes = await readDataset(folder.root);
    assert.deepEqual(Object.keys(boxes.labelOf), ['1.jpg#1', '1.jpg#2']);
    assert.deepEqual(boxes.warnings, [
      '1 label is that of a whole image, such as 2.jpg, and is left out, as more boxes have labels.',
    ]);
    await images('3.jpg', '4.jpg');
    await folder.write('3.json', labelled('3.jpg', [], { blurry: true }));
    await folder.write('4.json', labelled('4.jpg', [], { sharp: true }));
    const whole = await readDataset(folder.root);
    assert.deepEqual(whole.labelOf, { '2.jpg': 'blurry', '3.jpg': 'blurry', '4.jpg': 'sharp' });
    assert.deepEqual(whole.warnings, [
      '2 boxes have labels, such as 1.jpg#1, and are left out, as more whole images have labels.',
    ]);
  });

  it('says what it cannot use', async () => {
    await images('1.jpg', '2.jpg', '3.jpg', '4.jpg');
    const broken = [
      shape(
        '',
        [
          [1, 1],
          [5, 5],
        ],
        'rectangle',
      ),
      shape('ant', [['x', 1]]),
      shape('ant', []),
      7,
    ];
    await folder.write('1.json', labelled('1.jpg', [ANT, BEE, ...broken]));
    await folder.write('2.json', '{"shapes": [');
    await folder.write('3.json', '{"shapes": 3}');
    await folder.write('4.json', Buffer.from(labelled('4.jpg', [shape('é', [[1, 1]])]), 'latin1'));
    const { labelOf, warnings } = await readDataset(folder.root);
    assert.deepEqual(Object.keys(labelOf), ['1.jpg#1', '1.jpg#2']);
    assert.deepEqual(warnings, [
      `3 files of annotations are left out, for what is wrong with the first: The JSON in ${folder.at('2.json')} is damaged or not in UTF-8; save or export it again.`,
      '2 annotations have no class, such as 1.jpg#3, and are left out.',
      '2 annotations have no box that can be read, such as 1.jpg#4, and are left out.',
    ]);
  });

  it('is not taken for one where JSON files are about something else', async () => {
    await images('cat/1.jpg', 'dog/2.jpg');
    await folder.write('cat/1.json', '{"width": 3}');
    await folder.write('package.json', '{"shapes": []}');
    assert.equal((await readDataset(folder.root)).index.labelSource.kind, 'folders');
  });
});
