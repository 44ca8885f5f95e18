/** What is wrong with an image encoder. */
export const ENCODER_MESSAGES = {
  'encoder-file-missing':
    'The image encoder cannot be used: {file} cannot be read ({code}); reinstall Label Review.',
  'encoder-file-damaged':
    'The image encoder cannot be used: {file} is damaged ({why}); reinstall Label Review.',
  'encoder-no-description': 'it does not describe the layers of an encoder',
  'encoder-odd-layers': 'its layers do not fit together',
  'encoder-wrong-length': 'it has {length|# byte|# bytes} instead of {expected}',
  'encoder-wrong-checksum': 'its checksum is not the one in {file}',
  'encoder-no-wasm-simd':
    'The image encoder cannot be used: Node {version} on this processor has no WebAssembly SIMD.',
  'onnx-unreadable': '{file} cannot be read ({code}).',
  'onnx-no-model': '{file} is not an ONNX model; export the model with torch.onnx.export or the like.',
  'onnx-no-encoder': '{file} cannot be used as an image encoder: {why}.',
  'onnx-no-input': 'it has no input',
  'onnx-several-inputs': 'it takes several tensors ({inputs}); export the part alone that takes the image',
  'onnx-input-type': 'its input {input} holds {type}; export it for float32',
  'onnx-input-shape':
    'its input {input} has shape ({shape}) instead of (1, 3, height, width) or (1, height, width, 3)',
  'onnx-fixed-batch': 'it takes {batch} images at a time; export it for one, or for any number',
  'onnx-not-square': 'its images are {width}×{height}, not square',
  'onnx-size': 'its images are {size} pixels square; they may be up to {largest}',
  'onnx-std-zero': 'its standard deviation of a colour is 0',
  'onnx-output-type': 'none of its outputs holds float32 ({outputs})',
  'onnx-output-shape':
    'its output {output} has shape ({shape}) instead of (1, width), (1, tokens, width) or that of a map',
  'onnx-no-runtime':
    "{file} needs ONNX Runtime, which is not installed: run 'Label Review: Install ONNX Runtime…' in VS Code or, for the command line, 'npm install --ignore-scripts onnxruntime-node' in a folder that the environment variable LABEL_REVIEW_PACKAGES names.",
  'onnx-of-run':
    'The run before was made with the model {file}, which is loaded only where you name it yourself: set labelReview.encoder to it in VS Code, or give it as --encoder.',
  'onnx-not-run': '{file} cannot be computed by {packageName}: {why}.',
  'onnx-assumed-values':
    '{file} does not say how its images are normalized, and no preprocessor_config.json beside it does: they were given at {size} pixels with the mean and standard deviation of ImageNet.',
  'onnx-assumed-form':
    '{file} does not say which images it takes, and no preprocessor_config.json beside it does: they were given at {size} pixels square.',
  'embeddings-shape': '{file} has shape ({shape}); give one row per image, of two numbers at least.',
  'embeddings-row-count':
    '{file} has {rows|# row|# rows}, and there {expected|is|are} {expected} of {what}; give one row for each, or name the image of each row in a table, with --encoder-order or the setting encoderOrder.',
  'embeddings-order-other':
    'The rows of {file} fit the labels far better in {taken} than in {assumed}, in which they would be taken. Name the image of each row in a table, with --encoder-order or the setting encoderOrder.',
  'embeddings-rows-disagree':
    '{file}: from {first} to {last}, {share} of the labels are not those of the images whose rows are nearest, {elsewhere} elsewhere; check that these rows are in the right order.',
  'embeddings-not-finite':
    '{file}, {row}: number {column} (counted from 0) is not finite; leave such images out.',
  'embeddings-too-large':
    '{file} takes {gigabytes} GB of memory, which there is not; make the embeddings shorter.',
  'no-encoder-run':
    'No search of {root} has looked at its images with an image encoder, which similar images are found by; find wrong labels again with one: set labelReview.encoder to lite0 in VS Code, or run `label-review scan "{root}" --preset fast --encoder lite0`.',
  'embeddings-gone':
    'What the image encoder {encoder} has found out about {root} is not in the cache any more; find wrong labels again, or run `label-review scan "{root}" --preset fast --encoder "{name}"`.',
  'embeddings-file-changed':
    '{file} is gone or has changed since {root} was searched with it; find wrong labels again, or run `label-review scan "{root}" --preset fast --encoder "{file}"`.',
  'image-not-searched':
    '{image} is not {count|the # image that was|one of the # images that were} searched in {root}; give its path relative to that folder.',
  'image-no-embedding':
    'There is no embedding of {image} by {encoder}; find wrong labels again, or look for what is similar to another image.',
  'preprocessor-unusable': '{file} cannot be used: its {why} is not what an image processor writes.',
} as const;
