/** `npm run release:check -- v1.2.3`: whether the checkout is the version that the tag says, with all that a release needs. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { whyNotReleasable } from './whyNotReleasable';
import { REPO_ROOT } from '../repoPaths';
import { runMain } from '../runMain';
import { ScriptError } from '../scriptError';

runMain(async () => {
  const tag = process.argv[2];
  if (tag === undefined) throw new ScriptError('Name the tag, e.g. npm run release:check -- v1.2.3.');
  const read = (name: string) => readFile(path.join(REPO_ROOT, name), 'utf8');
  const { version } = JSON.parse(await read('package.json')) as { version: string }; // npm wants it
  const reasons = whyNotReleasable({ tag, version, changelog: await read('CHANGELOG.md') });
  if (reasons.length > 0) throw new ScriptError(reasons.join('\n'));
  console.log(`${tag} can be released.`);
  return 0;
});
