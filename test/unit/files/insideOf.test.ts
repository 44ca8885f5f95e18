import assert from 'node:assert/strict';
import path from 'node:path';
import { insideOf, relativeTo } from '../../../src/files/insideOf';

describe('insideOf', () => {
  const folder = path.resolve('data');

  it('gives what lies in the folder, also where a name begins with dots', () => {
    assert.equal(insideOf(folder, path.join(folder, 'cat', '1.png')), 'cat/1.png');
    assert.equal(insideOf(folder, path.join(folder, '..x', '1.png')), '..x/1.png');
    assert.equal(insideOf(folder, folder), '');
  });

  it('gives nothing for what lies elsewhere', () => {
    for (const elsewhere of [path.dirname(folder), `${folder}2`, path.join(folder, '..', 'other', '1.png')])
      assert.equal(insideOf(folder, elsewhere), undefined);
  });
});

describe('relativeTo', () => {
  it('has / on every system', () => {
    assert.equal(relativeTo('/sets/pets', '/sets/labels/l.csv', path.posix), '../labels/l.csv');
    assert.equal(relativeTo('C:\\sets\\pets', 'c:\\Sets\\Pets\\lists\\l.csv', path.win32), 'lists/l.csv');
    assert.equal(relativeTo('\\\\server\\sets\\pets', '\\\\server\\sets\\l.csv', path.win32), '../l.csv');
  });

  it('keeps what is on another drive absolute', () => {
    assert.equal(relativeTo('C:\\sets', 'D:\\l.csv', path.win32), 'D:/l.csv');
  });
});
