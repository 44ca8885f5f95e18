import assert from 'node:assert/strict';
import { readFolderLayout } from '../../../../../src/core/dataset/folders/folderLayout';
import { classFolderOf } from '../../../../../src/core/dataset/splits';
import { wordMessage } from '../../../../../src/core/words/message';

describe('the folders of a dataset', () => {
  /** The layout of folders that hold images, and the classes that follow. */
  const layoutOf = (...folders: readonly string[]) => {
    const paths = folders.flatMap((folder) => [`${folder}/1.png`, `${folder}/2.png`]);
    const { splits, withoutClasses, warnings } = readFolderLayout(paths);
    const classes = new Set(paths.flatMap((image) => classFolderOf(image, splits) ?? []));
    const words = warnings.map((warning) => wordMessage(warning)).join('\n');
    return { splits, withoutClasses, classes: [...classes].sort(), words };
  };
  const inEach = (splits: readonly string[], ...classes: readonly string[]) =>
    splits.flatMap((split) => classes.map((name) => `${split}/${name}`));

  it('are classes, whatever is in them', () => {
    for (const folders of [
      ['blood test', 'eye test', 'no test'],
      ['bus', 'car', 'train'],
      ['cat', 'dog/a', 'dog/b'],
      inEach(['cat', 'dog'], 'train', 'test'),
      ['trainer', 'testament', 'devil', 'value'],
    ])
      assert.deepEqual(layoutOf(...folders).splits, [], folders.join());
    assert.deepEqual(layoutOf(...inEach(['cat', 'dog'], 'train', 'test')).classes, ['cat', 'dog']);
  });

  it('are splits under many names', () => {
    for (const splits of [
      ['test', 'train'],
      ['Test', 'Train', 'Val'],
      ['test1', 'train'],
      ['train2017', 'val2017'],
      ['images_test', 'images_train'],
      ['test_set', 'training_set'],
      ['test-data', 'train-data', 'valid-data'],
      ['fold1', 'fold2', 'fold3'],
      ['fold_0', 'fold_1'],
      ['cv-1', 'cv-2'],
      ['holdout', 'train'],
      ['seg_test', 'seg_train'],
      ['birds-test', 'birds-train', 'birds-val'],
      ['test_large', 'train_large'],
      ['Testing', 'Training'],
      ['TEST', 'TEST_SIMPLE', 'TRAIN'],
      ['01_train', '02_test'],
      ['test', 'trainval'],
      ['test', 'train_val'],
      ['PrivateTest', 'PublicTest', 'Training'],
      ['test_images', 'train_images', 'val_images'],
    ]) {
      const { splits: found, classes, words } = layoutOf(...inEach(splits, 'ant', 'bee'));
      assert.deepEqual([found, classes, words], [splits, ['ant', 'bee'], '']);
    }
    assert.deepEqual(layoutOf('train/ant', 'train/bee', 'test/cow', 'test/dog').classes, [
      ...['ant', 'bee', 'cow', 'dog'],
    ]);
  });

  it('are splits when they hold the same classes, and are named', () => {
    const { splits, words } = layoutOf(...inEach(['train', 'test', 'extra'], 'ant', 'bee'));
    assert.deepEqual(splits, ['extra', 'test', 'train']);
    assert.match(words, /Taken for splits.*: extra\./);
    assert.deepEqual(layoutOf(...inEach(['train', 'query'], 'ant', 'bee')).splits, ['query', 'train']);
  });

  it('are named where they have no class folders', () => {
    for (const test of ['test', 'test/test', 'test1', 'test/images']) {
      const { classes, words } = layoutOf(...inEach(['train', 'val'], 'ant', 'bee'), test);
      assert.match(words, /^test.* 2 images have no label/, test);
      if (test !== 'test/images') assert.deepEqual(classes, ['ant', 'bee'], test);
    }
    const bare = layoutOf('train/ant', 'train/bee', 'test/test');
    assert.deepEqual(
      [bare.classes, bare.splits],
      [
        ['ant', 'bee'],
        ['test/test', 'train'],
      ],
    );
    assert.match(layoutOf(...inEach(['train', 'val'], 'ant', 'bee'), 'masks').words, /^masks: .*2 images/);
  });

  it('are refused where no split has any', () => {
    for (const folders of [
      ['train', 'test'],
      ['train', 'test1'],
      ['train', 'val', 'test', 'samples'],
      ['train/images', 'val/images'],
      ['images/train', 'images/val'],
      ['train/train', 'test/test'],
      ['fold1', 'fold2', 'fold3'],
    ])
      assert.ok(layoutOf(...folders).withoutClasses.length >= 2, folders.join());
  });

  it('may lie one deeper', () => {
    const { splits, classes } = layoutOf(...inEach(['data/train', 'data/test'], 'ant', 'bee'));
    assert.deepEqual(
      [splits, classes],
      [
        ['data/test', 'data/train'],
        ['ant', 'bee'],
      ],
    );
    const doubled = layoutOf(...inEach(['train/train', 'test/test'], 'ant', 'bee'));
    assert.deepEqual(doubled.classes, ['ant', 'bee']);
    const scenes = layoutOf(
      ...inEach(['seg_train/seg_train', 'seg_test/seg_test'], 'sea', 'street'),
      'seg_pred/seg_pred',
    );
    assert.deepEqual(scenes.classes, ['sea', 'street']);
    assert.match(scenes.words, /^seg_pred\/seg_pred: a split without class folders/);
    const unlabelled = layoutOf('train/ant', 'train/bee', 'unlabeled');
    assert.deepEqual(unlabelled.classes, ['ant', 'bee']);
    const versions = layoutOf(...inEach(['v1/train', 'v1/val', 'v2/train', 'v2/val'], 'ant', 'bee'));
    assert.deepEqual(versions.classes, ['ant', 'bee']);
    assert.match(versions.words, /Taken for splits.*v1\/train/);
  });

  it('may lie in folders with nothing else in them', () => {
    const imagenet = layoutOf(
      ...inEach(['ILSVRC/Data/CLS-LOC/train', 'ILSVRC/Data/CLS-LOC/val'], 'n01440764', 'n01443537'),
      'ILSVRC/Data/CLS-LOC/test',
    );
    assert.deepEqual(imagenet.classes, ['n01440764', 'n01443537']);
    assert.match(imagenet.words, /^ILSVRC\/Data\/CLS-LOC\/test: a split without class folders/);
    const cells = layoutOf(
      ...inEach(['master/images/TRAIN', 'master/images/TEST'], 'EOSINOPHIL', 'LYMPHOCYTE'),
    );
    assert.deepEqual(cells.splits, ['master/images/TEST', 'master/images/TRAIN']);
    assert.deepEqual(layoutOf('a/b/cat', 'a/b/dog').splits, []);
  });

  it('have no class "images" that only those without classes have', () => {
    const tiny = layoutOf('train/n01443537/images', 'train/n01629819/images', 'val/images', 'test/images');
    assert.deepEqual(tiny.classes, ['n01443537', 'n01629819']);
    assert.match(tiny.words, /^val: a split without class folders[^]*test: a split without class folders/);
  });

  it('are doubted where they could be parts of the dataset', () => {
    assert.match(
      layoutOf(...inEach(['camera1', 'camera2'], 'ok', 'scratch')).words,
      /same subfolders \(ok, scr/,
    );
    assert.match(layoutOf('part_1', 'part_2').words, /part_1, part_2 were taken for the classes/);
    assert.match(layoutOf('images', 'masks').words, /images, masks were taken for the classes/);
    assert.match(layoutOf('bus', 'car', 'train/a', 'train/b').words, /train was taken for a class.*\(a, b\)/);
    assert.match(layoutOf('bus', 'car', 'dev', 'test').words, /dev was taken for a class/);
  });
});
