/** Whatever files of annotations hold, their readers read them or say in an `AppError` what is wrong; `FUZZ_RUNS` as for other files. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { AppError } from '../../../src/core/appError';
import { runSteps } from '../../../src/core/steps';
import { discover } from '../../../src/dataset/discover';
import { temporaryFolder } from '../temporaryFolder';
import { applyDamages, damages } from './damage';

const RUNS = { numRuns: Number(process.env.FUZZ_RUNS ?? 50), seed: Number(process.env.FUZZ_SEED ?? 7) };
const { signal } = new AbortController();
const GOLDEN = path.join(__dirname, '..', 'dataset', 'formats', 'golden');

describe('a damaged file of annotations', () => {
  const folder = temporaryFolder();

  const write = async (file: string, content: string | Uint8Array) => {
    await mkdir(path.dirname(path.join(folder(), file)), { recursive: true });
    await writeFile(path.join(folder(), file), content);
  };
  const damage = (file: string, sound: Uint8Array) =>
    fc.assert(
      fc.asyncProperty(damages, async (list) => {
        await write(file, applyDamages(sound, list));
        try {
          const { places = [] } = await runSteps(discover({ root: folder(), signal }));
          for (const place of places) assert.ok(Object.values(place?.box ?? {}).every(Number.isFinite));
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          assert.match(error.message, /\S/);
        }
      }),
      RUNS,
    );

  it('in COCO is read or refused', async () => {
    const sound = await readFile(path.join(GOLDEN, 'coco.json'));
    const { images } = JSON.parse(sound.toString()) as { images: readonly { file_name: string }[] };
    for (const { file_name } of images) await write(file_name, '');
    await damage('coco.json', sound);
  });
});
