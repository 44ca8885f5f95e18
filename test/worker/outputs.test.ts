import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeStripes } from '../fixtures/stripes';
import { temporaryFolder } from '../unit/temporaryFolder';
import { runCli } from './fixtures/runCli';

describe('a command that writes a table', () => {
  const given = temporaryFolder();
  const at = (name: string) => path.join(given(), name);

  it('writes over nothing that it reads, and finds that out before it begins', async () => {
    await writeStripes(given(), { perClass: 3, wrongPerClass: 0, seed: 8 });
    const [labels, probs, image] = [at('labels.csv'), at('probs.csv'), at('vertical/118-000.png')];
    await writeFile(labels, 'path,label\nvertical/118-000.png,a\n');
    await writeFile(probs, 'a,b\n0.9,0.1\n');
    const before = await Promise.all([labels, probs, image].map((file) => readFile(file)));
    const score = ['score', '--labels', labels, '--pred-probs', probs];
    const none = path.join(given(), 'none', 'out.csv');
    for (const [out, why, ...command] of [
      [labels, /labels\.csv is one of the files that are read/, 'scan', given(), '--labels', labels],
      [image, /118-000\.png is not a table/, 'scan', given()],
      [none, /There is no folder .*none to write/, 'scan', given()],
      [labels, /labels\.csv is one of the files that are read/, ...score],
      [probs, /probs\.csv is one of the files that are read/, ...score],
      [probs, /probs\.csv is one of the files that are read/, ...score, '--images', given()],
      [image, /118-000\.png is one of the files that are read/, 'similar', given(), image],
    ] as const) {
      const { code, stdout, stderr } = await runCli(...command, '--out', out);
      assert.deepEqual([code, stdout], [1, ''], stderr);
      assert.match(stderr, why);
      assert.equal(stderr.split('\n').length, 2, stderr);
    }
    assert.deepEqual(await Promise.all([labels, probs, image].map((file) => readFile(file))), before);
    assert.ok(!(await readdir(given())).includes('.label-review'));
  });
});
