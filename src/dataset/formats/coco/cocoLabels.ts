import { AppError } from '../../../core/appError';
import { isImagePath } from '../../../core/dataset/imagePath';
import { boxPath, type Box, type ImagePlace } from '../../../core/dataset/imagePlace';
import { message, type Message } from '../../../core/words/message';
import { BoxProblems, type BoxProblem } from '../boxes/boxProblems';
import { OneClassEach } from '../boxes/oneClassEach';
import { boxProblem } from '../boxes/placeBox';
import type { CocoAnnotation, CocoFile } from './cocoFile';

/** A file, and where the pictures that it lists are. */
export interface ResolvedCoco extends CocoFile {
  /** By id; what is not there is missing. */
  readonly imageOf: ReadonlyMap<string, string>;
}

export interface CocoLabels {
  readonly labelOf: ReadonlyMap<string, string>;
  readonly places?: ReadonlyMap<string, ImagePlace>;
  readonly warnings: readonly Message[];
}

/** Whether any annotation of the files is about a part of a picture. */
export const areBoxes = (files: readonly CocoFile[]): boolean =>
  files.some(({ annotations }) => annotations.some(({ box }) => box !== undefined));

/** Labels of whole images: an annotation says which class an image has. */
export function imageLabels(files: readonly ResolvedCoco[]): CocoLabels {
  const warnings: Message[] = [];
  const all = new OneClassEach();
  for (const coco of files) {
    const problems = new BoxProblems(coco.file);
    for (const [at, annotation] of coco.annotations.entries()) {
      const found = lookUp(coco, annotation, problems, nameOf(annotation, at));
      if (found !== undefined) all.add(found.image, found.label, coco.file);
    }
    warnings.push(...problems.warnings());
  }
  const settled = all.settle();
  return { labelOf: settled.labelOf, warnings: [...warnings, ...settled.warnings] };
}

/** Labels of boxes. @throws AppError `labels-unreadable` where their numbers are no pixels, or one has no id. */
export function boxLabels(files: readonly ResolvedCoco[]): CocoLabels {
  const boxes: Boxes = { labelOf: new Map(), places: new Map(), fileOf: new Map() };
  const warnings: Message[] = [];
  for (const coco of files) {
    refuseShares(coco);
    const problems = new BoxProblems(coco.file);
    const elsewhere = new OtherFiles();
    for (const [at, annotation] of coco.annotations.entries()) {
      const found = toBox(coco, annotation, at, problems);
      if (found !== undefined) addBox(boxes, found, { file: coco.file, problems, elsewhere });
    }
    warnings.push(...problems.warnings(), ...elsewhere.warnings(coco.file), ...idsUsedAgain(coco));
  }
  const { labelOf, places } = boxes;
  return { labelOf, places, warnings };
}

interface LabelledBox {
  readonly path: string;
  readonly label: string;
  readonly place: { readonly file: string; readonly box: Box };
  /** For a sentence. */
  readonly name: string;
}

/** Undefined for what is left out, which is counted. */
function toBox(
  coco: ResolvedCoco,
  annotation: CocoAnnotation,
  at: number,
  problems: BoxProblems,
): LabelledBox | undefined {
  const found = annotation.isCrowd ? undefined : lookUp(coco, annotation, problems, nameOf(annotation, at));
  const { id, box } = annotation;
  const name = `${nameOf(annotation, at)} (${found?.image ?? coco.pictures.get(annotation.pictureId)?.file_name ?? '?'})`;
  const problem = annotation.isCrowd ? 'boxes-of-crowds' : found && problemOf(coco, annotation);
  if (problem !== undefined) problems.add(problem, name);
  if (found === undefined || box === undefined || box === null) return undefined;
  if (problem !== undefined && problem !== 'boxes-beyond') return undefined;
  const path = id === undefined ? '' : boxPath(found.image, id);
  if (!isImagePath(path)) throw withoutId(coco.file, at + 1);
  return { path, label: found.label, place: { file: found.image, box }, name };
}

function problemOf({ pictures }: CocoFile, { box, pictureId }: CocoAnnotation): BoxProblem | undefined {
  if (box === undefined) return 'annotations-without-box';
  if (box === null) return 'boxes-without-area';
  const { width, height } = pictures.get(pictureId) ?? {};
  return width === undefined || height === undefined ? undefined : boxProblem(box, { width, height });
}

interface Boxes {
  readonly labelOf: Map<string, string>;
  readonly places: Map<string, ImagePlace>;
  /** That a box was taken from. */
  readonly fileOf: Map<string, string>;
}

/** Counts the boxes of a file that another one says something else of. */
class OtherFiles {
  private readonly found = new Map<string, { boxes: number; readonly example: string }>();

  add(first: string, example: string): void {
    const earlier = this.found.get(first);
    if (earlier === undefined) this.found.set(first, { boxes: 1, example });
    else earlier.boxes++;
  }

  warnings(file: string): readonly Message[] {
    return Array.from(this.found, ([first, counted]) =>
      message('boxes-in-two-files', { file, first, ...counted }),
    );
  }
}

function addBox(
  { labelOf, places, fileOf }: Boxes,
  { path, label, place, name }: LabelledBox,
  {
    file,
    problems,
    elsewhere,
  }: { readonly file: string; readonly problems: BoxProblems; readonly elsewhere: OtherFiles },
): void {
  const earlier = places.get(path)?.box;
  if (earlier === undefined) {
    labelOf.set(path, label);
    places.set(path, place);
    fileOf.set(path, file);
  } else {
    const isSame = labelOf.get(path) === label && isSameBox(earlier, place.box);
    const first = fileOf.get(path) ?? file;
    if (!isSame && first !== file) elsewhere.add(first, name);
    else problems.add(isSame ? 'boxes-repeated' : 'boxes-with-one-id', name);
  }
}

const isSameBox = (a: Box, b: Box): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** The image and the class that an annotation is about; undefined where they are not there, which is counted. */
function lookUp(
  { pictures, categories, imageOf }: ResolvedCoco,
  { pictureId, categoryId }: CocoAnnotation,
  problems: BoxProblems,
  name: string,
): { readonly image: string; readonly label: string } | undefined {
  const image = imageOf.get(pictureId);
  if (image === undefined) {
    // Pictures that are listed but not there are counted by themselves.
    if (!pictures.has(pictureId)) problems.add('boxes-without-image', name);
    return undefined;
  }
  const label = categoryId === undefined ? undefined : categories.get(categoryId);
  if (label === undefined || label === '') {
    problems.add('boxes-without-class', `${name} (${image})`);
    return undefined;
  }
  return { image, label };
}

const nameOf = ({ id }: CocoAnnotation, at: number): string =>
  id === undefined ? `number ${at + 1} in the list` : `annotation ${id}`;

/** @throws AppError where all boxes are in shares of their pictures: as pixels they would be single points. */
function refuseShares({ file, annotations }: CocoFile): void {
  const boxes = annotations.flatMap(({ box }) => box ?? []);
  const [first] = boxes;
  if (first === undefined || boxes.some((box) => box.x + box.width > 1.01 || box.y + box.height > 1.01))
    return;
  const example = `[${[first.x, first.y, first.width, first.height].join(', ')}]`;
  throw new AppError('labels-unreadable', message('boxes-in-shares', { file, example }));
}

const withoutId = (file: string, number: number) =>
  new AppError(
    'labels-unreadable',
    message('json-list-entry', {
      file,
      list: 'annotations',
      number: `${number}`,
      problem: message('entry-without', { key: 'id' }),
    }),
  );

/** Of files that were put together of others without numbering them anew. */
function idsUsedAgain({ file, annotations }: CocoFile): readonly Message[] {
  const pictureOf = new Map<string, string>();
  const again = new Set<string>();
  for (const { id, pictureId } of annotations) {
    if (id === undefined) continue;
    const earlier = pictureOf.get(id);
    if (earlier === undefined) pictureOf.set(id, pictureId);
    else if (earlier !== pictureId) again.add(id);
  }
  const [example] = again;
  return example === undefined ? [] : [message('ids-used-again', { file, ids: again.size, example })];
}
