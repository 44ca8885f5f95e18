import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  ONNX_FOLDER,
  ONNX_PACKAGES,
  ONNX_VERSION,
  type OnnxPackage,
} from '../../src/core/encoder/onnxPackages';
import { installOnce } from './installOnce';
import { npmInstall } from './npmInstall';

/** The variables that name, for each package of ONNX Runtime, a folder of packages with only that one. */
export const ONNX_VARIABLES: Readonly<Record<OnnxPackage, string>> = {
  'onnxruntime-node': 'LABEL_REVIEW_TEST_ONNX_NODE',
  'onnxruntime-web': 'LABEL_REVIEW_TEST_ONNX_WEB',
};

/** Installs both packages of ONNX Runtime for the tests; returns the variables by which these find them. */
export async function ensureOnnxRuntime(): Promise<NodeJS.ProcessEnv> {
  const variables: NodeJS.ProcessEnv = {};
  for (const packageName of ONNX_PACKAGES) {
    const wanted = `${packageName}@${ONNX_VERSION}`;
    variables[ONNX_VARIABLES[packageName]] = await installOnce({
      name: `${packageName}-${ONNX_VERSION}`,
      announce: `Installing ${wanted} for the tests.`,
      install: async (unfinished) => {
        const folder = path.join(unfinished, ONNX_FOLDER);
        await mkdir(folder);
        await npmInstall({ purpose: `Installing ${wanted}`, folder, packages: [wanted] });
      },
    });
  }
  return variables;
}
