import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import { encodeNpy } from '../../../../src/core/npy';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { discover } from '../../../../src/dataset/discover';
import { golden } from '../formats/placedImages';
import { tarBytes } from '../formats/tarBytes';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';

describe('names for classes that are numbers', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await createTemporaryFolder();
    await folder.write('x.npy', encodeNpy(new Uint8Array(16), [4, 2, 2]));
    await folder.write('y.npy', encodeNpy(Int32Array.of(2, 0, 1, 2), [4]));
  });
  afterEach(() => folder.remove());

  const read = async () => {
    const {
      paths,
      classes,
      labels,
      warnings = [],
      labelSource,
      skipped,
    } = await runSteps(discover({ root: folder.root, signal }));
    return {
      labels: paths.map((_, image) => classes[labels[image]!]!),
      warnings: warnings.map((sentence) => wordMessage(sentence)),
      files: labelSource.kind === 'annotations' ? labelSource.files : [],
      notImages: skipped.notImages,
    };
  };
  const NAMED = ['dog', 'cat', 'owl', 'dog'];

  it('come from a list beside arrays, in all usual forms', async () => {
    const lists: readonly (readonly [name: string, content: string])[] = [
      ['classes.txt', '\uFEFFcat\r\nowl\r\ndog\r\n'],
      ['meta/class_names.txt', '0 cat\n2: dog\n1, owl\n'],
      ['labels.json', '["cat", "owl", "dog"]'],
      ['id2label.json', '{"0": "cat", "1": "owl", "2": "dog"}'],
      ['class_to_idx.json', '{"cat": 0, "dog": 2, "owl": 1}'],
      ['config.json', '{"num_labels": 3, "id2label": {"0": "cat", "1": "owl", "2": "dog"}}'],
      ['info.json', '{"task": "multi-class", "label": {"0": "cat", "1": "owl", "2": "dog"}}'],
      ['labels.json', '{"0": ["n1", "cat"], "1": ["n2", "owl"], "2": ["n3", "dog"]}'],
      ['dataset_info.json', '{"features": {"y": {"_type": "ClassLabel", "names": ["cat", "owl", "dog"]}}}'],
    ];
    for (const [name, content] of lists) {
      await folder.write(name, content);
      const { labels, warnings, files, notImages } = await read();
      assert.deepEqual(labels, NAMED, name);
      assert.deepEqual(files, ['x.npy', 'y.npy', name]);
      assert.equal(notImages, 0);
      assert.deepEqual(warnings, [
        `Classes that are numbers were given the names in ${name}, such as cat for 0.`,
      ]);
      await rm(folder.at(name));
    }
  });

  it('are not taken from what is no list of classes', async () => {
    for (const [name, content] of [
      ['labels.json', '["cat", "dog", "cat", "cat"]'],
      ['labels.json', '{"a.png": 0, "b.png": 1, "c.png": 2}'],
      ['labels.json', '{"cat": 0, "owl": 0, "dog": 2}'],
      ['labels.json', 'no JSON'],
      ['config.json', '{"cat": 0, "owl": 1, "dog": 2}'],
      ['notes.txt', 'cat\nowl\ndog\n'],
    ] as const) {
      await folder.write(name, content);
      const { labels, warnings } = await read();
      assert.deepEqual([labels, warnings], [['2', '0', '1', '2'], []], content);
      await rm(folder.at(name));
    }
  });

  it('that are too few, or not the same in two files, leave the numbers, and that is said', async () => {
    await folder.write('classes.txt', 'cat\nowl\n');
    const few = await read();
    assert.deepEqual(few.labels, ['2', '0', '1', '2']);
    assert.deepEqual(few.warnings, [
      'classes.txt names 2 classes, but none of number 2, as labels are; the classes stay numbers. Give each number a name: they are counted from 0.',
    ]);
    await folder.write('classes.txt', 'cat\nowl\ndog\n');
    await folder.write('labels.json', '["cat", "dog", "owl"]');
    const differ = await read();
    assert.deepEqual(differ.labels, ['2', '0', '1', '2']);
    assert.deepEqual(differ.warnings, [
      'classes.txt and labels.json name the classes differently, so these stay numbers; keep the one that is right.',
    ]);
  });

  it('that are the same for two classes are told apart by the numbers', async () => {
    const names = Array.from({ length: 20 }, (_, id) => `class ${id}`);
    names[0] = names[2] = 'crane';
    await folder.write('classes.txt', names.join('\n'));
    assert.deepEqual((await read()).labels, ['crane (2)', 'crane (0)', 'class 1', 'crane (2)']);
  });

  it('are taken beside IDX files and shards, too', async () => {
    for (const name of ['x.npy', 'y.npy']) await rm(folder.at(name));
    await folder.write(
      'a.tar',
      tarBytes([
        { path: '1.jpg', content: 'a' },
        { path: '1.cls', content: '0' },
        { path: '2.jpg', content: 'b' },
        { path: '2.cls', content: '1' },
      ]),
    );
    await folder.write('classes.txt', 'cat\ndog');
    assert.deepEqual((await read()).labels, ['cat', 'dog']);
    await rm(folder.at('a.tar'));
    await cp(golden('idx'), folder.root, { recursive: true });
    await folder.write('classes.txt', Array.from({ length: 300 }, (_, id) => `name ${id}`).join('\n'));
    assert.ok((await read()).labels.every((label) => label.startsWith('name ')));
  });
});
