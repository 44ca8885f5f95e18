/** What keeps a training from starting or going on. */
export const TRAINING_MESSAGES = {
  'option-unusable': 'The option "{option}" cannot be used: {why}.',
  'option-out-of-range': '{value} is not {allowed}',
  'models-above-folds': '{models|# is|# are} more than the {folds|# fold|# folds}',
  'delay-above-epochs': '{delay|# epoch is|# epochs are} more than the {epochs} that {epochs|is|are} trained',
  'folds-above-images': '{folds|# part|# parts} cannot be made of {images|# image|# images}',
  'models-of-other-network':
    'The models of the run before have {weights|# weight|# weights} instead of {expected}; find wrong labels again instead of retraining.',
  'backend-not-loaded': 'The {backend} backend cannot be loaded ({why}); install it, or choose auto or wasm.',
  'gpu-failed': 'The GPU has failed ({why}); start again, or choose the backend wasm.',
  'wasm-files-unusable': 'The wasm backend cannot start with the files in {folder}; reinstall Label Review.',
  'wasm-file-missing':
    'The wasm backend cannot start: {file} is missing in {folder}; reinstall Label Review.',
  'no-wasm-simd': 'Node {version} on this processor has no WebAssembly SIMD, which the wasm backend needs.',
  'trainer-other-protocol':
    'The trainer speaks protocol {trainer}, the extension {extension}; reload the window.',
  'trainer-not-understood': 'The trainer was asked something it does not understand: {issues}',
  'trainer-not-started': 'The trainer process could not be started ({why}); see the log.',
  'trainer-stopped': 'The trainer process stopped ({how}); see the log.',
  'trainer-stopped-saying': 'The trainer process stopped ({how}); see the log. It said: {said}',
  'trainer-silent': 'The trainer process did not answer within {seconds} s; see the log.',
} as const;
