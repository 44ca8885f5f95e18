/** What is wrong with a dataset's configuration file. */
export const CONFIG_MESSAGES = {
  'config-missing': 'There is no file {file}; check its name.',
  'config-no-file': '{file} is no plain file; make it one, or remove it.',
  'config-too-large': '{file} has {size}, more than the {most} of any configuration; check what it is.',
  'config-unreadable': '{file} cannot be read ({code}); check its permissions.',
  'config-no-json': '{file} is not JSON ({why}); write plain JSON, without comments.',
  'config-no-object': '{file} holds no object; write keys and values in braces, such as {example}.',
  'config-unknown-key': '{file} has the key "{key}", which is not known; the keys are {keys}.',
  'config-misspelt-key': '{file} has the key "{key}", which is not known; did you mean "{near}"?',
  'config-bad-value': '{file}: "{key}" is {value}; set it to {allowed}.',
  'config-program':
    '{file}: "{key}" names the model {value}, which would be run; a dataset may not bring one, so name it by a flag or in the settings.',
  'config-outside': '{file}: "{key}" names {value}, which lies outside the dataset; name a file in it.',
  'config-sets': '{file} sets {values}.',
} as const;
