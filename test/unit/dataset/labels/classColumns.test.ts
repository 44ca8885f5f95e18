import assert from 'node:assert/strict';
import type { LabelsRequest } from '../../../../src/core/run/analyzeRequest';
import { runSteps } from '../../../../src/core/steps';
import { wordMessage } from '../../../../src/core/words/message';
import type { Correction } from '../../../../src/core/writeBack/correction';
import { discover } from '../../../../src/dataset/discover';
import { inspectFolder } from '../../../../src/dataset/inspect';
import { planCorrections } from '../../../../src/dataset/writeBack/planCorrections';
import { applyEdits } from '../../../../src/files/changes/byteEdits';
import { createTemporaryFolder, type TemporaryFolder } from '../temporaryFolder';

describe('a table with a column per class', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();

  beforeEach(async () => {
    folder = await createTemporaryFolder();
    for (const image of ['1.jpg', '2.jpg', '3.jpg', '4.jpg']) await folder.write(image, '');
  });
  afterEach(() => folder.remove());

  const read = async (text: string, labels: Partial<LabelsRequest> = {}) => {
    const file = await folder.write('labels.csv', text);
    const index = await runSteps(discover({ root: folder.root, labels: { file, ...labels }, signal }));
    return {
      index,
      labelOf: Object.fromEntries(index.paths.map((image, i) => [image, index.classes[index.labels[i]!]])),
      warnings: (index.warnings ?? []).map((warning) =>
        wordMessage(warning).replaceAll(folder.root, '').replaceAll('\\', '/'),
      ),
    };
  };
  const refuses = (text: string, message: RegExp) =>
    assert.rejects(read(text), (error: unknown) => {
      assert.ok(error instanceof Error);
      assert.match(error.message, message);
      return true;
    });

  it('takes the class that has 1, and says which columns were taken', async () => {
    const { labelOf, warnings, index } = await read(
      'filename, cat, dog,width\n1.jpg,1,0,20\n2.jpg,0,1.0,30\n3.jpg,0,0,20\n4.jpg,TRUE,1,20\n',
    );
    assert.deepEqual(labelOf, { '1.jpg': 'cat', '2.jpg': 'dog' });
    assert.equal(index.skipped.unlabelled, 2);
    assert.deepEqual(warnings, [
      '/labels.csv: 1 row has no label (""; it is line 4); its image is not searched.',
      '/labels.csv has no column of labels: the columns that hold only 0 and 1 were taken for the classes (cat, dog).',
      '/labels.csv: 1 row has 1 for more than one class (it is line 5, with cat, dog); its image is not searched.',
    ]);
  });

  it('is found again by what its run says of it', async () => {
    const text = 'filename,cat,dog\n1.jpg,1,0\n2.jpg,0,1\n';
    const { index } = await read(text);
    assert.ok(index.labelSource.kind === 'csv');
    const { pathColumn, labelColumn } = index.labelSource;
    assert.equal(labelColumn, 'one per class');
    assert.deepEqual((await read(text, { pathColumn, labelColumn })).index, index);
    const [labelFile] = (await inspectFolder(folder.root, signal)).labelFiles;
    assert.equal(labelFile?.labelColumn, 'one per class');
  });

  it('is corrected by moving the 1, in the way it is written', async () => {
    const text =
      'filename,"cat",dog,width\r\n1.jpg,TRUE,False,20\r\n2.jpg,false, true ,30\r\n3.jpg,True,False,1\r\n';
    const { index: now } = await read(text);
    const relabel = (givenLabel: string, label: string): Correction => ({
      givenLabel,
      decision: { action: 'relabel', label },
    });
    const corrections = new Map([
      ['1.jpg', relabel('cat', 'dog')],
      ['2.jpg', relabel('dog', 'cat')],
      ['3.jpg', relabel('cat', 'bird')],
    ]);
    const bounds = { root: folder.root };
    const { changes, leftOut } = await planCorrections({ now, corrections, bounds, signal });
    const [change] = changes;
    assert.ok(change?.kind === 'rewrite');
    assert.equal(
      applyEdits(Buffer.from(text), change.edits).toString(),
      'filename,"cat",dog,width\r\n1.jpg,False,TRUE,20\r\n2.jpg,true, false ,30\r\n3.jpg,True,False,1\r\n',
    );
    assert.deepEqual(
      leftOut.map(({ path, why }) => `${path}: ${wordMessage(why)}`),
      ['3.jpg: labels.csv has no column for the class bird'],
    );
  });

  it('takes a column of labels before columns of 0 and 1', async () => {
    const { labelOf } = await read('filename,cat,dog,label\n1.jpg,1,0,x\n2.jpg,0,1,y\n');
    assert.deepEqual(labelOf, { '1.jpg': 'x', '2.jpg': 'y' });
  });

  it('is not taken for one where most rows have no 1, or several', async () => {
    await refuses(
      'filename,flipped,blurred,kind\n1.jpg,0,0,x\n2.jpg,1,1,y\n3.jpg,0,1,y\n',
      /Cannot tell which columns/,
    );
    await refuses('filename,blurred,kind\n1.jpg,0,x\n2.jpg,1,y\n', /Cannot tell which columns/);
  });

  it('refuses another value, naming it', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `1.jpg,${i < 25 ? 1 : 2},0\n`).join('');
    await refuses(
      `filename,cat,dog\n${rows}`,
      /labels\.csv, line 27: "2" in the column of the class "cat", which has 0 or 1/,
    );
  });
});
