/** `npm start [-- FOLDER] [--port N]`: builds the extension and opens it in VS Code on a folder, else on the demo dataset. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildExtension } from '../buildExtension';
import { drawDemo } from '../demo/drawDemo';
import { REPO_ROOT } from '../repoPaths';
import { runMain } from '../runMain';
import { ScriptError } from '../scriptError';
import { findDesktopVsCode, hasDisplay, openInDesktop } from './desktopVsCode';
import { serveInBrowser } from './serveInBrowser';

runMain(async () => {
  const { values, positionals } = parseArgs({
    options: { port: { type: 'string' } },
    allowPositionals: true,
  });
  const given = givenFolder(positionals);
  const port = parsePort(values.port);
  await buildExtension();
  const folder = given ?? (await demoFolder());
  const desktop = port === undefined && hasDisplay() ? await findDesktopVsCode() : undefined;
  if (desktop === undefined) return serveInBrowser({ folder, port });
  await openInDesktop(desktop, folder);
  console.log(`Opened ${folder} in VS Code. The walkthrough there says how it goes; F1 and`);
  console.log('"Label Review: Find Wrong Labels…" begins.');
  return 0;
});

function givenFolder(positionals: readonly string[]): string | undefined {
  const [given, ...others] = positionals;
  if (others.length > 0) throw new ScriptError(`Name one folder, not ${positionals.length}.`);
  if (given === undefined) return undefined;
  // npm runs scripts in the package's folder; INIT_CWD is where the user is.
  const folder = path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
  throw new ScriptError(`There is no folder ${folder}; give the path of a folder of images.`);
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new ScriptError(`--port is a number from 1 to 65535, not ${text}.`);
}

async function demoFolder(): Promise<string> {
  console.log('Drawing the demo dataset: small pictures of shapes, some of them under a wrong label.');
  const { folder } = await drawDemo(path.join(REPO_ROOT, '.demo', 'shapes'));
  console.log('After the scan, "npm run demo:score" says how many of the wrong labels it found.');
  return folder;
}
