import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import { splitBoxPath } from '../../../core/dataset/imagePlace';
import { runSteps } from '../../../core/steps';
import { message } from '../../../core/words/message';
import { sha256 } from '../../../files/changes/byteEdits';
import type { Rewrite } from '../../../files/changes/fileChange';
import { readInput } from '../../../files/openInput';
import { createListedPictures } from '../../formats/annotations/listedPictures';
import { answersOf, countedAnswers, withRegions, type Answers } from '../../formats/labelStudio/answers';
import { findImage, questionOf } from '../../formats/labelStudio/labelStudio';
import {
  readLabelStudioFile,
  type LabelStudioResult,
  type LabelStudioTask,
} from '../../formats/labelStudio/labelStudioFile';
import { walkImages } from '../../walk';
import { byPicture, leftOutFor, notFound, type PictureCorrection } from '../annotatedFiles';
import type { CorrectionPlan, CorrectionRequest, LeftOutCorrection } from '../corrector';
import { removal, toByteEdits, type SpanEdit } from '../spanEdits';
import { JsonPlaces, quoteJson } from './jsonPlaces';

/** The labels of results change, or the results go; in JSON-MIN, the answers. */
export async function correctLabelStudio(request: CorrectionRequest): Promise<CorrectionPlan> {
  const { now, signal } = request;
  const { root, labelSource } = now;
  const walked = await runSteps(walkImages({ root, signal }));
  const open = byPicture(request);
  const changes: Rewrite[] = [];
  const leftOut: LeftOutCorrection[] = [];
  const claimed = new Map<string, string>();
  // The newest first, as they are read.
  for (const name of labelSource.kind === 'annotations' ? [...labelSource.files].reverse() : []) {
    const file = path.join(root, name);
    const { tasks } = await readLabelStudioFile(file);
    const pictures = await createListedPictures({ root, walked, signal }, name);
    const here: CorrectedTask[] = [];
    for (const task of tasks) {
      signal.throwIfAborted();
      const match = await findImage(pictures, task);
      if (match === undefined || !('image' in match)) continue;
      const by = `${name}#${task.id}`;
      if ((claimed.get(match.image) ?? by) !== by) continue;
      claimed.set(match.image, by);
      here.push({ task, corrections: open.get(match.image) ?? [] });
    }
    const bytes = await readInput(file);
    const made = editsIn(bytes, { file: name, here, question: questionOf(name, tasks).question });
    for (const picture of claimed.keys()) open.delete(picture);
    leftOut.push(...made.leftOut);
    if (made.edits.length > 0)
      changes.push({ kind: 'rewrite', file, before: sha256(bytes), edits: toByteEdits(bytes, made.edits) });
  }
  for (const corrections of open.values()) leftOut.push(...notFound(corrections));
  return { changes, leftOut, notes: [] };
}

interface CorrectedTask {
  readonly task: LabelStudioTask;
  readonly corrections: readonly PictureCorrection[];
}

interface CorrectedFile {
  readonly file: string;
  readonly here: readonly CorrectedTask[];
  /** About whole images, of which the answers are the labels. */
  readonly question: string | undefined;
}

function editsIn(bytes: Buffer, { file, here, question }: CorrectedFile) {
  const corrected = here.filter(({ corrections }) => corrections.length > 0);
  const edits: SpanEdit[] = [];
  const leftOut: LeftOutCorrection[] = [];
  if (corrected.length === 0) return { edits, leftOut };
  if (!isUtf8(bytes)) {
    const all = corrected.flatMap(({ corrections }) => corrections);
    return { edits, leftOut: leftOutFor(all, message('left-out-not-utf8', { file })) };
  }
  const json = new JsonPlaces(bytes);
  const { isAscii } = json;
  const removed: LabelStudioResult['at'][] = [];
  for (const { task, corrections } of corrected)
    for (const one of corrections) {
      const { decision, givenLabel } = one.correction;
      const results = resultsOf(task, one, question);
      const labels = results.flatMap((result) => labelsIn(json, result, givenLabel));
      if (labels.length === 0) leftOut.push(...notFound([one]));
      else if (decision.action === 'exclude') removed.push(...excludedWith(json, task, one, question));
      else {
        const now = Buffer.from(quoteJson(decision.label, { isAscii }));
        edits.push(...labels.map((span) => ({ ...span, now })));
      }
    }
  edits.push(...json.removalsOf(removed).map(removal));
  return { edits, leftOut };
}

/** What the label of an image, or of a box, was read from. */
function resultsOf(
  task: LabelStudioTask,
  one: PictureCorrection,
  question: string | undefined,
): readonly LabelStudioResult[] {
  const answers = countedAnswers(task);
  if (one.number === undefined) return chosenIn(answers, question);
  const { annotation: id } = splitBoxPath(one.path);
  return (
    withRegions(answers)
      .at(-1)
      ?.regions.find((region) => region.id === id)?.results ?? []
  );
}

const chosenIn = (answers: readonly Answers[], question = ''): readonly LabelStudioResult[] =>
  answers.flatMap(({ choices }) => choices.get(question) ?? []);

/** Where a label stands among those of a result. */
function labelsIn(json: JsonPlaces, { labelsAt }: LabelStudioResult, label: string) {
  const isIt = (value: unknown) => typeof value === 'string' && value.trim() === label;
  const places = json.elementsAt(labelsAt).map((_, index) => [...labelsAt, index]);
  return [labelsAt, ...places].flatMap((place) => {
    const span = isIt(json.valueAt(place)) ? json.find(place) : undefined;
    return span === undefined ? [] : [span];
  });
}

/**
 * What goes with an excluded image: all answers to the question, for one that did not count would count then. With a box goes what else
 * is said of it, and of its relations to others.
 */
function excludedWith(
  json: JsonPlaces,
  task: LabelStudioTask,
  one: PictureCorrection,
  question: string | undefined,
): readonly LabelStudioResult['at'][] {
  const results = resultsOf(task, one, question);
  if (one.number === undefined) {
    const all = task.annotations.filter(({ isCancelled }) => !isCancelled).map(answersOf);
    return chosenIn(all, question).map(({ at }) => at);
  }
  const [first] = results;
  const list = first?.at.slice(0, -1) ?? [];
  const ids = new Set(results.map(({ id }) => id));
  const isOfBox = (index: number) =>
    ['id', 'from_id', 'to_id'].some((key) => {
      const id = json.valueAt([...list, index, key]);
      return typeof id === 'string' && ids.has(id);
    });
  const others = json.elementsAt(list).flatMap((_, index) => (isOfBox(index) ? [[...list, index]] : []));
  return [...results.map(({ at }) => at), ...others];
}
