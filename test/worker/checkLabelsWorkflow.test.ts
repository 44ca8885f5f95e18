import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import * as v from 'valibot';
import { writeStripes } from '../fixtures/stripes';
import { temporaryFolder } from '../unit/temporaryFolder';
import { CLI, rowsOf } from './fixtures/runCli';
import { itWith } from '../fixtures/itWith';

const run = promisify(execFile);
const DOCS = path.resolve(__dirname, '../../docs');
const WORKFLOW = path.join(DOCS, 'examples', 'check-labels.yml');

const stepSchema = v.object({
  name: v.optional(v.string()),
  if: v.optional(v.string()),
  run: v.optional(v.string()),
  uses: v.optional(v.string()),
  with: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
});
const workflowSchema = v.object({
  env: v.record(v.string(), v.union([v.string(), v.number()])),
  permissions: v.record(v.string(), v.string()),
  jobs: v.object({ labels: v.object({ steps: v.array(stepSchema) }) }),
});

/** The only condition in the workflow: of steps that follow a search which has come to its end. */
const SEARCHED = "${{ !cancelled() && hashFiles('report.md') != '' }}";
const INSTALL = 'npm install ';

describe('the workflow for GitHub Actions', () => {
  const given = temporaryFolder();
  const at = (name: string) => path.join(given(), name);
  const workflow = async () => v.parse(workflowSchema, load(await readFile(WORKFLOW, 'utf8')));

  /** A checkout, with a `label-review` on the path in place of the one that is installed. */
  async function prepare(name: string): Promise<string> {
    await mkdir(at('bin'), { recursive: true });
    await writeFile(at('bin/label-review'), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`);
    await chmod(at('bin/label-review'), 0o755);
    await mkdir(at(name));
    return at(name);
  }

  /** Runs the steps as a runner does: each in bash, and after one that failed only those with the condition. */
  async function runSteps(checkout: string, settings: Readonly<Record<string, string>>) {
    const { env, jobs } = await workflow();
    const summary = `${checkout}.summary.md`;
    await writeFile(summary, '');
    const environment = {
      ...process.env,
      ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])),
      ...settings,
      PATH: `${at('bin')}:${process.env.PATH ?? ''}`,
      GITHUB_STEP_SUMMARY: summary,
    };
    const codes: number[] = [];
    let said = '';
    for (const step of jobs.labels.steps) {
      if (step.run === undefined || step.run.startsWith(INSTALL)) continue;
      const isSearched = (await readdir(checkout)).includes('report.md');
      const hasFailed = codes.some((code) => code !== 0);
      if (step.if === undefined ? hasFailed : !isSearched) continue;
      const ended = await run('bash', ['-e', '-c', step.run], { cwd: checkout, env: environment }).then(
        ({ stderr }) => ({ code: 0, stderr }),
        (error: unknown) => v.parse(v.object({ code: v.number(), stderr: v.string() }), error),
      );
      codes.push(ended.code);
      said += ended.stderr;
    }
    return { codes, said, summary: await readFile(summary, 'utf8') };
  }

  itWith(
    'shells',
    'fails with too many suspects and reports them, passes with fewer, and reads no image twice',
    async function () {
      this.timeout(300_000);
      const first = await prepare('first');
      await writeStripes(path.join(first, 'dataset'), { perClass: 40, wrongPerClass: 3, seed: 5 });
      const red = await runSteps(first, { PRESET: 'fast' });
      assert.deepEqual(red.codes, [3, 0, 0], red.said);
      assert.match(red.said, /more than the 0 that are allowed/u);
      const suspects = rowsOf(await readFile(path.join(first, 'suspects.csv'), 'utf8')).filter(
        (row) => row.is_label_issue === 'true',
      );
      assert.ok(suspects.length > 0);
      assert.ok(red.summary.startsWith('<!-- label-review report -->\n\n# Label report: `dataset`\n'));
      assert.ok(red.summary.includes(`\`${suspects[0]!.path!}\``));
      const html = await readFile(path.join(first, 'report.html'), 'utf8');
      assert.equal(html.match(/<img /gu)?.length, Math.min(suspects.length, 100));

      // Another checkout has other times, and gets the cache.
      const second = await prepare('second');
      await cp(path.join(first, 'dataset'), path.join(second, 'dataset'), { recursive: true });
      await rm(path.join(second, 'dataset/.label-review/runs'), { recursive: true });
      const green = await runSteps(second, { PRESET: 'fast', MOST_SUSPECTS: `${suspects.length}` });
      assert.deepEqual(green.codes, [0, 0, 0], green.said);
      // What is in the cache is there at once.
      const onTheWay = /^Reading images: (?!0 |120 )\d+ of 120/mu;
      assert.match(red.said, onTheWay);
      assert.doesNotMatch(green.said, onTheWay);
      const table = (checkout: string) => readFile(path.join(checkout, 'suspects.csv'), 'utf8');
      assert.equal(await table(second), await table(first));
    },
  );

  itWith('shells', 'runs nothing after a search that has failed', async () => {
    const { codes, summary } = await runSteps(await prepare('empty'), { DATASET: 'nothing' });
    assert.deepEqual([codes, summary], [[1], '']);
  });

  it('names actions by commit, with the version beside it, and may only read', async () => {
    const { jobs, permissions } = await workflow();
    assert.deepEqual(permissions, { contents: 'read' });
    const text = await readFile(WORKFLOW, 'utf8');
    for (const { uses, if: condition } of jobs.labels.steps) {
      assert.ok(condition === undefined || condition === SEARCHED, condition);
      if (uses === undefined) continue;
      assert.match(uses, /^actions\/[\w/-]+@[0-9a-f]{40}$/u);
      assert.match(text, new RegExp(`uses: ${uses} # v\\d+\\.\\d+\\.\\d+\n`, 'u'));
    }
  });

  it('restores and saves the same cache', async () => {
    const { jobs } = await workflow();
    const caches = jobs.labels.steps.filter(({ uses }) => uses?.startsWith('actions/cache/') === true);
    assert.equal(caches.length, 2);
    const [restored, saved] = caches.map((step) => [step.with?.path, step.with?.key]);
    assert.deepEqual(saved, restored);
  });

  it('is explained with all its variables', async () => {
    const { env } = await workflow();
    const explained = await readFile(path.join(DOCS, 'github-actions.md'), 'utf8');
    for (const name of Object.keys(env)) assert.ok(explained.includes(`| \`${name}\` |`), name);
    assert.ok(explained.includes('(examples/check-labels.yml)'));
  });
});
