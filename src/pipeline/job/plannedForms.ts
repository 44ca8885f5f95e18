import { AppError } from '../../core/appError';
import type { PlannedForm } from '../../core/plan/jobPlan';
import { message } from '../../core/words/message';
import type { DecodeOutput } from '../../dataset/decode/decodeOutput';
import { builtInSource } from '../../encoder/encoder';
import { onnxSource } from '../../encoder/onnx/onnxEncoder';
import type { TaskTools } from './taskTools';

/** A form without the places of files of this machine's program. */
export function planForm(form: DecodeOutput): PlannedForm {
  if (form.kind === 'pixels') return form;
  const { encoder } = form;
  return encoder.kind === 'onnx'
    ? { kind: 'onnx', file: encoder.file, sha256: encoder.sha256 }
    : { kind: 'built-in', name: encoder.name, size: encoder.size };
}

/** Embeddings by another encoder cannot be compared with those that other tasks have made. */
export const changedEncoder = (file: string): AppError =>
  new AppError('source-changed', message('plan-encoder-changed', { file }));

/** The forms, as this machine makes them. @throws AppError `encoder-unusable`, `source-changed`. */
export const openForms = (
  forms: readonly PlannedForm[],
  tools: Pick<TaskTools, 'programFolder' | 'packagesFolder'>,
): Promise<readonly DecodeOutput[]> => Promise.all(forms.map((form) => openForm(form, tools)));

async function openForm(
  form: PlannedForm,
  { programFolder, packagesFolder }: Pick<TaskTools, 'programFolder' | 'packagesFolder'>,
): Promise<DecodeOutput> {
  switch (form.kind) {
    case 'pixels':
      return form;
    case 'onnx': {
      const { source } = await onnxSource(form.file, packagesFolder);
      if (source.sha256 !== form.sha256) throw changedEncoder(form.file);
      return { kind: 'embedding', encoder: source };
    }
    case 'built-in':
      return { kind: 'embedding', encoder: builtInSource(form.name, form.size, programFolder) };
  }
}
