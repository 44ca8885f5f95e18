import assert from 'node:assert/strict';
import type { LabelsRequest } from '../../../../src/core/run/analyzeRequest';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import { discover } from '../../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';

describe('a table of labels', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();
  beforeEach(async () => {
    folder = await createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  const touch = async (...images: readonly string[]) => {
    for (const image of images) await folder.write(image, '');
  };
  const csv = async (content: string): Promise<LabelsRequest> => ({
    file: await folder.write('labels.csv', content),
  });
  const scan = (labels: LabelsRequest) => runSteps(discover({ root: folder.root, labels, signal }));
  const labelsOf = async (request: LabelsRequest) => {
    const { paths, classes, labels } = await scan(request);
    return Object.fromEntries(paths.map((image, at) => [image, classes[labels[at]!]]));
  };
  const wordsOf = async (labels: LabelsRequest) =>
    ((await scan(labels)).warnings ?? []).map((warning) => wordMessage(warning)).join('\n');

  it('takes what fits one image by its end, and says so', async () => {
    await touch('part_1/a1.png', 'part_2/b2.png', 'part_2/c.png', 'part_1/c.png');
    const expected = { 'part_1/a1.png': 'x', 'part_2/b2.png': 'y' };
    for (const [first, second] of [
      ['a1', 'b2'],
      ['a1.png', 'B2.PNG'],
      ['C:\\Users\\me\\set\\part_1\\a1.png', 'C:\\Users\\me\\set\\part_2\\b2.png'],
      ['/home/me/set/part_1/a1.png', '/home/me/set/part_2/b2.png'],
      ['gs://bucket/set/part_1/a1', 'gs://bucket/set/part_2/b2'],
      ['other/part_1/a1.png', 'other/part_2/b2.png'],
      ['https://host/my%20set/part_1/a1.png?v=1', 'file:///D:/set/part_2/b2.png'],
    ]) {
      const labels = await csv(`image_id,dx\n${first},x\n${second},y\n`);
      const request = { ...labels, pathColumn: 'image_id', labelColumn: 'dx' };
      assert.deepEqual(await labelsOf(request), expected, first);
      assert.match(
        await wordsOf(request),
        /labels\.csv: 2 paths .*only image that fits their end: .* for part_1/,
      );
    }
    const open = await csv('path,label\na1.png,x\nb2.png,y\nc.png,y\nbee/a1.png,y\n');
    assert.deepEqual(await labelsOf(open), expected);
    assert.match(await wordsOf(open), /1 path .*c\.png fits part_\d\/c\.png, part_\d\/c\.png/);
  });

  it('loses no first row that is no header, however its columns are asked for', async () => {
    await touch('img/a.png', 'img/b.png');
    const { file } = await csv('img/a,x\nimg/b,y\n');
    const expected = { 'img/a.png': 'x', 'img/b.png': 'y' };
    for (const [pathColumn, labelColumn] of [
      ['img/a', 'x'],
      ['column 1', 'column 2'],
    ])
      assert.deepEqual(await labelsOf({ file, pathColumn, labelColumn }), expected);
    assert.match(
      await wordsOf({ file, pathColumn: 'img/a', labelColumn: 'x' }),
      /has no header: its first row is about img\/a\.png/,
    );
  });

  it('has no class of missing labels, and names those that look like it', async () => {
    const names = ['1', '2', '3', '4', '5'].map((name) => `${name}.png`);
    await touch(...names);
    const withLabels = (...labels: readonly string[]) =>
      csv(`path,label\n${labels.map((label, at) => `${names[at]},${label}`).join('\n')}\n`);
    for (const written of ['nan', 'NaN', '<NA>', '#N/A', '']) {
      const request = await withLabels('a', 'b', written);
      assert.deepEqual((await scan(request)).classes, ['a', 'b'], written);
      const words = await wordsOf(request);
      assert.ok(words.includes(`1 row has no label ("${written}"; it is line 4)`), words);
    }
    const beside = await withLabels('a', 'b', 'nan', 'None', 'NA');
    assert.match(await wordsOf(beside), /3 rows have no label \("nan", "None", "NA"; the first is line 4\)/);
    for (const alone of ['None', 'null', 'NA', 'n/a', '-']) {
      const request = await withLabels('a', 'b', alone);
      assert.deepEqual((await scan(request)).classes.length, 3);
      assert.ok((await wordsOf(request)).includes(`The class "${alone}" (1 image) is what programs write`));
    }
  });

  it('refuses lists in place of a label, and names those that are several in one', async () => {
    await touch('1.png', '2.png', '3.png', '4.png');
    for (const cell of ['"{""choices"":[""a"",""b""]}"', '"[""a""]"', `"['a', 'b']"`, '"[1, 0]"'])
      await assert.rejects(scan(await csv(`path,label\n1.png,a\n2.png,b\n3.png,${cell}\n`)), {
        code: 'labels-unreadable',
        message: /labels\.csv, line 4: the label .* is a list or an object; give one class name/,
      });
    for (const cell of ['a|b', 'a;b', '"a, b"', 'a + b', 'b&a'])
      assert.match(
        await wordsOf(await csv(`path,label\n1.png,a\n2.png,b\n3.png,${cell}\n`)),
        /\(line 4\) seem to be several choices for one image; 1 such/,
      );
    const only = await csv('path,label\n1.png,a|b\n2.png,b|c\n3.png,a|c\n4.png,c\n');
    assert.match(await wordsOf(only), /"a\|b", "b\|c", "a\|c" \(line 2\)/);
    const more = await csv('path,label\n1.png,a|b\n2.png,b|c\n3.png,a|c\n4.png,a|b|c\n');
    assert.match(await wordsOf(more), /"a\|b", "b\|c", "a\|c", … \(line 2\)/);
    const names = await csv('path,label\n1.png,R&D\n2.png,[x]\n3.png,salt+pepper\n4.png,"Doe, J."\n');
    assert.equal(await wordsOf(names), '');
  });
});
