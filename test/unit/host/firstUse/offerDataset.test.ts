import assert from 'node:assert/strict';
import type { FoundDataset } from '../../../../src/host/firstUse/findDataset';
import { offerDataset, type OfferOptions } from '../../../../src/host/firstUse/offerDataset';

const FOLDERS: FoundDataset = { kind: 'folders', classes: 3 };

function memento(): OfferOptions['workspaceState'] {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => {
      values.set(key, value);
      return Promise.resolve();
    },
  } as OfferOptions['workspaceState']; // `get` with a default is not used
}

function setUp(options: Partial<OfferOptions> = {}) {
  const shown: string[] = [];
  const searched: string[] = [];
  const offer = {
    roots: () => ['/work/code', '/work/pets', '/work/flowers'],
    isTrusted: () => true,
    isSearched: () => Promise.resolve(false),
    findDataset: (root: string) => Promise.resolve(root === '/work/code' ? undefined : FOLDERS),
    show: (text: string): Thenable<string | undefined> => {
      shown.push(text);
      return Promise.resolve(undefined);
    },
    search: (root: string) => void searched.push(root),
    workspaceState: memento(),
    globalState: memento(),
    ...options,
  };
  return { offer, shown, searched };
}

describe('the offer to search a dataset', () => {
  it('is made once for each, whatever comes of it', async () => {
    const { offer, shown, searched } = setUp();
    assert.equal(await offerDataset(offer), '/work/pets');
    assert.equal(await offerDataset(offer), '/work/flowers');
    assert.equal(await offerDataset(offer), undefined);
    assert.deepEqual(shown, [
      'pets looks like a labelled image dataset of 3 classes.',
      'flowers looks like a labelled image dataset of 3 classes.',
    ]);
    assert.deepEqual(searched, []);
  });

  it('leads to the search', async () => {
    const { offer, searched } = setUp({ show: (_, search) => Promise.resolve(search) });
    await offerDataset(offer);
    await Promise.resolve();
    assert.deepEqual(searched, ['/work/pets']);
  });

  it('is not made again, anywhere, to those who want none', async () => {
    const { offer, shown } = setUp({ show: (_, __, never) => Promise.resolve(never) });
    await offerDataset(offer);
    await Promise.resolve();
    assert.equal(await offerDataset({ ...offer, workspaceState: memento() }), undefined);
    assert.deepEqual(shown, []);
  });

  it('is not made in Restricted Mode, nor of what has been searched', async () => {
    assert.equal(await offerDataset(setUp({ isTrusted: () => false }).offer), undefined);
    assert.equal(await offerDataset(setUp({ isSearched: () => Promise.resolve(true) }).offer), undefined);
  });

  it('names the table where labels are in one', async () => {
    const { offer, shown } = setUp({
      findDataset: () => Promise.resolve({ kind: 'table', name: 'train.csv' }),
    });
    await offerDataset(offer);
    assert.deepEqual(shown, ['code looks like an image dataset, with its labels in train.csv.']);
  });
});
