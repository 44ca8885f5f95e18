import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeStripes } from '../fixtures/stripes';
import { runCli } from './fixtures/runCli';

describe('a dataset that is configured', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'label-review-config-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('searches as label-review.json in the folder says, except where flags say otherwise', async function () {
    this.timeout(120_000);
    const other = path.join(folder, 'configured');
    const { wrong } = await writeStripes(other, { perClass: 30, wrongPerClass: 2, seed: 7 });
    const config = path.join(other, 'label-review.json');
    const configure = (values: object) => writeFile(config, JSON.stringify(values));
    await configure({ epochs: 4, folds: 3, failOver: 0 });
    const args = ['scan', other, '--json', '--epochs', '5'];
    const configured = await runCli(...args);
    assert.match(configured.stderr, /^Note: label-review\.json sets folds 3, failOver 0\.$/m);
    const json = JSON.parse(configured.stdout) as Record<string, unknown>; // an object, see above
    assert.deepEqual([json.epochs, json.folds], [5, 3]);
    assert.equal(configured.code, Number(json.suspects) > 0 ? 3 : 0, configured.stderr);

    const rows = [...wrong.keys()].map((image) => `${image},${image.split('/')[0]!}`);
    await writeFile(path.join(other, 'few.csv'), ['path,label', ...rows].join('\n'));
    await configure({ labels: { file: 'few.csv' }, epochs: 4, folds: 2 });
    const labelled = JSON.parse((await runCli('scan', other, '--json')).stdout) as Record<string, unknown>;
    assert.deepEqual([labelled.images, labelled.epochs, labelled.folds], [6, 4, 2]);
    const plain = await runCli('scan', other, '--json', '--no-config', '--epochs', '1', '--folds', '2');
    assert.equal((JSON.parse(plain.stdout) as Record<string, unknown>).images, 90, plain.stderr);
  });

  it('does nothing where label-review.json is wrong, and says what is', async () => {
    const other = path.join(folder, 'misconfigured');
    await writeStripes(other, { perClass: 5, wrongPerClass: 1, seed: 8 });
    const config = path.join(other, 'label-review.json');
    for (const [text, message] of [
      ['{ "epoch": 4 }', /misconfigured.label-review\.json has the key "epoch".* did you mean "epochs"\?/],
      [
        '{ "labels": { "file": "../labels.csv" } }',
        /"labels\.file" names .*, which lies outside the dataset/,
      ],
      ['{ "encoder": "model.onnx" }', /a dataset may not bring one/],
      ['{ // quick\n}', /is not JSON/],
    ] as const) {
      await writeFile(config, text);
      const { code, stdout, stderr } = await runCli('scan', other);
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.match(stderr, message);
    }
    assert.deepEqual((await readdir(other)).sort(), [
      'diagonal',
      'horizontal',
      'label-review.json',
      'vertical',
    ]);
    const named = await runCli('scan', other, '--config', path.join(other, 'absent.json'));
    assert.equal(named.code, 2);
    assert.match(named.stderr, /There is no file .*absent\.json/);
    const both = await runCli('scan', other, '--config', config, '--no-config');
    assert.match(both.stderr, /--config has no place beside --no-config/);
  });
});
