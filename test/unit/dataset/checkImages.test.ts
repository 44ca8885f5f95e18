import assert from 'node:assert/strict';
import path from 'node:path';
import { addDescriptions, createDescriptions } from '../../../src/core/duplicates/describeImages';
import { addMeasures, createMeasures } from '../../../src/core/faults/measureImages';
import { lookAtImages, startImageChecks } from '../../../src/dataset/checkImages';
import { createRng } from '../../../src/core/rng';
import { fileSource } from '../../fixtures/fileSource';
import { memorySource } from '../../fixtures/memorySource';
import { temporaryFolder } from '../temporaryFolder';
import { drawAll, drawPicture } from '../core/duplicates/drawTextures';

describe('startImageChecks', () => {
  const folder = temporaryFolder();
  const rng = createRng(2);
  const pictures = Array.from({ length: 200 }, () => drawPicture(rng));
  const pictureArray = drawAll([...pictures, pictures[0]!, () => 20]);
  const pixels = memorySource(pictureArray);
  const sizes = new Int32Array(2 * pixels.count).fill(300);
  sizes[2] = 2400;

  it('finds copies and faults, and lets others run meanwhile', async () => {
    let turns = 0;
    let isDone = false;
    const takeTurns = () => {
      turns++;
      if (!isDone) setImmediate(takeTurns);
    };
    takeTurns();
    // A turn for every step, however fast the machine is.
    const checking = startImageChecks({ pixels, sizes, signal: new AbortController().signal, turnMs: 0 });
    assert.equal(checking.found(), undefined);
    const checks = await checking.finish();
    isDone = true;
    assert.equal(checking.found(), checks);
    assert.deepEqual(
      checks.groups.map(({ images }) => [...images]),
      [[0, 200]],
    );
    assert.deepEqual([...checks.faults.blank], [201]);
    assert.deepEqual([...checks.faults.aspect], [1]);
    assert.ok(turns > 3, `${turns} turns`);
    await checking.stop();
  });

  it('finds the same among images in a file', async () => {
    const { signal } = new AbortController();
    const file = path.join(folder(), 'pixels.u8');
    const [inMemory, inFile] = [pixels, await fileSource(file, pictureArray)].map((source) =>
      startImageChecks({ pixels: source, sizes, signal }).finish(),
    );
    assert.deepEqual(await inFile, await inMemory);
  });

  it('finds the same where each image was looked at before, in parts', async () => {
    const options = { signal: new AbortController().signal, turnMs: 1000 };
    const { height, width, channels } = pictureArray;
    const { count } = pixels;
    const looks = { descriptions: createDescriptions(count), measures: createMeasures(count) };
    for (const [from, to] of [
      [0, 70],
      [70, 71],
      [71, count],
    ] as const) {
      const size = height * width * channels;
      const part = {
        ...pictureArray,
        data: pictureArray.data.subarray(from * size, to * size),
      };
      const found = await lookAtImages(memorySource(part), options);
      addDescriptions(looks.descriptions, found.descriptions, from);
      addMeasures(looks.measures, found.measures, from);
    }
    const whole = await startImageChecks({ pixels, sizes, ...options }).finish();
    assert.deepEqual(await startImageChecks({ pixels, sizes, looks, ...options }).finish(), whole);
  });

  it('stops when asked to and when the run is cancelled', async () => {
    const stopped = startImageChecks({ pixels, sizes, signal: new AbortController().signal });
    await stopped.stop();
    await assert.rejects(stopped.finish(), { name: 'AbortError' });
    const run = new AbortController();
    const cancelled = startImageChecks({ pixels, sizes, signal: run.signal });
    run.abort();
    await assert.rejects(cancelled.finish(), { name: 'AbortError' });
  });
});
