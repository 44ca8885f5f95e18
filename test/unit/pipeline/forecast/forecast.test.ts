import assert from 'node:assert/strict';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { DEFAULT_SCAN_OPTIONS, type ScanOptions } from '../../../../src/core/run/scanOptions';
import { forecast } from '../../../../src/pipeline/forecast/forecast';
import { createTemporaryFolder, type TemporaryFolder } from '../../dataset/temporaryFolder';

describe('forecast', () => {
  let folder: TemporaryFolder;
  const { signal } = new AbortController();
  const ask = (options: Partial<ScanOptions> = {}) =>
    forecast(
      {
        root: folder.root,
        fallbackStore: path.join(folder.root, 'stores'),
        options: { ...DEFAULT_SCAN_OPTIONS, ...options },
        searched: ['/gone'],
      },
      signal,
    );

  beforeEach(async () => {
    folder = await createTemporaryFolder();
    for (const label of ['cat', 'dog']) {
      await mkdir(path.join(folder.root, label));
      for (let i = 0; i < 3; i++)
        await sharp({ create: { width: 120, height: 120, channels: 3, background: '#c04020' } })
          .png()
          .toFile(path.join(folder.root, label, `${i}.png`));
    }
  });
  afterEach(() => folder.remove());

  it('counts the images and says what each preset takes, and leaves nothing behind', async () => {
    const { images, classes, presets, isMeasured } = await ask();
    assert.deepEqual([images, classes, isMeasured], [6, 2, false]);
    assert.deepEqual(
      presets.map(({ preset, network, encoder }) => [preset, network, encoder]),
      [
        ['fast', false, 'lite0'],
        ['balanced', true, 'lite0'],
        ['thorough', true, 'lite0'],
      ],
    );
    const seconds = presets.map((each) => each.seconds ?? NaN);
    assert.deepEqual(
      [...seconds].sort((a, b) => a - b),
      seconds,
    );
    assert.deepEqual((await readdir(folder.root)).sort(), ['cat', 'dog']);
  });

  it('knows no time of a model of the user, and offers a preset that is set', async () => {
    const { presets } = await ask({ encoder: '/models/own.onnx', preset: 'paper' });
    assert.deepEqual(
      presets.map(({ preset }) => preset),
      ['fast', 'balanced', 'thorough', 'paper'],
    );
    assert.deepEqual(
      presets.map(({ seconds }) => seconds),
      [undefined, undefined, undefined, undefined],
    );
  });

  it('says what is wrong with a folder as a search does', async () => {
    await assert.rejects(
      forecast(
        {
          root: path.join(folder.root, 'cat'),
          fallbackStore: '/',
          options: DEFAULT_SCAN_OPTIONS,
          searched: [],
        },
        signal,
      ),
      { code: 'too-few-classes' },
    );
  });
});
