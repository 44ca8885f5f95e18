import assert from 'node:assert/strict';
import type { SuspectRow } from '../../../../src/shared/galleryProtocol';
import { PAGE_SIZE, RowCache } from '../../../../webview/grid/rowCache';
import { RowLoader } from '../../../../webview/grid/rowLoader';

const row = (position: number): SuspectRow => ({
  position,
  path: `${position}.png`,
  givenLabel: 'a',
  suggestedLabel: 'b',
  labelQuality: 0.1,
  suggestedProbability: 0.9,
  rank: position + 1,
  decision: null,
});

function createLoader(count: number) {
  const held = { cache: new RowCache(1, count) };
  const asked: { start: number; answer: () => void; fail: (error: Error) => void }[] = [];
  const failures: unknown[] = [];
  const loader = new RowLoader({
    getRows: (_viewVersion, start, count) =>
      new Promise((resolve, reject) =>
        asked.push({
          start,
          answer: () => resolve(Array.from({ length: count }, (_, i) => row(start + i))),
          fail: reject,
        }),
      ),
    cache: () => held.cache,
    onLoaded: ({ viewVersion, page, rows, generation }) => {
      if (viewVersion === held.cache.viewVersion) held.cache = held.cache.put(page, rows, { generation });
    },
    onFailed: (error) => failures.push(error),
  });
  return { loader, asked, failures, held };
}

/** Lets the promises that are settled run their reactions. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('row loader', () => {
  it('skips the pages that a fast scroll has left behind', async () => {
    const { loader, asked } = createLoader(100 * PAGE_SIZE);
    for (let page = 0; page < 50; page++) loader.show([[page * PAGE_SIZE, (page + 1) * PAGE_SIZE]]);
    assert.deepEqual(
      asked.map(({ start }) => start / PAGE_SIZE),
      [0, 1],
    );
    asked[0]!.answer();
    await settle();
    assert.equal(asked.at(-1)!.start / PAGE_SIZE, 49);
  });

  it('drops the rows of a view that is no longer shown', async () => {
    const { loader, asked, held } = createLoader(PAGE_SIZE);
    loader.show([[0, 10]]);
    held.cache = new RowCache(2, PAGE_SIZE);
    loader.fetchVisible();
    asked[0]!.answer();
    await settle();
    assert.equal(held.cache.get(0), undefined);
    asked[1]!.answer();
    await settle();
    assert.equal(held.cache.get(0)?.path, '0.png');
  });

  it('asks once for a row that two wait for', async () => {
    const { loader, asked, held } = createLoader(10);
    const both = Promise.all([loader.load(3), loader.load(4)]);
    assert.equal(asked.length, 1);
    asked[0]!.answer();
    await both;
    assert.deepEqual([held.cache.get(3)?.position, held.cache.get(4)?.position], [3, 4]);
  });

  it('reports a failure and asks again when next shown', async () => {
    const { loader, asked, failures } = createLoader(10);
    loader.show([[0, 10]]);
    asked[0]!.fail(new Error('gone'));
    await settle();
    assert.equal(failures.length, 1);
    loader.show([[0, 10]]);
    assert.equal(asked.length, 2);
  });
});
