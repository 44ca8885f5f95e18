import assert from 'node:assert/strict';
import { isUnclear, labelChoices, unknownColumns } from '../../../../src/host/commands/labelChoices';

const folders = (...names: string[]) => names.map((name) => ({ name, images: 3 }));
const csv = (file: string) => ({
  file,
  columns: ['path', 'label'],
  pathColumn: 'path',
  labelColumn: 'label',
});
const kinds = (...args: Parameters<typeof labelChoices>) =>
  labelChoices(...args).map((choice) => (choice.kind === 'file' ? choice.file : choice.kind));

describe('labelChoices', () => {
  it('asks nothing when there are only class folders or only one label file', () => {
    assert.deepEqual(kinds({ classFolders: folders('a', 'b'), labelFiles: [] }), ['folders']);
    assert.deepEqual(kinds({ classFolders: [], labelFiles: [csv('/d/labels.csv')] }), ['/d/labels.csv']);
  });

  it('takes the label file of images that lie in one folder', () => {
    assert.deepEqual(kinds({ classFolders: folders('images'), labelFiles: [csv('/d/labels.csv')] }), [
      '/d/labels.csv',
    ]);
  });

  it('leaves an empty folder to the scan, which says what is missing', () => {
    assert.deepEqual(kinds({ classFolders: [], labelFiles: [] }), ['folders']);
  });

  it('offers class folders and label files when both are there', () => {
    const inspected = { classFolders: folders('a', 'b'), labelFiles: [csv('/d/x.csv'), csv('/d/y.csv')] };
    assert.deepEqual(kinds(inspected), ['folders', '/d/x.csv', '/d/y.csv']);
  });

  it('offers annotations first, and beside them only folders that are classes', () => {
    const annotations = [{ format: 'coco' as const, files: ['a.json'] }];
    const images = { classFolders: folders('images'), labelFiles: [], annotations };
    assert.deepEqual(kinds(images), ['annotations']);
    const both = { classFolders: folders('a', 'b'), labelFiles: [csv('/d/x.csv')], annotations };
    assert.deepEqual(kinds(both), ['annotations', 'folders', '/d/x.csv']);
    assert.ok(isUnclear(labelChoices(both)));
    assert.ok(!isUnclear(labelChoices(images)));
  });

  it('does not take our own export for labels to check', () => {
    const own = csv('/d/corrected_labels.csv');
    assert.deepEqual(kinds({ classFolders: folders('a', 'b'), labelFiles: [own] }), ['folders']);
    assert.deepEqual(kinds({ classFolders: [], labelFiles: [own, csv('/d/labels.csv')] }), ['/d/labels.csv']);
    assert.deepEqual(kinds({ classFolders: [], labelFiles: [own] }), ['/d/corrected_labels.csv']);
  });

  it('knows which columns still have to be asked for', () => {
    const [choice] = labelChoices({
      classFolders: [],
      labelFiles: [{ file: '/d/l.csv', columns: ['file', 'a', 'b'], pathColumn: 'file' }],
    });
    assert.deepEqual(unknownColumns(choice!), ['labelColumn']);
    assert.deepEqual(unknownColumns({ kind: 'folders', classes: 2, images: 6 }), []);
  });
});
