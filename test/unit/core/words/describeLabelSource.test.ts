import assert from 'node:assert/strict';
import { describeLabelSource } from '../../../../src/core/words/describeLabelSource';
import { ENGLISH } from '../../../../src/core/words/message';

describe('where labels come from', () => {
  it('is said in one sentence', () => {
    const annotations = (...files: string[]) =>
      describeLabelSource({ kind: 'annotations', format: 'voc', files }, ENGLISH);
    assert.equal(annotations('a.xml'), 'Labels: Pascal VOC, a.xml.');
    assert.equal(annotations('a.xml', 'b.xml'), 'Labels: Pascal VOC, a.xml and 1 more file.');
    assert.equal(
      annotations('a.xml', ...Array<string>(1234).fill('b')),
      'Labels: Pascal VOC, a.xml and 1,234 more files.',
    );
    const table = { kind: 'csv', file: '/d/l.csv', pathColumn: 'file', labelColumn: 'class' } as const;
    assert.equal(describeLabelSource(table, ENGLISH), 'Labels: /d/l.csv, columns file and class.');
    assert.equal(describeLabelSource({ kind: 'folders' }, ENGLISH), undefined);
  });
});
