/** What is wrong with a file, above all one of numbers. */
export const FILE_MESSAGES = {
  'input-special': '{file} is a pipe or a device; save what it gives to a file, and name that one.',
  'npy-no-floats':
    "{file} holds '{type}' instead of floating-point numbers; save it with array.astype('float32').",
  'npy-labels-shape': '{file} has shape ({shape}); give one label per sample: save labels.reshape(-1).',
  'npy-no-integers': "{file} holds '{type}' instead of whole numbers; save it with labels.astype('int32').",
  'npy-bad-label': '{file}, row {row}: {label} is not a class index; give classes from 0 up.',
  'npy-fortran-order': '{file} is in Fortran order; save it with numpy.ascontiguousarray(array).',
  'npy-big-endian': "{file} is big-endian ('{type}'); save it with array.astype('{littleEndian}').",
  'npy-length': '{file} is damaged: its shape ({shape}) needs {needed} bytes, not {length}; save it again.',
  'npy-unusable': '{file} is not a usable .npy file: {why}; write it with numpy.save.',
  'npy-no-magic': 'it does not begin like one',
  'npy-short-header': 'it ends inside its header',
  'npy-odd-header': 'its header does not describe one plain array of numbers',
} as const;
