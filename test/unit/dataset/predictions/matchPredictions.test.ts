import assert from 'node:assert/strict';
import type { LabelsRequest, PredictionsRequest } from '../../../../src/core/run/analyzeRequest';
import { runSteps } from '../../../../src/core/steps';
import { discover } from '../../../../src/dataset/discover';
import {
  matchPredictions,
  type MatchedPredictions,
} from '../../../../src/dataset/predictions/matchPredictions';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { npyMatrix } from './npyBytes';

describe('matching predictions to images', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();
  beforeEach(async () => {
    folder = await createTemporaryFolder();
    for (const image of ['cat/1.png', 'cat/2.png', 'dog/1.png']) await folder.write(image, '');
  });
  afterEach(() => folder.remove());

  const match = async (
    content: string | readonly (readonly number[])[],
    options: Omit<PredictionsRequest, 'file'> & { readonly labels?: LabelsRequest } = {},
  ): Promise<MatchedPredictions> => {
    const { labels, ...request } = options;
    const index = await runSteps(discover({ root: folder.root, labels, signal }));
    const file =
      typeof content === 'string'
        ? await folder.write('.predictions.csv', content)
        : await folder.write('.predictions.npy', npyMatrix(content, { type: '<f4' }));
    return runSteps(matchPredictions(index, { file, ...request }, signal));
  };
  const rejects = (matching: Promise<unknown>, message: RegExp) =>
    assert.rejects(matching, (error: Error & { readonly code?: string }) => {
      assert.equal(error.code, 'bad-predictions');
      assert.match(error.message, message);
      return true;
    });
  const THREE = [
    [0.75, 0.25],
    [0.5, 0.5],
    [0, 1],
  ];

  it('goes by the sorted paths when nothing else tells', async () => {
    const matched = await match(THREE);
    assert.deepEqual([...matched.predProbs], THREE.flat());
    assert.deepEqual([...matched.images], [0, 1, 2]);
    assert.deepEqual([...matched.labels], [0, 0, 1]);
    assert.deepEqual(matched.classes, ['cat', 'dog']);
    assert.equal(matched.matchedBy, 'sorted-paths');
  });

  it('goes by a column of paths, in any order, and reports rows and images without a partner', async () => {
    const csv = 'Image Path,dog,cat\ndog/1.png,1,0\ncat\\1.png,0.25,0.75\nbird/9.png,0.5,0.5\n';
    const matched = await match(csv);
    assert.deepEqual([...matched.images], [0, 2]);
    assert.deepEqual([...matched.predProbs], [0.75, 0.25, 0, 1]);
    assert.deepEqual([...matched.labels], [0, 1]);
    assert.deepEqual(matched.unpredicted, [1]);
    assert.equal(matched.unmatchedRows, 1);
    assert.equal(matched.matchedBy, 'path-column');
  });

  it('leaves out the row index that pandas writes', async () => {
    const matched = await match(
      ',path,cat,dog\n0,dog/1.png,0,1\n1,cat/1.png,0.75,0.25\n2,cat/2.png,0.5,0.5\n',
    );
    assert.deepEqual([...matched.predProbs], THREE.flat());
  });

  it('takes a path column of any name, and one without a header', async () => {
    const rows = 'dog/1.png,0,1\ncat/1.png,0.75,0.25\ncat/2.png,0.5,0.5\n';
    const named = await match(`where,cat,dog\n${rows}`, { pathColumn: 'where' });
    assert.deepEqual([...named.predProbs], THREE.flat());
    assert.deepEqual([...(await match(rows)).predProbs], THREE.flat());
    await rejects(
      match(`where,cat,dog\n${rows}`, { pathColumn: 'there' }),
      /no column "there".*where, cat, dog/,
    );
  });

  it('goes by an order file', async () => {
    for (const header of ['', 'path\n']) {
      const orderFile = await folder.write('order.csv', `${header}dog/1.png\ncat/2.png\ncat/1.png\n`);
      const matched = await match([...THREE].reverse(), { orderFile });
      assert.deepEqual([...matched.predProbs], THREE.flat());
      assert.equal(matched.matchedBy, 'order-file');
    }
  });

  it("goes by the rows of the labels' CSV", async () => {
    const file = await folder.write('labels.csv', 'path,label\ndog/1.png,b\ncat/2.png,a\ncat/1.png,a\n');
    const matched = await match([...THREE].reverse(), { labels: { file } });
    assert.deepEqual([...matched.predProbs], THREE.flat());
    assert.deepEqual(matched.classes, ['a', 'b']);
    assert.equal(matched.matchedBy, 'labels-file');
  });

  it('takes classes in the order they are named in, more of them than the dataset has', async () => {
    const rows = [
      [0.75, 0, 0.25],
      [0.5, 0, 0.5],
      [0, 0.25, 0.75],
    ];
    const matched = await match(rows, { classes: ['dog', 'bird', 'cat'] });
    assert.deepEqual(matched.classes, ['bird', 'cat', 'dog']);
    assert.deepEqual([...matched.predProbs], [0, 0.25, 0.75, 0, 0.5, 0.5, 0.25, 0.75, 0]);
    assert.deepEqual([...matched.labels], [1, 1, 2]);
  });

  it('says what does not fit together', async () => {
    await rejects(match(THREE.slice(1)), /has 2 rows, and there are 3 of the labelled images.*column 'path'/);
    await rejects(match('0.5,0.5\n'), /has 1 row, and there are 3/);
    await rejects(match('1,0\n1,0\n1,0\n1,0\n'), /has 4 rows, and there are 3/);
    const three = THREE.map((row) => [...row, 0]);
    await rejects(
      match(three),
      /3 columns of probabilities, and .* has 2 classes \(cat, dog\); name the classes/,
    );
    await rejects(match(THREE, { classes: ['a', 'b', 'c'] }), /2 columns of probabilities, and 3 classes/);
    await rejects(match(THREE, { classes: ['cat', 'bird'] }), /no column for the class dog .*cat, bird/);
    await rejects(match(THREE, { classes: ['cat', 'cat'] }), /no column for the class dog/);
    await rejects(
      match(three, { classes: ['cat', 'dog', 'dog'] }),
      /have the same class; name each class once/,
    );
    await rejects(match('path,cat,dog\nx.png,1,0\n'), /No row of .* names an image in .*such as cat\/1\.png/);
    await rejects(
      match('path,cat,dog\ncat/1.png,1,0\ncat/1.png,1,0\n'),
      /line 3: cat\/1\.png has a row already; leave one/,
    );
    const orderFile = await folder.write('order.csv', 'a,b\n1,2\n3,4\n5,6\n');
    await rejects(
      match(THREE, { orderFile }),
      /Cannot tell which column of .*order\.csv holds the image paths \(a, b\)/,
    );
  });
});
