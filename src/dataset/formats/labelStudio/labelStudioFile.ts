import * as v from 'valibot';
import { AppError } from '../../../core/appError';
import { isLabelColumnName } from '../../../core/dataset/columnNames';
import { message } from '../../../core/words/message';
import { readJsonFile } from '../annotations/readJsonFile';
import { imageIn, IMAGE_KEYS } from './imageAddress';

/** One result of an annotation: what it answers, and what with. */
export interface LabelStudioResult {
  /** Results of the same identifier are about the same part of the picture. */
  readonly id: string;
  /** The name of the control that was used. */
  readonly control: string;
  /** `choices`, `rectanglelabels`, … */
  readonly type: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Where it stands in its file, and in it its labels: a list, or a text alone. */
  readonly at: JsonPlace;
  readonly labelsAt: JsonPlace;
}

/** Keys and numbers of items, from the outermost. */
export type JsonPlace = readonly (string | number)[];

export interface LabelStudioAnnotation {
  readonly isCancelled: boolean;
  readonly isGroundTruth: boolean;
  /** In ISO 8601, of the last change; empty where it is not known. */
  readonly time: string;
  readonly results: readonly LabelStudioResult[];
}

export interface LabelStudioTask {
  readonly id: string;
  /** As it was imported: a path or an address. */
  readonly image: string | undefined;
  readonly annotations: readonly LabelStudioAnnotation[];
}

const text = v.fallback(v.pipe(v.union([v.string(), v.number()]), v.transform(String)), '');
const flag = v.fallback(v.boolean(), false);
const record = v.record(v.string(), v.unknown());

const resultSchema = v.object({
  id: text,
  from_name: text,
  type: text,
  original_width: v.fallback(v.number(), NaN),
  original_height: v.fallback(v.number(), NaN),
  value: v.fallback(record, {}),
});
const annotationSchema = v.object({
  was_cancelled: flag,
  ground_truth: flag,
  created_at: text,
  updated_at: text,
  result: v.fallback(v.array(v.fallback(v.optional(resultSchema), undefined)), []),
});
const annotationsSchema = v.fallback(v.array(v.fallback(v.optional(annotationSchema), undefined)), []);
const taskSchema = v.object({
  id: text,
  data: v.fallback(record, {}),
  file_upload: text,
  annotations: v.fallback(v.optional(annotationsSchema), undefined),
  /** The same before version 1.0. */
  completions: v.fallback(v.optional(annotationsSchema), undefined),
});

/** What a file says. */
export interface LabelStudioFile {
  readonly tasks: readonly LabelStudioTask[];
  /** The places in the list, from 1, of what is no task, such as `null`. */
  readonly others: readonly number[];
}

/** Reads the exports JSON and JSON-MIN. @throws AppError `labels-unreadable`. */
export async function readLabelStudioFile(file: string): Promise<LabelStudioFile> {
  const content = await readJsonFile(file);
  const parsed = v.safeParse(v.array(v.fallback(v.optional(record), undefined)), content);
  const entries = parsed.success ? parsed.output : [];
  const tasks = entries.flatMap((task, number): Entry[] => (task === undefined ? [] : [{ task, number }]));
  if (!parsed.success || (tasks.length === 0 && entries.length > 0))
    throw new AppError('labels-unreadable', message('label-studio-without-tasks', { file }));
  const isMin = tasks.some(({ task }) => 'annotation_id' in task);
  return {
    tasks: isMin ? readRows(tasks) : tasks.map(readTask),
    others: entries.flatMap((task, at) => (task === undefined ? [at + 1] : [])),
  };
}

/** A task, or a row of JSON-MIN, and its place in the list. */
interface Entry {
  readonly task: Readonly<Record<string, unknown>>;
  readonly number: number;
}

function readTask({ task, number }: Entry): LabelStudioTask {
  const { id, data, file_upload, annotations, completions } = v.parse(taskSchema, task);
  const list = annotations === undefined ? 'completions' : 'annotations';
  return {
    id,
    image: imageIn(data) ?? (file_upload === '' ? undefined : file_upload),
    annotations: (annotations ?? completions ?? []).flatMap((annotation, index) =>
      annotation === undefined ? [] : [readAnnotation(annotation, [number, list, index])],
    ),
  };
}

function readAnnotation(
  annotation: v.InferOutput<typeof annotationSchema>,
  place: JsonPlace,
): LabelStudioAnnotation {
  return {
    isCancelled: annotation.was_cancelled,
    isGroundTruth: annotation.ground_truth,
    time: annotation.updated_at === '' ? annotation.created_at : annotation.updated_at,
    results: annotation.result.flatMap((found, index) => {
      if (found === undefined) return [];
      const { from_name, original_width, original_height, ...result } = found;
      const at = [...place, 'result', index];
      return [
        {
          ...result,
          control: from_name,
          value: { ...result.value, original_width, original_height },
          at,
          labelsAt: [...at, 'value', result.type],
        },
      ];
    }),
  };
}

/** What each row of JSON-MIN has beside the data of the task and the answers. */
const OF_ROW: ReadonlySet<string> = new Set([
  ...['id', 'annotator', 'annotation_id', 'created_at', 'updated_at', 'lead_time', 'agreement', 'reviews'],
  ...['comments', 'project', 'predictions', ...IMAGE_KEYS],
]);

/** JSON-MIN: a row for every annotation, with the names of the controls as keys. */
function readRows(rows: readonly Entry[]): readonly LabelStudioTask[] {
  const tasks = new Map<
    string,
    { id: string; image: string | undefined; annotations: LabelStudioAnnotation[] }
  >();
  for (const { task: row, number } of rows) {
    const { id, annotation_id, updated_at, created_at } = v.parse(rowSchema, row);
    const image = imageIn(row);
    const task = tasks.get(id) ?? { id, image, annotations: [] };
    tasks.set(id, task);
    task.annotations.push({
      isCancelled: false,
      isGroundTruth: false,
      time: updated_at === '' ? created_at : updated_at,
      results: resultsOf({ row, number, image, annotation: annotation_id }),
    });
  }
  return [...tasks.values()];
}

const rowSchema = v.object({ id: text, annotation_id: text, updated_at: text, created_at: text });
const choicesSchema = v.object({ choices: v.array(v.string()) });

interface Row {
  readonly row: Readonly<Record<string, unknown>>;
  /** Its place in the file. */
  readonly number: number;
  readonly image: string | undefined;
  readonly annotation: string;
}

function resultsOf({ row, number, image, annotation }: Row): readonly LabelStudioResult[] {
  const results: LabelStudioResult[] = [];
  const answers = Object.entries(row).filter(([key, value]) => !OF_ROW.has(key) && value !== image);
  // Other text of the task stands among the answers.
  const named = answers.filter(([key, value]) => typeof value === 'string' && isAnswerName(key));
  for (const [control, value] of answers) {
    const at = [number, control];
    const add = (result: Pick<LabelStudioResult, 'type' | 'value' | 'at' | 'labelsAt'>) =>
      results.push({ id: `${annotation}.${results.length + 1}`, control, ...result });
    const several = v.safeParse(choicesSchema, value);
    if (several.success) add({ type: 'choices', value: several.output, at, labelsAt: [...at, 'choices'] });
    else if (typeof value === 'string' && (named.length === 0 || isAnswerName(control)))
      add({ type: 'choices', value: { choices: [value] }, at, labelsAt: at });
    else if (Array.isArray(value))
      for (const [index, part] of value.entries()) {
        const region = v.safeParse(record, part);
        const type = Object.keys(region.success ? region.output : {}).find((key) => key.endsWith('labels'));
        if (region.success && type !== undefined)
          add({ type, value: region.output, at: [...at, index], labelsAt: [...at, index, type] });
      }
  }
  return results;
}

const isAnswerName = (key: string): boolean => /^choices?\d*$/iu.test(key) || isLabelColumnName(key);
