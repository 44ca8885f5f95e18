import { rangeText, type Option } from '../scanOptions';
import { CONFIG_OPTIONS, LABELS_KEYS, LABELS_MEANING, ofDataset } from './configOptions';

/** What editors complete and check: a JSON Schema of the configuration file, made from the table of options. */
export function createConfigSchema(): object {
  const options: readonly (readonly [string, object])[] = Object.entries<Option>(CONFIG_OPTIONS).map(
    ([name, option]) => [name, propertyOf(ofDataset(option))],
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Label Review',
    description: 'How this dataset is searched for wrong labels, in VS Code and on the command line.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      ...Object.fromEntries(options),
      labels: {
        description: `${capital(LABELS_MEANING)}.`,
        type: 'object',
        additionalProperties: false,
        required: ['file'],
        properties: Object.fromEntries(
          Object.entries(LABELS_KEYS).map(([key, meaning]) => [
            key,
            { description: `${capital(meaning)}.`, type: 'string', minLength: 1 },
          ]),
        ),
      },
    },
  };
}

function propertyOf(option: Option): object {
  const description = `${capital(option.meaning)}: ${rangeText(option)}.`;
  const byDefault = option.default === undefined ? {} : { default: option.default };
  switch (option.kind) {
    case 'choice':
      return { description, type: 'string', enum: option.choices, ...byDefault };
    case 'integer':
    case 'number': {
      const { kind, minimum, maximum } = option;
      return { description, type: kind, minimum, maximum, ...byDefault };
    }
    case 'file': {
      const files = { type: 'string', pattern: `.(${option.extensions.map(eitherCase).join('|')})$` };
      const anyOf = option.choices.length === 0 ? [files] : [{ enum: option.choices }, files];
      return { description, anyOf, ...byDefault };
    }
  }
}

/** `.npy` as `\.[nN][pP][yY]`: patterns of JSON Schema have no flags. */
const eitherCase = (extension: string): string =>
  extension.replace('.', '\\.').replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
