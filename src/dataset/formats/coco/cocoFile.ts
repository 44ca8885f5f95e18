import path from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../../core/appError';
import type { Box } from '../../../core/dataset/imagePlace';
import { message, type Message } from '../../../core/words/message';
import { JsonElementCutter, type JsonElement } from '../../../files/jsonElements';
import { openInput } from '../../../files/openInput';

const CHUNK_BYTES = 1 << 20;
/** Of one annotation: its outline may have very many points. */
const MAX_ELEMENT_BYTES = 1 << 26;
const LISTS = ['images', 'annotations', 'categories'];
/** A file that has none of the lists in so many bytes is another one. */
const MAX_BYTES_BEFORE = 1 << 20;

/** Writers differ in whether ids are numbers. */
const id = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const size = v.fallback(v.optional(v.pipe(v.number(), v.minValue(1))), undefined);
const pictureSchema = v.object({ id, file_name: v.string(), width: size, height: size });
const categorySchema = v.object({ id, name: v.pipe(v.union([v.string(), v.number()]), v.transform(String)) });
const annotationSchema = v.object({
  id: v.optional(id),
  image_id: id,
  category_id: v.optional(v.nullable(id)),
  bbox: v.optional(v.unknown()),
  iscrowd: v.optional(v.unknown()),
  keypoints: v.optional(v.unknown()),
});

export type CocoPicture = v.InferOutput<typeof pictureSchema>;

export interface CocoAnnotation {
  readonly id: string | undefined;
  readonly pictureId: string;
  readonly categoryId: string | undefined;
  /** Absent: none is written, or only zeros. Null: what is written is no box. */
  readonly box: Box | null | undefined;
  readonly isCrowd: boolean;
}

/** What a file says. */
export interface CocoFile {
  /** Relative to the dataset. */
  readonly file: string;
  readonly pictures: ReadonlyMap<string, CocoPicture>;
  /** Names by id. */
  readonly categories: ReadonlyMap<string, string>;
  readonly annotations: readonly CocoAnnotation[];
  readonly hasKeypoints: boolean;
}

/** Names of pictures from the head of a file; none where it is not COCO. A damaged one is: reading it says what is wrong. */
export async function cocoPictureNames(
  file: string,
  most: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names: string[] = [];
  let hasAnnotation = false;
  for await (const { elements, cutter, bytes } of pieces(file, signal)) {
    for (const element of elements) {
      const content = element.list === 'images' && names.length >= most ? undefined : contentOf(element);
      if (element.list === 'annotations') {
        if (!hasAnnotation && content !== undefined && !isAnnotation(content)) return [];
        hasAnnotation = true;
      } else if (element.list === 'images' && content !== undefined) {
        const picture = v.safeParse(pictureSchema, content);
        if (picture.success) names.push(picture.output.file_name);
        else if (names.length === 0) return [];
      }
    }
    if (hasAnnotation && names.length > 0) return names;
    if (!cutter.isObject) return [];
    if (cutter.isWhole) break;
    if (bytes > MAX_BYTES_BEFORE && !LISTS.some((list) => cutter.keys.includes(list))) return [];
  }
  return hasAnnotation ? names : [];
}

/** Captions and the like have no classes. */
function isAnnotation(content: unknown): boolean {
  const annotation = v.safeParse(annotationSchema, content);
  return annotation.success && (annotation.output.category_id ?? undefined) !== undefined;
}

/**
 * Reads a file piece by piece: only what is needed of it is held, not the outlines.
 * @throws AppError `labels-unreadable` naming the entry that cannot be read.
 */
export async function readCocoFile(root: string, file: string, signal: AbortSignal): Promise<CocoFile> {
  const pictures = new Map<string, CocoPicture>();
  const categories = new Map<string, string>();
  const annotations: CocoAnnotation[] = [];
  let hasKeypoints = false;
  const add = (element: JsonElement): void => {
    if (element.list === 'images') addPicture(file, pictures, parse(file, element, pictureSchema));
    else if (element.list === 'categories') {
      addCategory(file, categories, parse(file, element, categorySchema));
    } else {
      const annotation = parse(file, element, annotationSchema);
      hasKeypoints ||= annotation.keypoints !== undefined;
      annotations.push(toAnnotation(annotation));
    }
  };
  let isWhole = false;
  for await (const { elements, cutter } of pieces(path.join(root, file), signal)) {
    elements.forEach(add);
    isWhole = cutter.isWhole;
    if (cutter.hasMore) throw new AppError('labels-unreadable', message('json-goes-on', { file }));
    if (cutter.heldBytes > MAX_ELEMENT_BYTES) {
      const problem = message('entry-too-long', { megabytes: MAX_ELEMENT_BYTES >> 20 });
      const list = 'annotations';
      throw refuse(file, { list, number: annotations.length + 1 }, problem);
    }
  }
  if (!isWhole) throw new AppError('labels-unreadable', message('json-cut-off', { file }));
  return { file, pictures, categories, annotations, hasKeypoints };
}

interface Piece {
  readonly elements: readonly JsonElement[];
  readonly cutter: JsonElementCutter;
  /** Read so far. */
  readonly bytes: number;
}

async function* pieces(file: string, signal: AbortSignal): AsyncGenerator<Piece, void> {
  const cutter = new JsonElementCutter((key) => LISTS.includes(key));
  const handle = await openInput(file);
  try {
    for (let bytes = 0; ;) {
      signal.throwIfAborted();
      // Not reused: an element that is not complete is a part of it.
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, bytes);
      if (bytesRead === 0) return;
      bytes += bytesRead;
      yield { elements: cutter.cut(chunk.subarray(0, bytesRead)), cutter, bytes };
    }
  } finally {
    await handle.close();
  }
}

function contentOf({ bytes }: JsonElement): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined; // said by the caller
  }
}

function parse<T>(file: string, element: JsonElement, schema: v.GenericSchema<unknown, T>): T {
  const content = contentOf(element);
  if (content === undefined) throw refuse(file, element, message('entry-no-json'));
  const parsed = v.safeParse(schema, content);
  if (parsed.success) return parsed.output;
  throw refuse(file, element, message('entry-without', { key: v.getDotPath(parsed.issues[0]) ?? 'id' }));
}

const refuse = (file: string, { list, number }: Pick<JsonElement, 'list' | 'number'>, problem: Message) =>
  new AppError('labels-unreadable', message('json-list-entry', { file, list, number: `${number}`, problem }));

/** @throws AppError for two images of one id. */
function addPicture(file: string, pictures: Map<string, CocoPicture>, picture: CocoPicture): void {
  const earlier = pictures.get(picture.id);
  if (earlier === undefined) pictures.set(picture.id, picture);
  else if (earlier.file_name !== picture.file_name)
    throw new AppError(
      'labels-unreadable',
      message('image-id-twice', {
        file,
        first: earlier.file_name,
        second: picture.file_name,
        imageId: picture.id,
      }),
    );
}

/** @throws AppError for two classes of one id. */
function addCategory(
  file: string,
  categories: Map<string, string>,
  { id: classId, name }: v.InferOutput<typeof categorySchema>,
): void {
  const first = categories.get(classId);
  if (first !== undefined && first !== name)
    throw new AppError(
      'labels-unreadable',
      message('class-id-twice', { file, first, second: name, classId }),
    );
  categories.set(classId, name);
}

function toAnnotation(read: v.InferOutput<typeof annotationSchema>): CocoAnnotation {
  return {
    id: read.id,
    pictureId: read.image_id,
    categoryId: read.category_id ?? undefined,
    box: boxOf(read.bbox),
    isCrowd: read.iscrowd === 1 || read.iscrowd === true,
  };
}

function boxOf(bbox: unknown): Box | null | undefined {
  if (bbox === undefined || bbox === null || (Array.isArray(bbox) && bbox.every((edge) => edge === 0)))
    return undefined;
  if (!Array.isArray(bbox)) return null;
  const [x, y, width, height] = bbox.map((edge) => (typeof edge === 'number' ? edge : NaN));
  if (x === undefined || y === undefined || width === undefined || height === undefined) return null;
  // NaN is not more than zero either.
  if (bbox.length !== 4 || !(width > 0) || !(height > 0) || !Number.isFinite(x + y + width + height))
    return null;
  return { x, y, width, height };
}
