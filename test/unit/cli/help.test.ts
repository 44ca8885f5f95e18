import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseFlags } from '../../../src/cli/flags';
import { COMMANDS } from '../../../src/cli/help/commands';
import { flagsOf, parsedFlags } from '../../../src/cli/help/commandSpec';
import { commandHelp, programHelp } from '../../../src/cli/help/helpText';
import { EVERYWHERE } from '../../../src/cli/help/sharedFlags';
import { createPalette } from '../../../src/cli/progress/palette';
import { runCli, type CliEnvironment } from '../../../src/cli/runCli';
import { CONFIG_OPTIONS } from '../../../src/core/run/config/configOptions';

const look = (columns: number, hasColours = false) => ({ columns, palette: createPalette(hasColours) });

describe('the help of the command line', () => {
  async function run(...args: string[]) {
    let out = '';
    let errors = '';
    const cli: CliEnvironment = {
      programFolder: '/absent',
      writeOut: (text) => Promise.resolve(void (out += text)),
      errors: {
        write: (text) => void (errors += text),
        isTerminal: false,
        columns: () => undefined,
        now: () => 0,
      },
      page: { isTerminal: false, columns: () => 100 },
      environment: {},
      signal: new AbortController().signal,
    };
    return { code: await runCli(args, cli), out, errors };
  }

  it('is of the program, or of one command, however it is asked for', async () => {
    const all = programHelp(look(100));
    for (const args of [['--help'], ['-h'], ['help'], ['help', '--help']])
      assert.deepEqual(await run(...args), { code: 0, out: all, errors: '' });
    assert.deepEqual(await run(), { code: 2, out: all, errors: '' });
    for (const command of COMMANDS) {
      const { name, summary } = command;
      assert.ok(all.includes(`  ${name} `) && all.includes(summary), name);
      const help = commandHelp(command, look(100));
      for (const args of [
        ['help', name],
        [name, '--help'],
        [name, '-h'],
        ['--help', name],
      ])
        assert.deepEqual(await run(...args), { code: 0, out: help, errors: '' });
    }
  });

  it('has every flag with what it is, and examples that can be parsed', () => {
    for (const command of COMMANDS) {
      const help = commandHelp(command, look(90));
      for (const { flag, placeholder = '' } of [...flagsOf(command), ...EVERYWHERE])
        assert.ok(help.includes(`--${flag} ${placeholder}`.trimEnd()), flag);
      assert.ok(command.examples.length >= 2, command.name);
      for (const { line } of command.examples) {
        assert.ok(help.includes(`  label-review ${line}\n`), line);
        const [name, ...args] = line.replace(/ >.*/, '').split(' ');
        assert.equal(name, command.name);
        parseFlags(args, parsedFlags(command));
      }
    }
  });

  it('fits the terminal, is never wider than can be read, and has colours where they are seen', () => {
    for (const columns of [50, 80, 100, 1000])
      for (const command of COMMANDS)
        for (const line of commandHelp(command, look(columns)).split('\n'))
          if (!line.trimStart().startsWith('label-review '))
            assert.ok(line.length <= Math.max(60, Math.min(110, columns)), line);
    assert.match(programHelp(look(80, true)), /^\x1b\[1mlabel-review\x1b\[22m: /);
    assert.doesNotMatch(programHelp(look(80)), /\x1b/);
  });

  it('asks whether another command or flag was meant', async () => {
    for (const [args, message] of [
      [['scna', '.'], /^label-review: There is no command 'scna'; did you mean scan\?\n/],
      [
        ['train'],
        /There is no command 'train'; use one of scan, score, export, report, similar, plan, work, merge, ray, completion\./,
      ],
      [['help', 'exprot'], /did you mean export\?/],
      [
        ['scan', '.', '--epoch', '3'],
        /There is no flag '--epoch'; did you mean --epochs\?\nRun `label-review scan --help`/,
      ],
      [['scan', '.', '--fast'], /There is no flag '--fast'\.\n/],
      [['export', '.', '-f'], /There is no flag '-f'\.\n/],
      [['completion', 'tcsh'], /completion takes one of bash, zsh, fish\./],
    ] as const) {
      const { code, out, errors } = await run(...args);
      assert.deepEqual([code, out], [2, ''], args.join(' '));
      assert.match(errors, message);
    }
  });

  it('has one flag for each key of label-review.json', () => {
    const [scan] = COMMANDS;
    const flags = flagsOf(scan!).map(({ flag }) => flag);
    for (const { flag } of Object.values(CONFIG_OPTIONS)) assert.ok(flags.includes(flag), flag);
  });

  it('is in docs/command-line.md, command by command', () => {
    const docs = readFileSync(path.resolve(__dirname, '../../../docs/command-line.md'), 'utf8').replaceAll(
      '\\|',
      '|',
    );
    for (const { name, usage } of COMMANDS)
      for (const line of usage) assert.ok(docs.includes(`label-review ${line}`), name);
  });
});
