import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { discover } from '../../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { bytesOf, golden, samplesOf } from './placedImages';
import { tarBytes, type TarEntry } from './tarBytes';

describe('WebDataset', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const scan = (root = folder.root) => runSteps(discover({ root, signal }));
  const warnings = ({ warnings: said = [] }: Awaited<ReturnType<typeof scan>>) =>
    said.map((sentence) => wordMessage(sentence));
  const shard = (name: string, entries: readonly TarEntry[]) => folder.write(name, tarBytes(entries));
  const pair: readonly TarEntry[] = [
    { path: '1.jpg', content: 'one' },
    { path: '1.cls', content: 'cat' },
    { path: '2.jpg', content: 'two' },
    { path: '2.cls', content: 'dog' },
  ];

  it('reads the samples that webdataset reads in shards of its own and of tarfile', async () => {
    const root = golden('webdataset');
    const expected: unknown = JSON.parse(readFileSync(path.join(root, 'expected.json'), 'utf8'));
    const index = await scan(root);
    assert.deepEqual({ webdataset: '1.0.2', samples: samplesOf(index) }, sorted(expected));
    assert.equal(index.labelSource.kind, 'annotations');
    assert.deepEqual(index.warnings, []);
    assert.deepEqual(index.skipped, { hidden: 0, notImages: 1, unlabelled: 0, missingFiles: 0 });
  });

  it('takes folders of shards for splits', async () => {
    await shard('train/0.tar', pair);
    await shard('test/0.tar', pair);
    const index = await scan();
    assert.deepEqual(index.splits, ['test', 'train']);
    assert.deepEqual(index.paths, [
      'test/0.tar/1.jpg',
      'test/0.tar/2.jpg',
      'train/0.tar/1.jpg',
      'train/0.tar/2.jpg',
    ]);
    assert.equal(bytesOf(index, 1).toString(), 'two');
  });

  it('takes the label from the class before the JSON, and from any of its usual keys', async () => {
    await shard('a.tar', [
      ...pair,
      { path: '1.json', content: '{"label": "bird"}' },
      { path: '3.PNG', content: 'x' },
      { path: '3.json', content: '{"cls": 7}' },
      { path: '4.jpg', content: 'x' },
      { path: '4.json', content: '{"class": ["cat"]}' },
      { path: '5.jpg', content: 'x' },
      { path: '5.cls', content: ' \n' },
    ]);
    const { classes, labels, skipped } = await scan();
    assert.deepEqual(
      [...labels].map((label) => classes[label]),
      ['cat', 'dog', '7', 'cat'],
    );
    assert.equal(skipped.unlabelled, 1);
  });

  it('leaves out with a reason what has no label of its own', async () => {
    await shard('a.tar', [
      ...pair,
      { path: '3.jpg' },
      { path: '3.json', content: '{"label": ["cat", "dog"]}' },
      { path: '4.jpg' },
      { path: '4.json', content: '{"label": {"name": "cat"}}' },
      { path: '5.jpg' },
      { path: '5.json', content: '{"label": ' },
      { path: '6.jpg' },
      { path: '6.cls', content: 'x'.repeat(5000) },
      { path: '../7.jpg' },
      { path: '../7.cls', content: 'cat' },
      { path: '8.jpg', type: 'S' },
      { path: '8.cls', content: 'cat' },
      { path: '1.jpg', content: 'again' },
    ]);
    const index = await scan();
    assert.deepEqual(index.paths, ['a.tar/1.jpg', 'a.tar/2.jpg']);
    assert.equal(bytesOf(index, 0).toString(), 'again');
    assert.deepEqual(warnings(index), [
      '1 image is left out, such as a.tar/1.jpg: there is another one of that path behind it, which is read.',
      '1 image is left out, such as a.tar/3.jpg: it has several labels (cat, dog); give one label for each image.',
      '1 image is left out, such as a.tar/4.jpg: its label in label is neither a name nor a number.',
      '1 image is left out, such as a.tar/5.jpg: its JSON cannot be read.',
      '1 image is left out, such as a.tar/6.jpg: its label is longer than 4 kB; give a name or a number.',
      '1 image is left out, such as a.tar/../7.jpg: its path leads out of the archive; pack it with a path relative to the folder.',
      '1 image is left out, such as a.tar/8.jpg: it is stored as a sparse file; pack it without --sparse.',
    ]);
  });

  it('of nothing but paths that lead out of the archive are no dataset, and that is said', async () => {
    await shard('a.tar', [
      { path: '../1.jpg', content: 'a' },
      { path: '../1.cls', content: 'cat' },
    ]);
    await assert.rejects(scan(), {
      code: 'no-images',
      message:
        /^There are no images in .* that can be read: 1 image is left out, such as a\.tar\/\.\.\/1\.jpg: its path leads out/u,
    });
  });

  it('reads what comes before the place where a shard is cut off or damaged, and names it', async () => {
    const whole = tarBytes(pair);
    await folder.write('a.tar', whole.subarray(0, 4 * 1024 - 512));
    await folder.write('b.tar', whole);
    // In what fills up a block: the file itself is whole.
    await folder.write('d.tar', whole.subarray(0, 4 * 1024 - 100));
    await folder.write('c.tar', Buffer.concat([whole.subarray(0, 4 * 1024), Buffer.alloc(1024, 'x')]));
    const index = await scan();
    assert.equal(index.paths.length, 7);
    assert.deepEqual(warnings(index), [
      'a.tar is cut off behind 3 whole files in it; what comes behind is left out. Fetch or pack it again.',
      'c.tar is damaged behind 4 whole files in it; what comes behind is left out. Fetch or pack it again.',
      'd.tar is cut off behind 4 whole files in it; what comes behind is left out. Fetch or pack it again.',
    ]);
    assert.equal(index.skipped.unlabelled, 1);
  });

  it('refuses in a sentence what it cannot read', async () => {
    const refuses = (sentence: RegExp) =>
      assert.rejects(scan(), { code: 'labels-unreadable', message: sentence });
    await folder.write('a.tar.gz', 'x');
    await refuses(/^a\.tar\.gz is compressed as a whole, .* unpack it to a \.tar file/u);
    await folder.write('a.tar', 'x'.repeat(1024));
    await refuses(/^a\.tar is not a tar archive, or is damaged at its start/u);
    await shard('a.tar', [{ path: 'cat/1.jpg' }, { path: 'dog/2.jpg' }]);
    await refuses(/^a\.tar holds images, but no label beside them/u);
    await shard('a.tar', pair);
    assert.match(warnings(await scan()).join(), /^1 archive is compressed as a whole, such as a\.tar\.gz, /u);
  });

  it('is not taken for what lies beside images', async () => {
    await folder.write('cat/1.png', '');
    await folder.write('dog/1.png', '');
    await shard('a.tar', pair);
    assert.deepEqual((await scan()).labelSource, { kind: 'folders' });
  });

  it('ends when it is cancelled', async () => {
    await shard('a.tar', pair);
    const controller = new AbortController();
    const steps = discover({ root: folder.root, signal: controller.signal });
    controller.abort();
    await assert.rejects(runSteps(steps), { name: 'AbortError' });
  });
});

/** In the order of the paths' code units, as an index is. */
function sorted(expected: unknown): unknown {
  assert.ok(typeof expected === 'object' && expected !== null && 'samples' in expected);
  const samples = expected.samples as { readonly path: string }[]; // written beside the shards
  return { ...expected, samples: [...samples].sort((a, b) => (a.path < b.path ? -1 : 1)) };
}
