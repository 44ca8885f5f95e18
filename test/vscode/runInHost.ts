/** The module VS Code loads as `extensionTestsPath`: runs the bundled `*.test.js` beside it with mocha. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { REPORT_MARK } from './reportMark';

/** Path of mocha's reporter in the checkout, written in by the bundler. */
declare const COUNTING_REPORTER: string;

export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) =>
    console.log(format(...values).replace(/^/gm, REPORT_MARK));
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 60_000,
    reporter: COUNTING_REPORTER,
    forbidOnly: true,
  });
  const tests = readdirSync(__dirname).filter((name) => name.endsWith('.test.js'));
  if (tests.length === 0) throw new Error(`No tests in ${__dirname}`);
  for (const name of tests) mocha.addFile(path.join(__dirname, name));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
