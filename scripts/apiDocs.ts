/** `npm run docs:api` writes `docs/api.md` from the comments of the library; `npm run check:api` looks whether it is as it should be. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { apiMarkdown } from './library/apiMarkdown';
import { bundleDeclarations } from './library/declarations';
import { REPO_ROOT } from './repoPaths';
import { runMain } from './runMain';
import { ScriptError } from './scriptError';

const FILE = path.join(REPO_ROOT, 'docs', 'api.md');

runMain(async () => {
  const page = apiMarkdown(await bundleDeclarations());
  if (!process.argv.includes('--check')) await writeFile(FILE, page);
  else if ((await readFile(FILE, 'utf8')) !== page)
    throw new ScriptError('docs/api.md is not what the library says of itself; run `npm run docs:api`.');
  return 0;
});
