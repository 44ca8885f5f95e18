import * as v from 'valibot';
import { AppError } from '../../../core/appError';
import type { Box } from '../../../core/dataset/imagePlace';
import { message } from '../../../core/words/message';
import { boxAround, type Point } from '../annotations/boxAround';
import type { Dimensions } from '../../decode/dimensions';
import { saidSize } from '../annotations/saidSize';
import { readJsonFile } from '../annotations/readJsonFile';

const shapeSchema = v.object({
  label: v.fallback(v.pipe(v.union([v.string(), v.number()]), v.transform(String)), ''),
  points: v.fallback(v.array(v.strictTuple([v.number(), v.number()])), []),
  /** Absent in files of old versions, which knew polygons only. */
  shape_type: v.fallback(v.string(), 'polygon'),
});
const fileSchema = v.object({
  shapes: v.array(v.fallback(shapeSchema, { label: '', points: [], shape_type: 'polygon' })),
  imagePath: v.fallback(v.optional(v.string()), undefined),
  flags: v.fallback(v.record(v.string(), v.unknown()), {}),
  imageWidth: v.optional(v.unknown()),
  imageHeight: v.optional(v.unknown()),
});
type Shape = v.InferOutput<typeof shapeSchema>;

/** A shape of an image, at its place in the file. */
export interface LabelmeShape {
  readonly label: string;
  /** A point or a line is no part of the picture. */
  readonly isArea: boolean;
  readonly box: Box | undefined;
}

/** What a file says of an image. */
export interface LabelmeFile {
  readonly imagePath: string | undefined;
  readonly shapes: readonly LabelmeShape[];
  /** Of the image; undefined where it is not said. */
  readonly size: Dimensions | undefined;
  /** Those of the image that are set. */
  readonly flags: readonly string[];
}

const NO_AREAS: ReadonlySet<string> = new Set(['point', 'points', 'line', 'linestrip']);

/** @throws AppError `labels-unreadable`. */
export async function readLabelmeFile(file: string): Promise<LabelmeFile> {
  const parsed = v.safeParse(fileSchema, await readJsonFile(file));
  if (!parsed.success) throw new AppError('labels-unreadable', message('labelme-without-shapes', { file }));
  const { imagePath, shapes, flags, imageWidth, imageHeight } = parsed.output;
  return {
    imagePath: imagePath === '' ? undefined : imagePath,
    shapes: shapes.map((shape) => ({
      label: shape.label.trim(),
      isArea: !NO_AREAS.has(shape.shape_type),
      box: boxAround(shape.shape_type === 'circle' ? aroundCircle(shape) : shape.points),
    })),
    size: saidSize(imageWidth, imageHeight),
    flags: Object.keys(flags).filter((name) => flags[name] === true),
  };
}

/** A circle is its centre and a point on it. */
function aroundCircle({ points: [centre, edge] }: Shape): readonly Point[] {
  if (centre === undefined || edge === undefined) return [];
  const [x, y] = centre;
  const radius = Math.hypot(edge[0] - x, edge[1] - y);
  return [
    [x - radius, y - radius],
    [x + radius, y + radius],
  ];
}
