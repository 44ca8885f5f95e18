import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { REPO_ROOT } from '../../scripts/repoPaths';

const FOLDER = path.join(REPO_ROOT, '.github', 'workflows');

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly (string | number)[]>> };
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const { scripts } = JSON.parse(readFileSync(path.join(REPO_ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>; // has been there from the start
};

/** What can be run by hand as well: the project's own scripts. */
function isOurs(command: string): boolean {
  if (command === 'npm ci' || command === '.ci/run' || /^npm test( -- |$)/u.test(command)) return true;
  const script = /^npm run (\S+)( -- .+)?$/u.exec(command)?.[1];
  return script !== undefined && script in scripts;
}

describe('the workflows', () => {
  for (const name of readdirSync(FOLDER)) {
    const text = readFileSync(path.join(FOLDER, name), 'utf8');
    const workflow = load(text) as Workflow; // a file of ours
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

    it(`${name} runs only what can be run by hand`, () => {
      const foreign = steps.flatMap(({ run }) => (run === undefined || isOurs(run) ? [] : [run]));
      assert.deepEqual(foreign, []);
    });

    it(`${name} uses actions as they were at a commit, and says which version that is`, () => {
      const used = steps.flatMap(({ uses }) => uses ?? []);
      assert.ok(used.length > 0);
      for (const action of used) {
        assert.match(action, /^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/u);
        assert.match(text, new RegExp(`uses: ${action} # v\\d+\\.\\d+\\.\\d+$`, 'mu'));
      }
    });

    it(`${name} starts scripts with bash on Windows, where PowerShell takes commas and -- for its own`, () => {
      for (const [job, { 'runs-on': system, strategy, defaults }] of Object.entries(workflow.jobs))
        if ([system, ...(strategy?.matrix.system ?? [])].some((each) => String(each).startsWith('windows')))
          assert.equal(defaults?.run?.shell, 'bash', job);
    });

    it(`${name} may do nothing but what it says, and ends in time`, () => {
      assert.deepEqual(workflow.permissions, { contents: 'read' });
      for (const [job, { 'timeout-minutes': minutes }] of Object.entries(workflow.jobs))
        assert.ok(minutes !== undefined, job);
    });
  }
});
