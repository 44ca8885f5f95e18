import path from 'node:path';
import { AppError } from '../../core/appError';
import { parsePreprocessorConfig, type PreprocessorConfig } from '../../core/encoder/preprocessorConfig';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message } from '../../core/words/message';
import { readInput } from '../openInput';

const CONFIG_NAME = 'preprocessor_config.json';

/** The configuration of one model, which goes before that of its folder. */
export function ownConfigFile(model: string): string {
  const { dir, name } = path.parse(model);
  return path.join(dir, `${name}.${CONFIG_NAME}`);
}

/**
 * What is written beside a model about its images: in `MODEL.preprocessor_config.json`, in the folder's
 * `preprocessor_config.json`, or above where the folder is `onnx`, as Hugging Face lays models out. Undefined where there
 * is none. @throws AppError `encoder-unusable` for one that cannot be read.
 */
export async function findPreprocessorConfig(model: string): Promise<PreprocessorConfig | undefined> {
  const folder = path.dirname(model);
  const files = [ownConfigFile(model), path.join(folder, CONFIG_NAME)];
  if (path.basename(folder) === 'onnx') files.push(path.join(folder, '..', CONFIG_NAME));
  for (const file of files) {
    const text = await readIfThere(file);
    if (text !== undefined) return parsePreprocessorConfig(text, file);
  }
  return undefined;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return (await readInput(file)).toString('utf8');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const code = systemErrorCode(cause);
    if (code === 'ENOENT') return undefined;
    throw new AppError('encoder-unusable', message('onnx-unreadable', { file, code: code ?? '' }), { cause });
  }
}
