import path from 'node:path';
import { npmCommand } from './install/npmInstall';
import { runCommand } from './install/runCommand';
import { REPO_ROOT } from './repoPaths';

/** Bundles everything into `dist/`; a production build is minified and has no source maps. */
export async function buildExtension({ production = false } = {}): Promise<void> {
  console.log(`Building the extension${production ? ' for release' : ''}.`);
  const npm = npmCommand();
  const flags = production ? ['--', '--production'] : [];
  await runCommand({
    purpose: `Building in ${path.basename(REPO_ROOT)}`,
    file: npm.file,
    args: [...npm.args, 'run', '--silent', 'build', ...flags],
    cwd: REPO_ROOT,
    shownLines: Infinity,
  });
}
