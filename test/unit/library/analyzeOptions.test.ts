import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  DEFAULT_SCAN_OPTIONS,
  FILTER_OPTION,
  rangeText,
  SCAN_OPTIONS,
  type Option,
  type ScanOptionName,
  type ScanOptions,
} from '../../../src/core/run/scanOptions';
import { analyzeRequest, type AnalyzeOptions } from '../../../src/library/analyzeOptions';
import { LabelReviewError } from '../../../src/library/core';

const SOURCE = readFileSync(path.resolve(__dirname, '../../../src/library/analyzeOptions.ts'), 'utf8');

/** The comment of an option, on one line. */
function commentOf(name: string): string | undefined {
  const [, comment] =
    new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s*readonly ${name}\\?:`, 'u').exec(SOURCE) ?? [];
  return comment?.replaceAll(/\s+(?:\*\s+)?/gu, ' ').trim();
}

function describeOption(option: Option): string {
  const { meaning } = option;
  const byDefault = option.default === undefined ? '' : ` (${option.default})`;
  const range = rangeText(option);
  return `${meaning[0]!.toUpperCase()}${meaning.slice(1)}: ${range}${byDefault}.`;
}

describe('the options of analyze', () => {
  for (const [name, option] of Object.entries({ ...SCAN_OPTIONS, filterBy: FILTER_OPTION }))
    it(`describe ${name} as the command line does`, () => {
      assert.equal(commentOf(name), describeOption(option));
    });

  it('are all options of a search, with the same values', () => {
    // Held by the compiler: what the pipeline takes may be given.
    const given: Pick<AnalyzeOptions, ScanOptionName> = DEFAULT_SCAN_OPTIONS;
    const { options, filterBy } = analyzeRequest('images', given);
    const taken: ScanOptions = options;
    assert.deepEqual(JSON.parse(JSON.stringify(taken)), DEFAULT_SCAN_OPTIONS);
    assert.equal(filterBy, FILTER_OPTION.default);
    assert.deepEqual(analyzeRequest('images', {}).options, taken);
  });

  it('name files and folders from the working directory', () => {
    const { root, labels, predictions, cacheFolder, options } = analyzeRequest('images', {
      labels: { file: 'labels.csv', pathColumn: 'name' },
      predictions: { file: 'probs.npy', orderFile: 'order.csv' },
      cacheFolder: 'cache',
      encoder: 'model.onnx',
      encoderOrder: 'rows.csv',
    });
    assert.deepEqual(
      [root, labels?.file, predictions?.file, predictions?.orderFile, cacheFolder, options.encoder],
      ['images', 'labels.csv', 'probs.npy', 'order.csv', 'cache', 'model.onnx'].map((name) =>
        path.resolve(name),
      ),
    );
    assert.equal(options.encoderOrder, path.resolve('rows.csv'));
    assert.equal(labels?.pathColumn, 'name');
  });

  const refused: readonly (readonly [object, RegExp])[] = [
    [{ epochs: 0 }, /^The option epochs is a whole number from 1 to 10000, not 0\.$/],
    [{ preset: 'quick' }, /^The option preset is one of fast, balanced, thorough, paper, not quick\.$/],
    [{ format: 'tfrecord' }, /^The option format is one of folders, .*, not tfrecord\.$/],
    [{ epoch: 3 }, /^There is no option epoch; there are labels, format, filterBy, .*, seed\.$/],
  ];
  for (const [options, sentence] of refused)
    it(`are refused: ${JSON.stringify(options)}`, () => {
      assert.throws(
        () => analyzeRequest('images', options),
        (error) =>
          error instanceof LabelReviewError && error.code === 'bad-setting' && sentence.test(error.message),
      );
    });
});
