import path from 'node:path';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { runSteps } from '../../../core/steps';
import { message } from '../../../core/words/message';
import { parseFile } from '../../formats/annotations/parseFiles';
import { createPictureLookup } from '../../formats/annotations/pictureLookup';
import { readVocFile } from '../../formats/voc/vocFile';
import { walkImages } from '../../walk';
import {
  correctFiles,
  leftOutFor,
  notFound,
  type FileEdits,
  type PictureCorrection,
} from '../annotatedFiles';
import type { CorrectionPlan, CorrectionRequest, LeftOutCorrection } from '../corrector';
import type { SpanEdit } from '../spanEdits';
import { XmlPlaces } from './xmlPlaces';

const OBJECT = 'annotation/object';

/** The name of an object changes, or the object goes. */
export async function correctVoc(request: CorrectionRequest): Promise<CorrectionPlan> {
  const { now, signal } = request;
  const { paths, annotations } = await runSteps(walkImages({ root: now.root, signal }));
  const pictureOf = createPictureLookup(paths);
  const files = annotations.filter((file) => /\.xml$/iu.test(file)).sort(compareCodeUnits);
  async function* matched() {
    for (const file of files) {
      const parsed = await parseFile(now.root, file, (absolute) => readVocFile(absolute, signal));
      if ('content' in parsed) yield { file, match: pictureOf({ file, written: parsed.content.filename }) };
    }
  }
  return correctFiles(request, matched(), vocEdits);
}

const vocEdits =
  (corrections: readonly PictureCorrection[], file: string): FileEdits =>
  (bytes) => {
    const xml = XmlPlaces.open(bytes);
    if (xml === undefined)
      return {
        edits: [],
        leftOut: leftOutFor(corrections, message('left-out-not-utf8', { file: path.basename(file) })),
      };
    const elements = xml.elements();
    const objects = elements.filter((element) => element.path === OBJECT);
    const edits: SpanEdit[] = [];
    const leftOut: LeftOutCorrection[] = [];
    for (const one of corrections) {
      const object = objects[(one.number ?? 0) - 1];
      // The last one counts, as it did when it was read.
      const name = elements.findLast(
        (element) =>
          element.path === `${OBJECT}/name` &&
          object !== undefined &&
          element.start >= object.start &&
          element.end <= object.end,
      );
      const { decision } = one.correction;
      if (object === undefined || name === undefined) leftOut.push(...notFound([one]));
      else
        edits.push(
          decision.action === 'exclude' ? xml.remove(object) : xml.replaceText(name, decision.label),
        );
    }
    return { edits, leftOut };
  };
