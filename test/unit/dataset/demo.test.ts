import assert from 'node:assert/strict';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { drawDemo } from '../../../scripts/demo/drawDemo';
import { evaluateSuspects } from '../../../scripts/images/evaluateSuspects';
import { RESULT_COLUMNS } from '../../../src/core/names';
import { decodePixels } from '../../../src/dataset/decode/decode';
import { readImageFile } from '../../../src/dataset/decode/reader/imageFile';
import { runSteps } from '../../../src/core/steps';
import { discover } from '../../../src/dataset/discover';
import { createTemporaryFolder, type TemporaryFolder } from './temporaryFolder';

const IMAGES_PER_CLASS = 20;
const IMAGES = 6 * IMAGES_PER_CLASS;
const ERRORS = Math.round(IMAGES * 0.06);

describe('the demo dataset', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();
  const draw = (name: string) => drawDemo(folder.at(name), { imagesPerClass: IMAGES_PER_CLASS });
  const readAll = async (root: string) => {
    const { paths } = await runSteps(discover({ root, signal }));
    return Promise.all(
      paths.map(async (image) => [image, (await readFile(`${root}/${image}`)).toString('base64')]),
    );
  };

  before(async () => {
    folder = await createTemporaryFolder();
    await draw('shapes');
  });
  after(() => folder.remove());

  it('has six classes, readable colour images, and file names that say nothing', async () => {
    const index = await runSteps(discover({ root: folder.at('shapes'), signal }));
    assert.deepEqual(index.classes, ['cup', 'fish', 'house', 'key', 'leaf', 'star']);
    assert.equal(index.paths.length, IMAGES);
    const numbers = index.paths.map((image) => /^[a-z]+\/(\d{4})\.png$/.exec(image)?.[1]);
    assert.equal(new Set(numbers).size, IMAGES);
    const { width, height } = await decodePixels(
      readImageFile(folder.at(`shapes/${index.paths[0]!}`)).bytes,
      {
        size: 8,
        channels: 3,
      },
    );
    assert.deepEqual([width, height], [48, 48]);
  });

  it('is the same every time, and left alone when complete', async () => {
    await draw('again');
    assert.deepEqual(await readAll(folder.at('again')), await readAll(folder.at('shapes')));
    const truth = await readFile(folder.at('again.truth.csv'), 'utf8');
    assert.equal(truth, await readFile(folder.at('shapes.truth.csv'), 'utf8'));
    const [first = ''] = await readdir(folder.at('again/cup'));
    const { mtimeMs } = await stat(folder.at(`again/cup/${first}`));
    await draw('again');
    assert.equal((await stat(folder.at(`again/cup/${first}`))).mtimeMs, mtimeMs);
  });

  it('is completed when images are missing, and keeps a review', async () => {
    const { folder: root } = await draw('partial');
    const [first = ''] = await readdir(`${root}/cup`);
    await rm(`${root}/cup/${first}`);
    await folder.write('partial/.label-review/decisions.jsonl', 'kept');
    await draw('partial');
    assert.deepEqual(await readAll(root), await readAll(folder.at('shapes')));
    assert.equal(await readFile(`${root}/.label-review/decisions.jsonl`, 'utf8'), 'kept');
  });

  it('has its planted errors counted by the evaluation', async () => {
    const truthFile = folder.at('shapes.truth.csv');
    const rows = (await readFile(truthFile, 'utf8'))
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','));
    const isWrong = ([path, trueLabel]: string[]) => path!.split('/')[0] !== trueLabel;
    const ranked = [...rows.filter(isWrong), ...rows.filter((row) => !isWrong(row))];
    assert.equal(rows.filter(isWrong).length, ERRORS);
    // All errors but the last are flagged, and one right label.
    const suspects = ranked.map(([path], i) => {
      const flagged = i < ERRORS - 1 || i === ERRORS;
      return [path, path!.split('/')[0], String(flagged), '0.5', 'cup', '0.5', String(i + 1)].join();
    });
    const suspectsFile = folder.at('suspects.csv');
    await writeFile(suspectsFile, [RESULT_COLUMNS.join(), ...suspects].join('\n'));
    const share = (ERRORS - 1) / ERRORS;
    const { averagePrecision, areaUnderRoc, ...counted } = await evaluateSuspects(suspectsFile, truthFile);
    assert.ok(Math.abs(averagePrecision - 1) < 1e-9);
    assert.ok(Math.abs(areaUnderRoc - 1) < 1e-9);
    assert.deepEqual(counted, {
      images: IMAGES,
      errors: ERRORS,
      flagged: ERRORS,
      found: ERRORS - 1,
      precision: share,
      recall: share,
      f1: share,
      bestF1: 1,
      precisionAt100: Math.min(ERRORS, 100) / 100,
      precisionAtErrors: 1,
    });
  });
});
