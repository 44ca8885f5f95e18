/** `npm run release:publish -- marketplace|open-vsx|npm|github`: hands over what `npm run package:all` has made. Part of the workflow of a release. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { npmCommand } from '../install/npmInstall';
import { runCommand, type Command } from '../install/runCommand';
import { changesOf } from './changesOf';
import { publishCommands } from './publishCommands';
import { OUT_DIR, REPO_ROOT } from '../repoPaths';
import { runMain } from '../runMain';

const FOLDER = path.join(OUT_DIR, 'packages');

runMain(async () => {
  const names = await readdir(FOLDER).catch(() => []);
  const { version } = JSON.parse(await readFile(path.join(REPO_ROOT, 'package.json'), 'utf8')) as {
    version: string; // npm wants it
  };
  const notes = path.join(OUT_DIR, 'notes.md');
  const changelog = await readFile(path.join(REPO_ROOT, 'CHANGELOG.md'), 'utf8');
  await writeFile(notes, `${changesOf(changelog, version) ?? ''}\n`);
  for (const { purpose, command } of publishCommands(process.argv[2], { names, version, notes })) {
    console.log(purpose);
    console.log(await runCommand({ purpose, ...started(command), cwd: FOLDER }));
  }
  return 0;
});

/** `npm` as it is started here. */
function started([file, ...args]: readonly [string, ...string[]]): Pick<Command, 'file' | 'args'> {
  if (file !== 'npm') return { file, args };
  const npm = npmCommand();
  return { file: npm.file, args: [...npm.args, ...args] };
}
