import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeBmp } from '../../../../src/core/dataset/pixels/encodeBmp';
import { runSteps } from '../../../../src/core/steps';
import type { Correction } from '../../../../src/core/writeBack/correction';
import { discover } from '../../../../src/dataset/discover';
import { planCorrections } from '../../../../src/dataset/writeBack/planCorrections';
import { applyEdits } from '../../../../src/files/changes/byteEdits';
import { writeFiles } from '../../../fixtures/reviewedDataset';
import { temporaryFolder } from '../../temporaryFolder';

const relabel = (givenLabel: string, label: string): Correction => ({
  givenLabel,
  decision: { action: 'relabel', label },
});
const exclude = (givenLabel: string): Correction => ({ givenLabel, decision: { action: 'exclude' } });

describe('correcting annotations', () => {
  const root = temporaryFolder();
  const picture = Buffer.from(encodeBmp(Buffer.alloc(3 * 40 * 40), { width: 40, height: 40, channels: 3 }));

  async function correct(
    files: Readonly<Record<string, string>>,
    corrections: Readonly<Record<string, Correction>>,
  ) {
    await writeFiles(root(), { 'images/a.bmp': picture, 'images/b.bmp': picture, ...files });
    const signal = new AbortController().signal;
    const now = await runSteps(discover({ root: root(), signal }));
    for (const [image, { givenLabel }] of Object.entries(corrections))
      assert.equal(now.classes[now.labels[now.paths.indexOf(image)]!], givenLabel, image);
    const request = {
      now,
      corrections: new Map(Object.entries(corrections)),
      bounds: { root: root() },
      signal,
    };
    const { changes, leftOut } = await planCorrections(request);
    const made: Record<string, string> = {};
    for (const change of changes) {
      assert.ok(change.kind === 'rewrite');
      const bytes = applyEdits(await readFile(change.file), change.edits);
      made[path.relative(root(), change.file).replaceAll(path.sep, '/')] = bytes.toString();
    }
    return { made, leftOut: leftOut.map((one) => one.path) };
  }

  it('of Pascal VOC changes the names of objects, or takes them out', async () => {
    const object = (name: string, rest = '') =>
      `\t<object>\r\n\t\t<name>${name}</name>${rest}\r\n\t\t<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>20</xmax><ymax>30</ymax></bndbox>\r\n\t</object>\r\n`;
    const part = '<part><name>head</name></part>';
    const voc = (objects: string) =>
      `\ufeff<?xml version="1.0"?>\r\n<annotation>\r\n\t<filename>é a.bmp</filename>\r\n${objects}</annotation>\r\n`;
    const { made, leftOut } = await correct(
      {
        'Annotations/a.xml': voc(object(' cat ', part) + object('dog &amp; co') + object('cat')),
        'Annotations/b.xml': voc(object('dog')),
      },
      {
        'images/a.bmp#1': relabel('cat', 'a <new> & "big" one'),
        'images/a.bmp#2': exclude('dog & co'),
        'images/a.bmp#3': relabel('cat', 'Bär'),
      },
    );
    assert.deepEqual(leftOut, []);
    const name = ' a &lt;new&gt; &amp; &quot;big&quot; one ';
    assert.deepEqual(made, { 'Annotations/a.xml': voc(object(name, part) + object('Bär')) });
  });

  it('of CVAT changes the labels of boxes, or takes them out', async () => {
    const cvat = (a: string, b: string) =>
      `<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n` +
      `  <image id="0" name="a.bmp" width="40" height="40">${a}\n  </image>\n` +
      `  <image id="1" name="b.bmp" width="40" height="40">${b}\n  </image>\n</annotations>\n`;
    const box = (label: string) =>
      `\n    <box sublabel="cat" label="${label}" xtl="1" ytl="2" xbr="20.5" ybr="30"><attribute name="label">x</attribute></box>`;
    const point = '\n    <points label="eye" points="1,2"/>';
    const { made, leftOut } = await correct(
      { 'annotations.xml': cvat(point + box('cat') + box('dog'), box('cat') + box('dog')) },
      {
        'images/a.bmp#2': exclude('cat'),
        'images/a.bmp#3': relabel('dog', '"cat"'),
        'images/b.bmp#1': relabel('cat', 'dog'),
      },
    );
    assert.deepEqual(leftOut, []);
    assert.deepEqual(made, {
      'annotations.xml': cvat(point + box('&quot;cat&quot;'), box('dog') + box('dog')),
    });
  });

  it('of labelme changes the labels of shapes, or takes them out', async () => {
    const shape = (label: string) => ({
      label,
      points: [
        [1, 2],
        [20, 30],
      ],
      shape_type: 'rectangle',
      flags: {},
    });
    const labelme = (imagePath: string, ...labels: string[]) =>
      JSON.stringify(
        { version: '6', flags: {}, shapes: labels.map(shape), imagePath, imageData: 'AA==' },
        null,
        2,
      );
    const { made, leftOut } = await correct(
      {
        'images/a.json': labelme('a.bmp', 'cat', 'dog', 'cat'),
        'images/b.json': `\ufeff${labelme('b.bmp', 'dog')}\r\n`,
      },
      {
        'images/a.bmp#1': relabel('cat', 'say "new"'),
        'images/a.bmp#3': exclude('cat'),
        'images/b.bmp#1': relabel('dog', 'cat'),
      },
    );
    assert.deepEqual(leftOut, []);
    assert.deepEqual(made, {
      'images/a.json': labelme('a.bmp', 'say "new"', 'dog'),
      'images/b.json': `\ufeff${labelme('b.bmp', 'cat')}\r\n`,
    });
  });

  it('of labelme turns flags of whole images, where there are such', async () => {
    const labelme = (imagePath: string, flags: object) =>
      JSON.stringify({ version: '6', flags, shapes: [], imagePath });
    const { made, leftOut } = await correct(
      {
        'images/a.json': labelme('a.bmp', { cat: true, dog: false }),
        'images/b.json': labelme('b.bmp', { cat: false, dog: true }),
      },
      { 'images/a.bmp': relabel('cat', 'dog'), 'images/b.bmp': relabel('dog', 'cow') },
    );
    assert.deepEqual(leftOut, ['images/b.bmp']);
    assert.deepEqual(made, { 'images/a.json': labelme('a.bmp', { cat: false, dog: true }) });
  });
});
