/** Whatever a Parquet file holds, correcting it is planned or refused in a sentence; `FUZZ_RUNS` as for other files. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { AppError } from '../../../src/core/appError';
import type { Correction } from '../../../src/core/writeBack/correction';
import { runSteps } from '../../../src/core/steps';
import { discover } from '../../../src/dataset/discover';
import { planCorrections } from '../../../src/dataset/writeBack/planCorrections';
import { planRecord } from '../../../src/files/changes/planRecord';
import { temporaryFolder } from '../temporaryFolder';
import { applyDamages, damages } from './damage';

const RUNS = { numRuns: Number(process.env.FUZZ_RUNS ?? 50), seed: Number(process.env.FUZZ_SEED ?? 7) };
const { signal } = new AbortController();
const SHARD = path.join(__dirname, '../../fixtures/golden/shards/named/data/train-00000-of-00001.parquet');
const NAME = 'train-00000-of-00001.parquet';

describe('a damaged Parquet file', () => {
  const folder = temporaryFolder();

  it('is corrected or refused', async () => {
    const sound = await readFile(SHARD);
    const unpackTo = {
      folder: path.join(folder(), '.label-review/cache/unpacked'),
      make: () => mkdir(folder(), { recursive: true }).then(() => undefined),
    };
    let corrected = 0;
    await fc.assert(
      fc.asyncProperty(damages, fc.boolean(), async (list, isFooter) => {
        const from = isFooter ? sound.length - 2800 : 0;
        const damaged = Buffer.concat([sound.subarray(0, from), applyDamages(sound.subarray(from), list)]);
        await writeFile(path.join(folder(), NAME), damaged);
        try {
          const now = await runSteps(discover({ root: folder(), format: 'huggingface', signal, unpackTo }));
          const corrections = new Map(
            now.paths.map((image, index): [string, Correction] => [
              image,
              {
                givenLabel: now.classes[now.labels[index]!]!,
                decision: { action: 'relabel', label: index % 2 === 0 ? 'new' : 'dog' },
              },
            ]),
          );
          const bounds = { root: folder() };
          const { changes } = await planCorrections({ now, corrections, bounds, signal });
          await planRecord(folder(), '2026-01-02T03:04:05.006Z', changes);
          corrected += changes.length;
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          assert.match(error.message, /\S/);
        }
      }),
      RUNS,
    );
    assert.ok(corrected > 0);
  });
});
