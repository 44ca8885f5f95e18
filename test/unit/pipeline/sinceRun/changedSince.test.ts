import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findChangedSince } from '../../../../src/pipeline/sinceRun/changedSince';
import type { DatasetIndex } from '../../../../src/core/dataset/dataset';
import type { Decision } from '../../../../src/core/review/review';
import { temporaryFolder } from '../../temporaryFolder';

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

describe('findChangedSince', () => {
  const folder = temporaryFolder();

  it('compares decided images with the labels and files as they are now', async () => {
    for (const [name, text] of [
      ['same', 'same'],
      ['replaced', 'new'],
      ['relabelled', 'relabelled'],
    ] as const)
      await writeFile(path.join(folder(), name), text);
    const now = {
      root: folder(),
      paths: ['relabelled', 'replaced', 'same', 'unread'],
      classes: ['cat', 'dog'],
      labels: Int32Array.of(1, 0, 0, 0),
    } as unknown as DatasetIndex; // all that is looked at
    const decided = ['same', 'replaced', 'relabelled', 'gone', 'unread'].map((name) => ({
      path: name,
      givenLabel: 'cat',
      contentHash: name === 'unread' ? undefined : hash(name),
      decision: { action: 'keep' } as const,
    }));
    const { unplaced, missing } = await findChangedSince(decided, now, new AbortController().signal);
    assert.deepEqual(unplaced, [
      { path: 'relabelled', why: 'label', was: 'cat', is: 'dog' },
      { path: 'replaced', why: 'replaced' },
    ]);
    assert.deepEqual(missing, ['gone']);
  });

  it('names replaced images in the order of the run, whichever file is read first', async () => {
    const names = ['a', 'b', 'c'];
    // The first takes longest.
    for (const [index, name] of names.entries())
      await writeFile(path.join(folder(), name), Buffer.alloc(index === 0 ? 2_000_000 : 1));
    const now = {
      root: folder(),
      paths: names,
      classes: ['cat', 'dog'],
      labels: Int32Array.of(0, 0, 0),
    } as unknown as DatasetIndex; // all that is looked at
    const decided = names.map((name) => {
      return {
        path: name,
        givenLabel: 'cat',
        contentHash: hash('then'),
        decision: { action: 'keep' } as const,
      };
    });
    const { unplaced } = await findChangedSince(decided, now, new AbortController().signal);
    assert.deepEqual(
      unplaced.map(({ path: image }) => image),
      names,
    );
  });

  it('takes a label for the one decided about however its letters are composed, and for the one asked for', async () => {
    const now = {
      root: folder(),
      paths: ['as asked', 'composed', 'composed as asked'],
      classes: ['cafe\u0301', 'dog'],
      labels: Int32Array.of(1, 0, 0),
    } as unknown as DatasetIndex; // all that is looked at
    const given = (name: string, givenLabel: string, decision: Decision) => {
      return { path: name, givenLabel, decision };
    };
    const decided = [
      given('as asked', 'cat', { action: 'relabel', label: 'dog' }),
      given('composed', 'caf\u00e9', { action: 'exclude' }),
      given('composed as asked', 'cat', { action: 'relabel', label: 'caf\u00e9' }),
    ];
    const { unplaced, missing } = await findChangedSince(decided, now, new AbortController().signal);
    assert.deepEqual([unplaced, missing], [[], []]);
  });

  it('does not miss images that the dataset has taken the decisions about over', async () => {
    for (const name of ['dog/a-2.png', 'dog/b.png']) {
      await mkdir(path.join(folder(), path.dirname(name)), { recursive: true });
      await writeFile(path.join(folder(), name), name);
    }
    const now = {
      root: folder(),
      paths: ['dog/a-2.png', 'dog/b.png'],
      classes: ['cat', 'dog'],
      labels: Int32Array.of(1, 1),
    } as unknown as DatasetIndex; // all that is looked at
    const relabelled = (image: string, content: string) => ({
      path: image,
      givenLabel: 'cat',
      contentHash: hash(content),
      decision: { action: 'relabel', label: 'dog' } as const,
    });
    const decided = [
      relabelled('cat/a.png', 'dog/a-2.png'),
      relabelled('cat/b.png', 'another picture'),
      { path: 'cat/c.png', givenLabel: 'cat', decision: { action: 'exclude' } as const },
      { path: 'cat/d.png', givenLabel: 'cat', decision: { action: 'keep' } as const },
    ];
    const { missing } = await findChangedSince(decided, now, new AbortController().signal);
    assert.deepEqual(missing, ['cat/b.png', 'cat/d.png']);
  });
});
