import { rm } from 'node:fs/promises';
import path from 'node:path';
import { buildExtension } from '../buildExtension';
import { REPO_ROOT } from '../repoPaths';

/** Leaves in `dist` what is shipped, and nothing of an earlier build. */
export async function buildForRelease(): Promise<void> {
  await rm(path.join(REPO_ROOT, 'dist'), { recursive: true, force: true });
  await buildExtension({ production: true });
}
