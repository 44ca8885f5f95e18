/** Commands, flags, settings and scripts that pages name are there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { COMMANDS as PROGRAM_COMMANDS } from '../../src/cli/help/commands';
import { flagsOf } from '../../src/cli/help/commandSpec';
import { EVERYWHERE } from '../../src/cli/help/sharedFlags';
import { COMMANDS, KEYS_SETTING, REVIEW_ACTIONS, reviewCommand } from '../../src/core/names';
import { PAGES, readPage } from './pages';

const readJson = (name: string): unknown => JSON.parse(readFileSync(path.join(REPO_ROOT, name), 'utf8'));
const manifest = readJson('package.json') as {
  scripts: Record<string, string>; // has been there from the start
  contributes: { configuration: { properties: Record<string, unknown> }[] };
};
const titles = new Set(Object.values(readJson('package.nls.json') as Record<string, string>));
/** The changelog tells of what was. */
const pages = PAGES.filter((page) => page !== 'CHANGELOG.md' && !page.startsWith('docs/l10n/'));

const FLAGS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['help', new Set()],
  ...PROGRAM_COMMANDS.map(
    (command) =>
      [
        command.name,
        new Set([...flagsOf(command), ...EVERYWHERE, { flag: 'help' }].map(({ flag }) => flag)),
      ] as const,
  ),
]);

function whyNotRun(command: string, rest: string): readonly string[] {
  const flags = FLAGS.get(command);
  if (flags === undefined) return [`label-review ${command}`];
  return Array.from(rest.matchAll(/ --([a-z][a-z-]*)/gu), (match) => match[1]!)
    .filter((flag) => !flags.has(flag))
    .map((flag) => `label-review ${command} --${flag}`);
}

const CALL = /(?:(?<![.\w-])label-review|cli --) ([a-z]+)([^|;#&)\n]*)/gu;

describe('what pages name', () => {
  for (const page of pages) {
    const { code, emphasized } = readPage(page);
    const all = code.join('\n');

    it(`${page}: commands and flags of the command line are known to it`, () => {
      const wrong = Array.from(all.matchAll(CALL), ([, command, rest]) => whyNotRun(command!, rest!)).flat();
      assert.deepEqual(wrong, []);
    });

    it(`${page}: scripts are in package.json`, () => {
      const named = Array.from(
        all.matchAll(/\bnpm run (?:-s |--silent )?([\w:-]*\w)(?![\w:-]*…)/gu),
        (match) => match[1]!,
      );
      assert.deepEqual(
        named.filter((name) => !(name in manifest.scripts)),
        [],
      );
    });

    it(`${page}: settings and commands of VS Code are there`, () => {
      const known = new Set<string>([
        ...manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties)),
        ...Object.values(COMMANDS),
        ...REVIEW_ACTIONS.map(reviewCommand),
        KEYS_SETTING,
      ]);
      const named = code.filter((text) => /^labelReview\.\w[\w.]*\w$/u.test(text));
      assert.deepEqual(
        named.filter((name) => !known.has(name)),
        [],
      );
      const asked = emphasized
        .filter((text) => text.endsWith('…'))
        .map((text) => text.replace('Label Review: ', ''));
      assert.deepEqual(
        asked.filter((title) => !titles.has(title)),
        [],
      );
    });
  }
});
