import { AppError } from '../../core/appError';
import { assertNever } from '../../core/assertNever';
import { FORMAT_TITLES, type FormatName } from '../../core/dataset/formats/formatNames';
import { message } from '../../core/words/message';
import { correctFolders } from './correctFolders';
import type { CorrectionPlan, CorrectionRequest, Corrector } from './corrector';
import { correctHuggingFace } from './huggingface/correctHuggingFace';
import { correctCoco } from './json/correctCoco';
import { correctLabelStudio } from './json/correctLabelStudio';
import { correctTable } from './correctTable';
import { correctLabelme } from './json/correctLabelme';
import { correctCvat } from './xml/correctCvat';
import { correctVoc } from './xml/correctVoc';
import { correctYolo } from './yolo/correctYolo';

/** The forms of annotations that take corrections in place. */
const CORRECTORS: Partial<Record<FormatName, Corrector>> = {
  coco: correctCoco,
  yolo: correctYolo,
  voc: correctVoc,
  cvat: correctCvat,
  labelme: correctLabelme,
  'label-studio': correctLabelStudio,
  huggingface: correctHuggingFace,
};

/**
 * Plans how corrections get into the very form that a dataset has; touches nothing.
 * @throws AppError `cannot-write-back` for a form that is only read.
 */
export async function planCorrections(request: CorrectionRequest): Promise<CorrectionPlan> {
  const source = request.now.labelSource;
  switch (source.kind) {
    case 'folders':
      return correctFolders(request);
    case 'csv':
      return correctTable(request, source);
    case 'annotations': {
      const correct = CORRECTORS[source.format];
      if (correct !== undefined) return correct(request);
      throw new AppError(
        'cannot-write-back',
        message('write-back-not-in-place', { root: request.now.root, format: FORMAT_TITLES[source.format] }),
      );
    }
    default:
      return assertNever(source);
  }
}
