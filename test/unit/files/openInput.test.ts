import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { readLabels } from '../../../src/cli/readLabels';
import { openPredictions } from '../../../src/dataset/predictions/openPredictions';
import { inspectFolder } from '../../../src/dataset/inspect';
import { findPreprocessorConfig } from '../../../src/files/onnx/preprocessorFile';
import { readOnnxModel } from '../../../src/files/onnx/onnxModel';
import { itWith } from '../../fixtures/itWith';
import { temporaryFolder } from '../temporaryFolder';

describe('a pipe in place of a file', () => {
  const folder = temporaryFolder();
  const pipe = (name: string) => {
    execFileSync('mkfifo', [path.join(folder(), name)]);
    return path.join(folder(), name);
  };

  // Each of them waited for ever.
  const readers: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
    'labels.csv': (file) => readLabels(file),
    'labels.npy': (file) => readLabels(file),
    'predictions.csv': (file) => openPredictions(file),
    'predictions.npy': (file) => openPredictions(file),
    'model.onnx': readOnnxModel,
    'preprocessor_config.json': (file) => findPreprocessorConfig(path.join(path.dirname(file), 'model.onnx')),
  };
  for (const [name, read] of Object.entries(readers))
    itWith('pipes', `is refused and not opened: ${name}`, async () => {
      const file = pipe(name);
      await assert.rejects(read(file), {
        code: 'not-a-file',
        message: `${file} is a pipe or a device; save what it gives to a file, and name that one.`,
      });
    });

  itWith('pipes', 'is no label file of a folder', async () => {
    pipe('labels.csv');
    assert.deepEqual((await inspectFolder(folder(), new AbortController().signal)).labelFiles, []);
  });
});
