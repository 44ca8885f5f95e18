import assert from 'node:assert/strict';
import path from 'node:path';
import * as v from 'valibot';
import {
  DEFAULT_SCAN_OPTIONS,
  SCAN_OPTION_NAMES,
  SCAN_OPTIONS,
  scanOptionsSchema,
  type ScanOptionName,
} from '../../../../src/core/run/scanOptions';
import {
  readCacheFolder,
  readExportPath,
  readScanSettings,
  type SettingName,
} from '../../../../src/host/settings/settings';

const settings = (values: Partial<Record<SettingName, unknown>>) => (name: SettingName) => values[name];

describe('settings', () => {
  it('are overridden by what the dataset says itself, and then not looked at', () => {
    const config = { epochs: 3, preset: 'fast', filterBy: 'both' } as const;
    const { options, filterBy } = readScanSettings(
      settings({ epochs: 'many', preset: 'thorough', folds: 2, filterBy: 'calibrated' }),
      config,
    );
    const { preset, epochs, folds, seed } = options;
    assert.deepEqual([preset, epochs, folds, seed], ['fast', 3, 2, DEFAULT_SCAN_OPTIONS.seed]);
    assert.equal(filterBy, 'both');
  });

  it('all reach the trainer process', () => {
    const values: Record<ScanOptionName, unknown> = {
      preset: 'fast',
      encoder: '../models/dino.onnx',
      encoderOrder: 'order.csv',
      loss: 'blurry',
      backend: 'wasm',
      gamma: 0.3,
      cutoff: 0.1,
      activeWeight: 1,
      passiveWeight: 2,
      regularization: 3,
      delayEpochs: 1,
      epochs: 2,
      folds: 4,
      models: 3,
      batchSize: 16,
      learningRate: 0.01,
      distortion: 0.5,
      mirrors: 'none',
      imageSize: 32,
      workers: 2,
      seed: 5,
    };
    const { options } = readScanSettings(settings(values));
    assert.deepEqual(v.parse(scanOptionsSchema, options), values);
  });

  it('leave to the extension what nobody has set', () => {
    const { options, filterBy } = readScanSettings(settings({}));
    assert.deepEqual(JSON.parse(JSON.stringify(options)), {
      preset: 'balanced',
      encoder: 'auto',
      seed: 1,
      backend: 'auto',
    });
    assert.equal(filterBy, 'calibrated');
    assert.equal(readExportPath(settings({})), 'corrected_labels.csv');
  });

  it('are taken over at the ends of their ranges', () => {
    for (const name of SCAN_OPTION_NAMES) {
      const option = SCAN_OPTIONS[name];
      if (option.kind === 'choice' || option.kind === 'file') continue;
      for (const value of [option.minimum, option.maximum])
        assert.equal(readScanSettings(settings({ [name]: value })).options[name], value, name);
      for (const value of [option.minimum - 1, option.maximum + 1])
        assert.throws(() => readScanSettings(settings({ [name]: value })), {
          code: 'bad-setting',
          message: new RegExp(`labelReview\\.${name} is .* from ${option.minimum} to ${option.maximum}\\.$`),
        });
    }
  });

  it('are refused beyond, by name and with what is allowed', () => {
    assert.throws(() => readScanSettings(settings({ folds: 0 })), {
      code: 'bad-setting',
      message: 'The setting labelReview.folds is 0; set it to a whole number from 1 to 100.',
    });
    assert.throws(() => readScanSettings(settings({ loss: 'huber' })), {
      code: 'bad-setting',
      message: /labelReview\.loss is "huber"; set it to one of piecewise-zero, blurry/,
    });
    const bad: Partial<Record<SettingName, unknown>>[] = [
      { epochs: 2.5 },
      { gamma: Number.NaN },
      { gamma: '1' },
      { preset: 3 },
      { encoder: 'resnet50' },
      { encoder: 7 },
      { cutoff: 1.01 },
      { workers: 257 },
    ];
    for (const values of bad)
      assert.throws(() => readScanSettings(settings(values)), { code: 'bad-setting' });
    assert.throws(() => readExportPath(settings({ exportPath: ' ' })), { code: 'bad-setting' });
  });

  it('name a folder for caches by an absolute path, or none', () => {
    const caches = path.resolve('caches');
    assert.equal(readCacheFolder(settings({ cacheFolder: caches })), caches);
    for (const none of [undefined, null, ''])
      assert.equal(readCacheFolder(settings({ cacheFolder: none })), undefined);
    for (const cacheFolder of ['caches', '../caches', 3])
      assert.throws(() => readCacheFolder(settings({ cacheFolder })), {
        code: 'bad-setting',
        message: /set it to the absolute path of a folder/u,
      });
  });

  it('treat null and an empty field as not set', () => {
    for (const none of [null, '']) {
      const { preset, encoderOrder } = readScanSettings(
        settings({ preset: none, epochs: none, encoderOrder: none }),
      ).options;
      assert.deepEqual([preset, encoderOrder], ['balanced', undefined]);
    }
  });
});
