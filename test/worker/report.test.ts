import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeStripes } from '../fixtures/stripes';
import { temporaryFolder } from '../unit/temporaryFolder';
import { rowsOf, runCli } from './fixtures/runCli';

describe('a report by the command line', () => {
  const given = temporaryFolder();
  const at = (name: string) => path.join(given(), name);

  it('is the same after a search and of it, in HTML and in Markdown, and tells what was decided since', async function () {
    this.timeout(120_000);
    const root = at('stripes');
    await writeStripes(root, { perClass: 40, wrongPerClass: 3, seed: 5 });
    await writeFile(path.join(root, 'vertical', '<b>|`.png'), 'not an image');
    const quick = ['--epochs', '10', '--folds', '2', '--seed', '1', '--encoder', 'none'];
    const outputs = ['--out', at('scan.csv'), '--report', at('scan.html'), '--report-images', '5'];
    const scan = await runCli('scan', root, ...quick, ...outputs);
    assert.equal(scan.code, 0, scan.stderr);

    const html = await readFile(at('scan.html'), 'utf8');
    const again = await runCli('report', root, '--out', at('report.html'), '--report-images', '5');
    assert.equal(again.code, 0, again.stderr);
    assert.equal(await readFile(at('report.html'), 'utf8'), html);
    assert.equal(html.match(/<img [^>]*src="data:image\/png;base64,/gu)?.length, 5);
    assert.equal(html.includes('<b>|'), false);
    assert.equal(html.includes(given()), false, 'nothing of this machine');

    const markdown = await runCli('report', root, '--report-images', '5');
    assert.equal(markdown.code, 0, markdown.stderr);
    const file = await runCli('report', root, '--out', at('report.md'), '--report-images', '5');
    assert.equal(file.stdout, '');
    assert.equal(await readFile(at('report.md'), 'utf8'), markdown.stdout);
    const suspects = rowsOf(await readFile(at('scan.csv'), 'utf8')).filter(
      (row) => row.is_label_issue === 'true',
    );
    const named = [...markdown.stdout.matchAll(/^\| \d+ \| `([^`]*)` \|/gmu)].map(([, image]) => image);
    assert.deepEqual(
      named,
      suspects.slice(0, 5).map((row) => row.path),
    );
    assert.match(markdown.stdout, /^### 1 image that cannot be read$/mu);
    assert.match(markdown.stdout, /^Nothing is decided yet\.$/mu);

    const decisions = [{ path: suspects[0]!.path, decision: { action: 'exclude' } }];
    const entry = { v: 1, type: 'decide', id: 'a', at: '2026-01-02T03:04:05Z', decisions };
    await writeFile(path.join(root, '.label-review', 'decisions.jsonl'), `${JSON.stringify(entry)}\n`);
    await rm(path.join(root, '.label-review', 'cache'), { recursive: true });
    const decided = await runCli('report', root, '--report-images', '1');
    assert.match(decided.stdout, /^\| Excluded \| 1 \|$/mu);
    assert.match(decided.stdout, /^\| 1 \| .* \| Excluded \|$/mu);
    assert.match(decided.stdout, /^The first 1 of \d+\.$/mu);
  });

  it('is refused before anything is done where it cannot be written', async () => {
    const root = at('stripes');
    await writeStripes(root, { perClass: 3, wrongPerClass: 0, seed: 8 });
    await writeFile(at('README.md'), '# Stripes\n');
    await writeFile(at('labels.md'), '');
    for (const [report, why, ...others] of [
      [at('README.md'), /README\.md is not a report of Label Review and would be overwritten/u],
      [at('report.pdf'), /named \.html or \.md, not .*report\.pdf/u],
      [at('none/report.md'), /There is no folder/u],
      [at('both.md'), /both\.md is named for two outputs/u, '--out', at('both.md')],
      [at('labels.md'), /labels\.md is one of the files that are read/u, '--labels', at('labels.md')],
    ] as const) {
      const { code, stdout, stderr } = await runCli('scan', root, '--report', report, ...others);
      assert.deepEqual([code, stdout], [1, ''], stderr);
      assert.match(stderr, why);
    }
    assert.ok(!(await readdir(root)).includes('.label-review'));
    const none = await runCli('report', root);
    assert.equal(none.code, 1);
    assert.match(none.stderr, /has not been scanned/u);
    assert.equal(await readFile(at('README.md'), 'utf8'), '# Stripes\n');
    const many = await runCli('scan', root, '--report', at('r.md'), '--report-images', '1001');
    assert.equal(many.code, 2);
  });
});
