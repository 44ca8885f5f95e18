import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { runSteps } from '../../../src/core/steps';
import { discover } from '../../../src/dataset/discover';
import { createFindImageChange } from '../../../src/review/findImageChange';
import { createPictureFiles } from '../../../src/review/pictures/pictureFiles';
import type { StoreLocation } from '../../../src/store/location';
import { unpackTo } from '../../../src/store/unpackFolder';
import { PACKED_EDGE, PACKED_FORMS, SMALL_EDGE, writePacked } from '../../fixtures/packedStripes';
import { STRIPES_CLASSES } from '../../fixtures/stripes';
import { temporaryFolder } from '../temporaryFolder';
import { sampleRun } from './sampleRun';
import { RESULTS } from './openSession';

describe('images that are inside a file, as a gallery has them', () => {
  const folder = temporaryFolder();
  const { signal } = new AbortController();

  for (const form of PACKED_FORMS)
    it(`are shown whole out of a ${form}, and nothing is written beside it`, async () => {
      const root = folder();
      const location: StoreLocation = { root, folder: path.join(root, '.store'), isFallback: true };
      const file = await writePacked(root, form);
      const before = (await readdir(root)).length;
      const index = await runSteps(discover({ root, signal, unpackTo: unpackTo(location) }));
      assert.deepEqual(index.classes, [...STRIPES_CLASSES]);
      assert.equal(index.paths.length, 60);
      const image = { path: index.paths[59]!, place: index.places?.[59] };
      assert.ok(image.path.startsWith(`${file}/`));
      const pictures = createPictureFiles(location, (copy) => copy);
      const { address, why } = await pictures.original(image);
      assert.equal(why, undefined);
      const { width, height } = await sharp(address).metadata();
      const edge = form === 'tar' || form === 'zip' ? PACKED_EDGE : SMALL_EDGE;
      assert.deepEqual([width, height], [edge, edge]);
      assert.equal(await pictures.fileOf(image), address);
      assert.equal((await readdir(root)).length, before + 1, 'the store alone');
      const change = createFindImageChange(location, sampleRun(RESULTS));
      assert.equal(await change({ ...RESULTS[0]!, ...image }), undefined);
    });
});
