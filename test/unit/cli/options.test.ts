import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { parseFlags } from '../../../src/cli/flags';
import { commandHelp } from '../../../src/cli/help/helpText';
import { SCAN_SPEC } from '../../../src/cli/help/scanSpec';
import { createPalette } from '../../../src/cli/progress/palette';
import { REPORT_IMAGES_OPTION } from '../../../src/core/report/reportForm';
import {
  DEFAULT_SCAN_OPTIONS,
  FAIL_OVER_OPTION,
  FILTER_OPTION,
  rangeText,
  SCAN_OPTIONS,
  scanOptionsSchema,
  withAbsoluteFiles,
  type Option,
} from '../../../src/core/run/scanOptions';

/** Those that are settings, too. */
const OPTIONS: Readonly<Record<string, Option>> = { ...SCAN_OPTIONS, filterBy: FILTER_OPTION };

const valueOf = (option: Option, text?: string) =>
  parseFlags(text === undefined ? [] : [`--${option.flag}`, text], {
    [option.flag]: { type: 'string' },
  }).option(option);

describe('options', () => {
  for (const [name, option] of Object.entries<Option>({
    ...OPTIONS,
    failOver: FAIL_OVER_OPTION,
    reportImages: REPORT_IMAGES_OPTION,
  })) {
    const refuses = (text: string, allowed: string) =>
      assert.throws(() => valueOf(option, text), {
        code: 'bad-usage',
        message: `--${option.flag} is ${allowed}, not '${text}'.`,
      });

    it(`are read from the command line and refused beyond their range: ${name}`, () => {
      assert.equal(valueOf(option), option.default);
      if (option.kind === 'choice') {
        for (const choice of option.choices) assert.equal(valueOf(option, choice), choice);
        refuses('hinge', `one of ${option.choices.join(', ')}`);
        return;
      }
      if (option.kind === 'file') {
        const files = option.extensions.flatMap((extension) => [
          `a/b${extension}`,
          `B${extension.toUpperCase()}`,
        ]);
        for (const text of [...option.choices, ...files]) assert.equal(valueOf(option, text), text);
        const endings = option.extensions.join(' or ');
        const orFile = `a file whose name ends in ${endings}`;
        const allowed =
          option.choices.length > 0 ? `one of ${option.choices.join(', ')}, or ${orFile}` : orFile;
        for (const text of ['hinge', '', 'model.pt', 'Auto', ...option.extensions]) refuses(text, allowed);
        return;
      }
      const { minimum, maximum, kind } = option;
      for (const value of [minimum, maximum]) assert.equal(valueOf(option, String(value)), value);
      const allowed = `a ${kind === 'integer' ? 'whole ' : ''}number from ${minimum} to ${maximum}`;
      for (const text of [
        String(minimum - 1),
        String(maximum + 1),
        '1e99',
        'many',
        '',
        ' ',
        'Infinity',
        'NaN',
      ])
        refuses(text, allowed);
      if (kind === 'integer') refuses(String(minimum + 0.5), allowed);
    });

    it(`are in the usage text with their range: ${name}`, () => {
      const { meaning, placeholder, flag } = option;
      const look = { columns: 100, palette: createPalette(false) };
      const text = commandHelp(SCAN_SPEC, look).replaceAll(/\s+/g, ' ');
      const byDefault = option.default === undefined ? '' : ` (${option.default})`;
      assert.ok(text.includes(` --${flag} ${placeholder} ${meaning}: ${rangeText(option)}${byDefault}`));
    });
  }

  it('are the rows of the table in docs/options.md', () => {
    const page = readFileSync(path.resolve(__dirname, '../../../docs/options.md'), 'utf8');
    const rows = page
      .split('\n')
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')))
      .filter(([, , flag]) => flag?.startsWith('`--') === true);
    assert.deepEqual(
      rows.map((cells) => cells.slice(1, -1)),
      Object.entries(OPTIONS).map(([name, option]) => [
        `\`${name}\``,
        `\`--${option.flag}\``,
        option.meaning,
        rangeText(option).replaceAll(' | ', ', '),
        option.default === undefined ? '' : String(option.default),
      ]),
    );
  });

  it('may be given in part, and are then not filled up with defaults', () => {
    const part = v.partial(scanOptionsSchema);
    assert.deepEqual(v.parse(part, { epochs: 2 }), { epochs: 2 });
    assert.throws(() => v.parse(part, { epochs: 0 }), /Expected a whole number from 1 to 10000/);
    assert.throws(() => v.parse(part, { epoch: 2 }));
  });

  it('have their files made absolute, and nothing else', () => {
    const resolve = (file: string) => `/base/${file}`;
    const withEncoder = (encoder: string) => ({ ...DEFAULT_SCAN_OPTIONS, encoder });
    assert.deepEqual(withAbsoluteFiles(withEncoder('a.onnx'), resolve), withEncoder('/base/a.onnx'));
    for (const choice of SCAN_OPTIONS.encoder.choices)
      assert.deepEqual(withAbsoluteFiles(withEncoder(choice), resolve), withEncoder(choice));
    const withOrder = (encoderOrder: string) => ({ ...withEncoder('/a.npy'), encoderOrder });
    assert.deepEqual(
      withAbsoluteFiles({ ...withOrder('o.csv'), encoder: 'a.npy' }, (file) => `/${file}`),
      withOrder('/o.csv'),
    );
  });

  it('have defaults that a run can be made with', () => {
    assert.deepEqual(DEFAULT_SCAN_OPTIONS, {
      preset: 'balanced',
      encoder: 'auto',
      backend: 'auto',
      seed: 1,
    });
  });
});
