/** What is wrong with an image encoder. */
export const ENCODER_MESSAGES = {
  'encoder-file-missing':
    'The image encoder cannot be used: {file} cannot be read ({code}); reinstall Label Review.',
  'encoder-file-damaged':
    'The image encoder cannot be used: {file} is damaged ({why}); reinstall Label Review.',
  'encoder-no-description': 'it does not describe the layers of an encoder',
  'encoder-odd-layers': 'its layers do not fit together',
  'encoder-wrong-length': 'it has {length} bytes instead of {expected}',
  'encoder-wrong-checksum': 'its checksum is not the one in {file}',
  'encoder-no-wasm-simd':
    'The image encoder cannot be used: Node {version} on this processor has no WebAssembly SIMD.',
} as const;
