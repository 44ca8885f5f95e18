/** Folders stay small enough to be taken in at a glance. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

const MOST_FILES = 25;

/** What benches read and Python writes, which git ignores. */
const NOT_OURS = /^data\b|__pycache__/;

describe('folders', () => {
  for (const top of ['src', 'webview', 'scripts', 'bench', 'test'])
    it(`of ${top} hold at most ${MOST_FILES} files each`, async () => {
      const names = await readdir(path.resolve(__dirname, '../..', top), { recursive: true });
      const ours = names.filter((each) => path.extname(each) !== '' && !NOT_OURS.test(each));
      const counts = new Map<string, number>();
      for (const name of ours) {
        const folder = path.join(top, path.dirname(name));
        counts.set(folder, (counts.get(folder) ?? 0) + 1);
      }
      assert.ok(counts.size > 1, 'there are folders to look at');
      const full = [...counts].filter(([, count]) => count > MOST_FILES);
      assert.deepEqual(full, [], 'split these by idea');
    });
});
