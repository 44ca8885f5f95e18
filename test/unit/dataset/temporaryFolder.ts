import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder for one test; files are named relative to it with `/`. */
export interface TemporaryFolder {
  readonly root: string;
  at(relative: string): string;
  write(relative: string, content: string | Uint8Array): Promise<string>;
  remove(): Promise<void>;
}

export async function createTemporaryFolder(): Promise<TemporaryFolder> {
  const root = await mkdtemp(path.join(tmpdir(), 'label-review-'));
  const at = (relative: string) => path.join(root, relative);
  return {
    root,
    at,
    write: async (relative, content) => {
      await mkdir(path.dirname(at(relative)), { recursive: true });
      await writeFile(at(relative), content);
      return at(relative);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
