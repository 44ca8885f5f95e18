import type { PlannedForm } from '../../core/plan/jobPlan';
import type { DecodeOutput } from '../../dataset/decode/decodeOutput';
import { builtInSource } from '../../encoder/encoder';
import { onnxSource } from '../../encoder/onnx/onnxEncoder';
import type { TaskTools } from './taskTools';

/** A form without the places of files of this machine's program. */
export function planForm(form: DecodeOutput): PlannedForm {
  if (form.kind === 'pixels') return form;
  const { encoder } = form;
  return encoder.kind === 'onnx'
    ? { kind: 'onnx', file: encoder.file }
    : { kind: 'built-in', name: encoder.name, size: encoder.size };
}

/** The forms, as this machine makes them. @throws AppError `encoder-unusable`. */
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
    case 'onnx':
      return { kind: 'embedding', encoder: (await onnxSource(form.file, packagesFolder)).source };
    case 'built-in':
      return { kind: 'embedding', encoder: builtInSource(form.name, form.size, programFolder) };
  }
}
