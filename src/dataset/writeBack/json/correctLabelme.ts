import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { runSteps } from '../../../core/steps';
import { message } from '../../../core/words/message';
import { parseFile } from '../../formats/annotations/parseFiles';
import { createPictureLookup } from '../../formats/annotations/pictureLookup';
import { readLabelmeFile } from '../../formats/labelme/labelmeFile';
import { walkImages } from '../../walk';
import {
  correctFiles,
  leftOutFor,
  notFound,
  type FileEdits,
  type PictureCorrection,
} from '../annotatedFiles';
import type { CorrectionPlan, CorrectionRequest, LeftOutCorrection } from '../corrector';
import { removal, removalsFromList, type SpanEdit } from '../spanEdits';
import { JsonPlaces, quoteJson } from './jsonPlaces';

/** The label of a shape changes, or the shape goes; of a whole image, its flags. */
export async function correctLabelme(request: CorrectionRequest): Promise<CorrectionPlan> {
  const { now, signal } = request;
  const { paths, annotations } = await runSteps(walkImages({ root: now.root, signal }));
  const pictureOf = createPictureLookup(paths);
  const files = annotations.filter((file) => /\.json$/iu.test(file)).sort(compareCodeUnits);
  async function* matched() {
    for (const file of files) {
      const parsed = await parseFile(now.root, file, readLabelmeFile);
      if ('content' in parsed) yield { file, match: pictureOf({ file, written: parsed.content.imagePath }) };
    }
  }
  return correctFiles(request, matched(), labelmeEdits);
}

const labelmeEdits =
  (corrections: readonly PictureCorrection[], file: string): FileEdits =>
  (bytes) => {
    if (!isUtf8(bytes))
      return {
        edits: [],
        leftOut: leftOutFor(corrections, message('left-out-not-utf8', { file: path.basename(file) })),
      };
    const json = new JsonPlaces(bytes);
    const { isAscii } = json;
    const edits: SpanEdit[] = [];
    const leftOut: LeftOutCorrection[] = [];
    const removed = new Set<number>();
    for (const one of corrections) {
      const { decision } = one.correction;
      const made =
        one.number === undefined ? flagEdits(json, one) : shapeEdits(json, one.number, { one, isAscii });
      if (made !== undefined) edits.push(...made);
      else if (one.number !== undefined && decision.action === 'exclude') removed.add(one.number - 1);
      else leftOut.push(...(one.number === undefined ? noFlag(one) : notFound([one])));
    }
    edits.push(...removalsFromList(json.elementsAt(['shapes']), (index) => removed.has(index)).map(removal));
    return { edits, leftOut };
  };

/** Undefined for a shape that goes, and where there is none. */
function shapeEdits(
  json: JsonPlaces,
  number: number,
  { one, isAscii }: { readonly one: PictureCorrection; readonly isAscii: boolean },
): readonly SpanEdit[] | undefined {
  const { decision } = one.correction;
  const span = json.find(['shapes', number - 1, 'label']);
  if (span === undefined || decision.action === 'exclude') return undefined;
  return [{ ...span, now: Buffer.from(quoteJson(decision.label, { isAscii })) }];
}

/** The flag that was set is no longer, and that of the new label is; undefined where there is none. */
function flagEdits(json: JsonPlaces, { correction }: PictureCorrection): readonly SpanEdit[] | undefined {
  const { decision, givenLabel } = correction;
  const was = json.find(['flags', givenLabel]);
  const is = decision.action === 'relabel' ? json.find(['flags', decision.label]) : undefined;
  if (was === undefined || (decision.action === 'relabel' && is === undefined)) return undefined;
  const off = { ...was, now: Buffer.from('false') };
  return is === undefined ? [off] : [off, { ...is, now: Buffer.from('true') }];
}

const noFlag = (one: PictureCorrection): readonly LeftOutCorrection[] => {
  const { decision, givenLabel } = one.correction;
  const label = decision.action === 'relabel' ? decision.label : givenLabel;
  return leftOutFor([one], message('left-out-no-flag', { label }));
};
