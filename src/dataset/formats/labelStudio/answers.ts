import * as v from 'valibot';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import type { Box } from '../../../core/dataset/imagePlace';
import { boxAround, boxAroundEllipse, boxAroundTurned } from '../annotations/boxAround';
import type { Dimensions } from '../../decode/dimensions';
import { saidSize } from '../annotations/saidSize';
import type { LabelStudioAnnotation, LabelStudioResult, LabelStudioTask } from './labelStudioFile';

/** A part of a picture, and the labels that it was given. */
export interface Region {
  readonly id: string;
  readonly labels: readonly string[];
  readonly box: Box | undefined;
  /** That say so. */
  readonly results: readonly LabelStudioResult[];
  /** Of the picture; undefined where it is not said. */
  readonly size: Dimensions | undefined;
}

/** What an annotation says of an image. */
export interface Answers {
  /** Of the whole image, by the control that its labels were chosen with. */
  readonly choices: ReadonlyMap<string, readonly LabelStudioResult[]>;
  readonly regions: readonly Region[];
  /** The identifiers of what is no area: points, lines, brush strokes. */
  readonly others: readonly string[];
}

const labelsSchema = v.fallback(v.array(v.string()), []);
const percent = v.fallback(v.number(), NaN);
const valueSchema = v.object({
  x: percent,
  y: percent,
  width: percent,
  height: percent,
  radiusX: percent,
  radiusY: percent,
  rotation: v.fallback(v.number(), 0),
  points: v.fallback(v.array(v.strictTuple([v.number(), v.number()])), []),
  original_width: percent,
  original_height: percent,
});
type Value = v.InferOutput<typeof valueSchema>;

/** The kinds of areas, by the start of the type of a result. */
const BOXES: Readonly<Record<'rectangle' | 'polygon' | 'ellipse', (value: Value) => Box | undefined>> = {
  rectangle: (value) => {
    const box = { x: value.x, y: value.y, width: value.width, height: value.height };
    // Turned around its first corner.
    return boxAroundTurned(box, value.rotation, [value.x, value.y]);
  },
  polygon: ({ points }) => boxAround(points),
  ellipse: ({ x, y, radiusX, radiusY, rotation }) =>
    boxAroundEllipse({ centre: [x, y], halves: [radiusX, radiusY] }, rotation),
};
const NO_LABELS: ReadonlySet<string> = new Set([
  'textarea',
  'rating',
  'number',
  'datetime',
  'relation',
  'pairwise',
]);

export function answersOf({ results }: LabelStudioAnnotation): Answers {
  const choices = new Map<string, LabelStudioResult[]>();
  const regions = new Map<string, Region>();
  const others: string[] = [];
  for (const [index, result] of results.entries()) {
    const id = /^[\w.-]+$/u.test(result.id) ? result.id : `${index + 1}`;
    const kind = kindOf(result);
    if (kind === undefined && result.type === 'choices')
      choices.set(result.control, [...(choices.get(result.control) ?? []), result]);
    else if (kind === undefined) {
      if (!NO_LABELS.has(result.type)) others.push(id);
    } else {
      const region = regions.get(id);
      regions.set(id, {
        id,
        labels: [...new Set([...(region?.labels ?? []), ...labelsOf(result)])],
        box: region?.box ?? toBox(kind, result),
        size: region?.size ?? saidSize(result.value.original_width, result.value.original_height),
        results: [...(region?.results ?? []), result],
      });
    }
  }
  return { choices, regions: [...regions.values()], others };
}

/** What is meant of a task: answers of annotations that are done, of ground truths where there are such, the newest last. */
export function countedAnswers({ annotations }: LabelStudioTask): readonly Answers[] {
  const done = annotations.filter(({ isCancelled, results }) => !isCancelled && results.length > 0);
  const truths = done.filter(({ isGroundTruth }) => isGroundTruth);
  return [...(truths.length > 0 ? truths : done)]
    .sort((a, b) => compareCodeUnits(a.time, b.time))
    .map(answersOf);
}

/** Boxes of two annotators cannot be told apart: those of the newest annotation count. */
export const withRegions = (answers: readonly Answers[]): readonly Answers[] =>
  answers.filter(({ regions, others }) => regions.length + others.length > 0);

/** A part of a picture may be drawn by one control, and be given its label by another. */
function kindOf({ type, value }: LabelStudioResult): keyof typeof BOXES | undefined {
  if (type.startsWith('rectangle') || type.startsWith('polygon') || type.startsWith('ellipse'))
    return type.replace(/labels$/u, '') as keyof typeof BOXES; // one of them, as it starts with it
  if (type !== 'choices' && type !== 'labels') return undefined;
  if ('points' in value) return 'polygon';
  if ('radiusX' in value) return 'ellipse';
  return 'width' in value ? 'rectangle' : undefined;
}

export const labelsOf = ({ type, value }: LabelStudioResult): readonly string[] =>
  v.parse(labelsSchema, value[type]).map((label) => label.trim());

/** Coordinates are in percent of the picture; what is turned is so in its pixels. */
function toBox(kind: keyof typeof BOXES, { value }: LabelStudioResult): Box | undefined {
  const parsed = v.parse(valueSchema, value);
  const [perX, perY] = [parsed.original_width / 100, parsed.original_height / 100];
  return BOXES[kind]({
    ...parsed,
    x: parsed.x * perX,
    y: parsed.y * perY,
    width: parsed.width * perX,
    height: parsed.height * perY,
    radiusX: parsed.radiusX * perX,
    radiusY: parsed.radiusY * perY,
    points: parsed.points.map(([x, y]) => [x * perX, y * perY]),
  });
}
