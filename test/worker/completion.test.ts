/** Scripts of completion, in the real shells: bash everywhere but on Windows, zsh and fish where they are installed. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { COMMANDS } from '../../src/cli/help/commands';
import { flagsOf } from '../../src/cli/help/commandSpec';
import { EVERYWHERE } from '../../src/cli/help/sharedFlags';
import { LOSS_NAMES } from '../../src/core/run/trainingPlan';
import { itWith, systemHas } from '../fixtures/itWith';
import { runCli } from './fixtures/runCli';

const execute = promisify(execFile);

function isInstalled(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'exit 0'], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // there is none
  }
}

describe('completion', () => {
  let folder: string;
  const script = (shell: string) => path.join(folder, `${shell}.sh`);
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-completion-'));
    await mkdir(path.join(folder, 'data', 'my pets'), { recursive: true });
    await writeFile(path.join(folder, 'data', 'my labels.csv'), '');
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, stdout, stderr } = await runCli('completion', shell);
      assert.equal(code, 0, stderr);
      await writeFile(script(shell), stdout);
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** What the shell offers for the last word. */
  const offers = (shell: string, words: readonly string[]) =>
    shell === 'bash' ? inBash(words) : inFish(words);

  async function inBash(words: readonly string[]): Promise<string[]> {
    const ask =
      'source "$1"; shift; complete -p label-review >/dev/null || exit 3; COMP_WORDS=(label-review "$@"); ' +
      'COMP_CWORD=$#; _label_review label-review; printf "%s\\n" "${COMPREPLY[@]}"';
    const args = ['--noprofile', '--norc', '-c', ask, 'bash', script('bash'), ...words];
    const { stdout } = await execute('bash', args, { cwd: path.join(folder, 'data') });
    return stdout.split('\n').filter((line) => line !== '');
  }

  async function inFish(words: readonly string[]): Promise<string[]> {
    const ask = 'source $argv[1]; complete -C $argv[2]';
    const args = ['--no-config', '-c', ask, script('fish'), `label-review ${words.join(' ')}`];
    const { stdout } = await execute('fish', args, { cwd: path.join(folder, 'data') });
    return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0]!]));
  }

  for (const shell of systemHas('shells') ? ['bash', 'fish'] : [])
    describe(`in ${shell}`, () => {
      before(function () {
        if (!isInstalled(shell)) this.skip();
      });

      it('offers every command', async () => {
        const names = [...COMMANDS.map(({ name }) => name), 'help'];
        assert.deepEqual((await offers(shell, [''])).sort(), [...names].sort());
        assert.deepEqual(await offers(shell, ['sim']), ['similar']);
        assert.ok((await offers(shell, ['help', 'sc'])).includes('scan'));
      });

      it('offers every flag of a command, and no other', async () => {
        for (const command of COMMANDS) {
          const flags = [...flagsOf(command), ...EVERYWHERE].map(({ flag }) => `--${flag}`);
          assert.deepEqual((await offers(shell, [command.name, '--'])).sort(), flags.sort(), command.name);
        }
      });

      it('offers the values of a flag that has a list of them', async () => {
        assert.deepEqual((await offers(shell, ['scan', '--loss', ''])).sort(), [...LOSS_NAMES].sort());
        assert.deepEqual(await offers(shell, ['scan', 'data', '--preset', 'th']), ['thorough']);
        assert.deepEqual(await offers(shell, ['completion', 'f']), ['fish']);
        assert.deepEqual(await offers(shell, ['scan', '--progress', 'j']), ['json']);
        assert.deepEqual(await offers(shell, ['scan', '--epochs', '']), []);
      });

      it('offers files and folders where they are meant', async () => {
        const plain = (names: readonly string[]) =>
          names.map((name) => name.replaceAll('\\', '').replace(/\/$/, ''));
        assert.deepEqual(plain(await offers(shell, ['scan', 'my'])), ['my pets']);
        assert.deepEqual(plain(await offers(shell, ['scan', '--cache-folder', 'my'])), ['my pets']);
        assert.deepEqual(plain(await offers(shell, ['scan', '--labels', 'my'])).sort(), [
          'my labels.csv',
          'my pets',
        ]);
        const encoders = plain(await offers(shell, ['scan', '--encoder', '']));
        for (const name of ['lite0', 'none', 'my labels.csv']) assert.ok(encoders.includes(name), name);
      });
    });

  itWith('shells', 'takes --flag=value in bash, which makes three words of it', async () => {
    assert.deepEqual(await inBash(['scan', '--preset', '=', 'b']), ['balanced']);
    assert.deepEqual(await inBash(['scan', '--preset', '=']), ['fast', 'balanced', 'thorough', 'paper']);
  });

  itWith('shells', 'is a script without mistakes in zsh, which defines what completes', async function () {
    if (!isInstalled('zsh')) this.skip();
    await execute('zsh', ['-n', script('zsh')]);
    const ask = 'autoload -U compinit; compinit -D -u; source "$1"; print -- "$_comps[label-review]"';
    const { stdout } = await execute('zsh', ['-f', '-c', ask, 'zsh', script('zsh')]);
    assert.equal(stdout.trim(), '_label_review');
    // What it tells the function that completes: one word for each flag, and nothing that is taken for a command.
    const told =
      '_describe() { :; }; compdef() { :; }; source "$1"; name=$2; ' +
      '_arguments() { if [[ $1 == -C ]]; then state=argument line=($name); else print -rl -- "$@"; fi; }; _label_review';
    for (const command of COMMANDS) {
      const words = await execute('zsh', ['-f', '-c', told, 'zsh', script('zsh'), command.name]);
      assert.equal(words.stderr, '', command.name);
      const flags = words.stdout.split('\n').flatMap((word) => /^\*?--([\w-]+)=?\[/.exec(word)?.[1] ?? []);
      const known = [...flagsOf(command), ...EVERYWHERE].map(({ flag }) => flag);
      assert.deepEqual(flags, known, command.name);
      assert.ok(words.stdout.split('\n').length <= known.length + 3, words.stdout);
    }
  });
});
