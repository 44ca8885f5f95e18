import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { createEndLookup } from '../../../../src/dataset/labels/endLookup';

describe('images found by the end of a path', () => {
  it('are those that fit the most of it', () => {
    const find = createEndLookup([
      '1.png',
      'a/ant/1.png',
      'ant/1.png',
      'bee/1.png',
      'ant/2.JPG',
      'ant/2.png',
    ]);
    const image = (name: string) => ({ image: name });
    assert.deepEqual(find('C:\\data\\bee\\1.png'), image('bee/1.png'));
    assert.deepEqual(find('a/ant/1.png'), image('a/ant/1.png'));
    assert.deepEqual(find('x/a/ant/1.png'), image('a/ant/1.png'));
    assert.deepEqual(find('b/ant/1.png'), image('ant/1.png'));
    assert.deepEqual(find('wasp/1.png'), image('1.png'));
    assert.deepEqual(find('https://host/ANT/2.jpg?size=2'), image('ant/2.JPG'));
    assert.deepEqual(find('./bee/1'), image('bee/1.png'));
    assert.deepEqual(find('ant/1.png'), { several: ['ant/1.png', 'a/ant/1.png'] });
    assert.deepEqual(find('ant/2'), { several: ['ant/2.JPG', 'ant/2.png'] });
    for (const nothing of ['wasp/2.png', '3.png', 'ant', '', '/']) assert.equal(find(nothing), undefined);
  });

  const inFolders = (count: number, name: string) =>
    Array.from({ length: count }, (_, at) => `${at}/${name}`);

  it('may be as many as there are', () => {
    const find = createEndLookup(inFolders(150_000, 'image.png'));
    assert.deepEqual(find('image.png'), { several: ['0/image.png', '1/image.png'] });
  });

  it('are not all looked at for each path where their names are the same', () => {
    const images = inFolders(300, 'frames/0001.png');
    const find = createEndLookup(images);
    const methods = (['normalize', 'split', 'startsWith'] as const).map((name) =>
      mock.method(String.prototype, name),
    );
    try {
      for (const image of images) assert.deepEqual(find(`videos/${image}`), { image });
      const calls = methods.reduce((sum, method) => sum + method.mock.callCount(), 0);
      assert.ok(calls <= 10 * images.length, `${calls} calls`);
    } finally {
      for (const method of methods) method.mock.restore();
    }
  });
});
