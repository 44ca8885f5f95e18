import assert from 'node:assert/strict';
import { withoutRoot } from '../../../../src/core/report/withoutRoot';

describe('withoutRoot', () => {
  it('leaves the name of the dataset, and paths in it', () => {
    const { text, file } = withoutRoot('/home/ann/pets');
    assert.equal(text('/home/ann/pets/l.csv: 2 rows of /home/ann/pets'), 'l.csv: 2 rows of pets');
    assert.equal(file('/home/ann/pets/lists/l.csv'), 'lists/l.csv');
    assert.equal(file('/home/ann/l.csv'), 'l.csv');
    assert.equal(withoutRoot('').text('as it is'), 'as it is');
  });

  // VS Code writes a small letter, a shell mostly a large one.
  for (const root of ['c:\\Users\\ann\\pets', 'C:\\Users\\ann\\pets'])
    it(`takes the drive of ${root} in either letter case`, () => {
      const { text, file } = withoutRoot(root);
      for (const written of ['c:\\Users\\ann\\pets', 'C:\\Users\\ann\\pets']) {
        assert.equal(text(`${written}\\l.csv: 2 rows of ${written}`), 'l.csv: 2 rows of pets');
        assert.equal(file(`${written}\\lists\\l.csv`), 'lists/l.csv');
      }
    });
});
