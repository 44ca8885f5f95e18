import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AppError } from '../../../../../src/core/appError';
import { CONFIG_OPTIONS, ofDataset } from '../../../../../src/core/run/config/configOptions';
import { describeConfig } from '../../../../../src/core/run/config/describeConfig';
import { parseConfig } from '../../../../../src/core/run/config/parseConfig';
import { wordMessage } from '../../../../../src/core/words/message';
import { allowedValues, DEFAULT_SCAN_OPTIONS, type Option } from '../../../../../src/core/run/scanOptions';

const parse = (config: object) => parseConfig(JSON.stringify(config));
const refuses = (text: string, message: string | RegExp) =>
  assert.throws(() => parseConfig(text), { code: 'bad-setting', message });

describe('label-review.json', () => {
  it('sets what flags and settings set, and only what it says', () => {
    const config = {
      preset: 'fast',
      encoder: 'features.npy',
      encoderOrder: 'lists/order.csv',
      epochs: 3,
      seed: 0,
      filterBy: 'both',
      failOver: 0,
      labels: { file: 'labels.csv', labelColumn: 'breed' },
    };
    assert.deepEqual(parse(config), config);
    assert.deepEqual(parse({}), {});
    assert.deepEqual(parse({ $schema: './schema.json', format: 'coco' }), { format: 'coco' });
    assert.deepEqual(parseConfig('\uFEFF{}'), {});
  });

  for (const [key, option] of Object.entries<Option>(CONFIG_OPTIONS))
    it(`takes defaults and refuses what is no value: ${key}`, () => {
      const usual = (DEFAULT_SCAN_OPTIONS as Readonly<Record<string, unknown>>)[key]; // undefined where there is none
      if (usual !== undefined) assert.deepEqual(parse({ [key]: usual }), { [key]: usual });
      const allowed = wordMessage(allowedValues(ofDataset(option)));
      for (const value of ['no such', '', null, true, -1, 1e12, [], {}])
        refuses(
          JSON.stringify({ [key]: value }),
          `label-review.json: "${key}" is ${JSON.stringify(value)}; set it to ${allowed}.`,
        );
    });

  it('names a key that is not known, and the one that was meant', () => {
    refuses(
      '{ "epoch": 3 }',
      'label-review.json has the key "epoch", which is not known; did you mean "epochs"?',
    );
    refuses('{ "fail-over": 3 }', /did you mean "failOver"\?$/);
    refuses('{ "cacheFolder": "/tmp" }', /the keys are preset, encoder, .*, failOver, labels\.$/);
    refuses('{ "__proto__": {} }', /the key "__proto__", which is not known/);
    refuses(
      '{ "labels": { "file": "a.csv", "colunm": "x" } }',
      /the key "labels\.colunm", which is not known/,
    );
  });

  it('says what labels are, and that their table is a form of its own', () => {
    const object = 'an object such as { "file": "labels.csv" }, with the keys file, pathColumn, labelColumn';
    for (const value of ['labels.csv', null, [], {}, { pathColumn: 'a' }])
      refuses(
        JSON.stringify({ labels: value }),
        `label-review.json: "labels" is ${JSON.stringify(value)}; set it to ${object}.`,
      );
    refuses(
      '{ "labels": { "file": 3 } }',
      /"labels\.file" is 3; set it to the path of a table in the dataset\.$/,
    );
    refuses(
      '{ "labels": { "file": "a.csv" }, "format": "coco" }',
      /"format" is "coco"; set it to csv, or remove/,
    );
    assert.equal(parse({ labels: { file: 'a.csv' }, format: 'csv' }).format, 'csv');
  });

  it('brings no model', () => {
    for (const value of ['model.onnx', 'a/B.ONNX'])
      refuses(
        JSON.stringify({ encoder: value }),
        `label-review.json: "encoder" names the model "${value}", which would be run; a dataset may not bring one, ` +
          'so name it by a flag or in the settings.',
      );
  });

  it('is plain JSON with an object in it', () => {
    refuses(
      '{ "preset": "fast", // quick\n}',
      /^label-review\.json is not JSON \(.*\); write plain JSON, without comments\.$/s,
    );
    refuses('', /is not JSON/);
    for (const text of ['[]', 'null', '"fast"', '3'])
      refuses(
        text,
        'label-review.json holds no object; write keys and values in braces, such as { "preset": "fast" }.',
      );
  });

  it('is refused in a sentence, or says something, whatever is in it', () => {
    const keys = fc.constantFrom(
      ...Object.keys(CONFIG_OPTIONS),
      'labels',
      'file',
      'constructor',
      '__proto__',
    );
    const content = fc.oneof(
      fc.string(),
      fc.json(),
      fc.dictionary(keys, fc.jsonValue()).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(content, (text) => {
        try {
          assert.ok(typeof parseConfig(text) === 'object');
        } catch (error) {
          assert.ok(error instanceof AppError && error.code === 'bad-setting');
        }
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('is told by names and values that count', () => {
    const config = { ...parse({ epochs: 3, preset: 'fast' }), labels: { file: '/pets/a/labels.csv' } };
    const toRelative = (file: string) => file.replace('/pets/', '');
    assert.deepEqual(describeConfig(config, { shows: () => true, toRelative }), [
      'preset fast',
      'epochs 3',
      'labels a/labels.csv',
    ]);
    assert.deepEqual(describeConfig(config, { shows: (key) => key === 'epochs', toRelative }), ['epochs 3']);
  });
});
