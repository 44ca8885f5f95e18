import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { discover } from '../../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { golden, samplesOf } from './placedImages';

describe('an image folder of Hugging Face', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const scan = (root = folder.root) => runSteps(discover({ root, signal }));
  type Index = Awaited<ReturnType<typeof scan>>;
  const warnings = ({ warnings: said = [] }: Index) => said.map((sentence) => wordMessage(sentence));
  const labelsOf = ({ paths, labels, classes }: Index) =>
    Object.fromEntries(paths.map((image, i) => [image, classes[labels[i]!]]));
  const images = async (...files: string[]) => {
    for (const file of files) await folder.write(file, '');
  };
  const lines = (...rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n');

  it('is read as datasets reads it, from CSV, JSON lines and Parquet', async () => {
    const expected = JSON.parse(
      readFileSync(path.join(golden('imageFolder'), 'expected.json'), 'utf8'),
    ) as Record<string, unknown>; // written beside the folders
    for (const name of ['csv', 'jsonl', 'parquet']) {
      const index = await scan(path.join(golden('imageFolder'), name));
      assert.deepEqual(samplesOf(index), expected[name], name);
      assert.deepEqual(index.splits, ['test', 'train']);
      assert.deepEqual(index.warnings, []);
      assert.equal(index.labelSource.kind, 'annotations');
    }
  });

  it('takes a name from the folder of its file, before any other image of that name', async () => {
    await images('1.png', '2.png', 'train/1.png', 'train/2.png');
    await folder.write('train/metadata.csv', 'image_file_name,kind\n1.png,cat\n2.png,dog\n');
    const index = await scan();
    assert.deepEqual(labelsOf(index), { 'train/1.png': 'cat', 'train/2.png': 'dog' });
    assert.equal(index.skipped.unlabelled, 2);
  });

  it('gives numbers the names that the features have for them', async () => {
    await images('1.png', '2.png', '3.png', '4.png');
    await folder.write(
      'metadata.jsonl',
      lines(
        { file_name: '1.png', label: 0 },
        { file_name: '2.png', label: 1 },
        { file_name: '3.png', label: 2 },
        { file_name: '4.png', label: -1 },
      ),
    );
    await folder.write(
      'dataset_info.json',
      JSON.stringify({ features: { label: { names: ['cat', 'dog'], _type: 'ClassLabel' } } }),
    );
    const index = await scan();
    assert.deepEqual(labelsOf(index), { '1.png': 'cat', '2.png': 'dog' });
    assert.deepEqual(warnings(index), [
      '1 image is left out, such as 3.png: its label 2 is the number of no class that has a name.',
    ]);
    assert.equal(index.skipped.unlabelled, 2);
  });

  it('leaves out images with several labels or that are missing, and finds those of another machine', async () => {
    await images('a/1.png', 'a/2.png', 'a/3.png');
    await folder.write(
      'metadata.jsonl',
      lines(
        { file_name: 'C:\\data\\a\\1.png', label: 'cat' },
        { file_name: 'a/2.png', label: 'dog' },
        { file_name: 'a/3.png', label: ['cat', 'dog'] },
        { file_name: 'a/4.png', label: 'cat' },
        { file_name: '../../etc/passwd', label: 'cat' },
      ),
    );
    const index = await scan();
    assert.deepEqual(labelsOf(index), { 'a/1.png': 'cat', 'a/2.png': 'dog' });
    assert.equal(index.skipped.missingFiles, 2);
    assert.match(
      warnings(index).join('\n'),
      /1 path is not there as written.*a\/3\.png: it has several labels/su,
    );
  });

  it('does not take captions for labels', async () => {
    await images('1.png', '2.png');
    const captions = [
      { file_name: '1.png', text: 'A cat' },
      { file_name: '2.png', text: 'A dog' },
    ];
    await folder.write('metadata.jsonl', lines(...captions));
    await assert.rejects(scan(), { code: 'too-few-classes' });
  });

  it('is refused in a sentence where a line is no JSON, or no image is there', async () => {
    await images('1.png');
    await folder.write('metadata.jsonl', '{"file_name": "1.png", "label": "cat"}\n{"file_name": ');
    await assert.rejects(scan(), {
      code: 'labels-unreadable',
      message: `${folder.at('metadata.jsonl')}, line 2 is not a JSON object; write one for each image, in one line.`,
    });
    await folder.write('metadata.jsonl', '{"file_name": "2.png", "label": "cat"}\n');
    await assert.rejects(scan(), {
      code: 'labels-match-nothing',
      message: /no image of the dataset .*2\.png/u,
    });
  });
});
