import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { CONFIG_FILE, CONFIG_SCHEMA } from '../../../../../src/core/names';
import { CONFIG_OPTIONS } from '../../../../../src/core/run/config/configOptions';
import { createConfigSchema } from '../../../../../src/core/run/config/configSchema';

const root = path.resolve(__dirname, '../../../../..');

describe('the JSON schema of label-review.json', () => {
  const text = `${JSON.stringify(createConfigSchema(), undefined, 2)}\n`;
  const { properties } = v.parse(
    v.object({ properties: v.record(v.string(), v.record(v.string(), v.unknown())) }),
    JSON.parse(text),
  );

  it('is in the package as the table of options has it', () => {
    const file = path.join(root, CONFIG_SCHEMA);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
    assert.equal(readFileSync(file, 'utf8'), text, 'UPDATE_GOLDEN=1 writes it anew');
  });

  it('is registered with VS Code', () => {
    const manifest = v.parse(
      v.object({ contributes: v.object({ jsonValidation: v.unknown() }) }),
      JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')),
    );
    assert.deepEqual(manifest.contributes.jsonValidation, [
      { fileMatch: CONFIG_FILE, url: `./${CONFIG_SCHEMA}` },
    ]);
  });

  it('knows every key, and no model', () => {
    assert.deepEqual(Object.keys(properties), ['$schema', ...Object.keys(CONFIG_OPTIONS), 'labels']);
    const { anyOf } = v.parse(
      v.object({
        anyOf: v.tuple([v.object({ enum: v.array(v.string()) }), v.object({ pattern: v.string() })]),
      }),
      properties.encoder,
    );
    assert.deepEqual(anyOf[0].enum, ['auto', 'none', 'lite0', 'lite2']);
    for (const file of ['a.npy', 'a/b c.NPY']) assert.match(file, new RegExp(anyOf[1].pattern));
    for (const file of ['a.onnx', '.npy', 'npy', 'a.npy.onnx', 'lite3'])
      assert.doesNotMatch(file, new RegExp(anyOf[1].pattern));
  });

  it('has ranges, choices and defaults', () => {
    const { description, ...epochs } = properties.epochs!;
    assert.deepEqual(epochs, { type: 'integer', minimum: 1, maximum: 10_000 });
    assert.equal(description, 'How often each model sees every image: 1 to 10000.');
    assert.equal(properties.preset!.default, 'balanced');
    assert.deepEqual(properties.preset!.enum, ['fast', 'balanced', 'thorough', 'paper']);
  });
});
