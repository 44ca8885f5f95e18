import path from 'node:path';
import { boxPath, type ImagePlace } from '../../../core/dataset/imagePlace';
import { runSteps } from '../../../core/steps';
import { message } from '../../../core/words/message';
import type { Correction } from '../../../core/writeBack/correction';
import { sha256 } from '../../../files/changes/byteEdits';
import type { FileChange } from '../../../files/changes/fileChange';
import { JsonElementCutter, type JsonElement } from '../../../files/jsonElements';
import { readInput } from '../../../files/openInput';
import { imageFolders, resolvePictures } from '../../formats/coco/coco';
import { readCocoFile, type CocoAnnotation, type CocoFile } from '../../formats/coco/cocoFile';
import { walkImages } from '../../walk';
import type { CorrectionPlan, CorrectionRequest } from '../corrector';
import { removal, removalsFromList, toByteEdits, type Span, type SpanEdit } from '../spanEdits';
import { JsonPlaces, quoteJson } from './jsonPlaces';
import { likeElement } from './likeElement';

/** The class of an annotation changes, or the annotation goes; of whole images, their entry in the list goes as well. */
export async function correctCoco(request: CorrectionRequest): Promise<CorrectionPlan> {
  const { now, corrections, signal } = request;
  const { root, labelSource } = now;
  const walked = await runSteps(walkImages({ root, signal }));
  const places = correctedPlaces(request);
  const changes: FileChange[] = [];
  const found = new Set<string>();
  for (const name of labelSource.kind === 'annotations' ? labelSource.files : []) {
    const coco = await readCocoFile(root, name, signal);
    const { imageOf } = await resolvePictures(root, coco, imageFolders(walked.paths));
    const file = path.join(root, name);
    const bytes = await readInput(file);
    const edits = new CocoEdits({ coco, bytes, areBoxes: now.places !== undefined });
    for (const [index, annotation] of coco.annotations.entries()) {
      const image = pathOf(annotation, imageOf, now.places !== undefined);
      const correction = image === undefined ? undefined : corrections.get(image);
      if (image === undefined || correction === undefined) continue;
      const place = places === undefined ? null : (places.get(image) ?? {});
      if (!isAbout(coco, annotation, correction.givenLabel, place)) continue;
      edits.correct(index, correction);
      found.add(image);
    }
    const made = edits.make();
    if (made.length > 0)
      changes.push({ kind: 'rewrite', file, before: sha256(bytes), edits: toByteEdits(bytes, made) });
  }
  const leftOut = [...corrections.keys()]
    .filter((image) => !found.has(image))
    .map((image) => ({ path: image, why: message('left-out-not-found') }));
  return { changes, leftOut, notes: [] };
}

/** Where the boxes are that are to be corrected; undefined where whole images are. */
function correctedPlaces({
  now,
  corrections,
}: CorrectionRequest): ReadonlyMap<string, ImagePlace | undefined> | undefined {
  if (now.places === undefined) return undefined;
  const places = new Map<string, ImagePlace | undefined>();
  for (const [index, image] of now.paths.entries())
    if (corrections.has(image)) places.set(image, now.places[index]);
  return places;
}

function pathOf(
  { id, pictureId }: CocoAnnotation,
  imageOf: ReadonlyMap<string, string>,
  areBoxes: boolean,
): string | undefined {
  const image = imageOf.get(pictureId);
  if (image === undefined || !areBoxes) return image;
  return id === undefined ? undefined : boxPath(image, id);
}

/** Ids may be used again: what is meant has the label, and the box, that was read. */
function isAbout(
  { categories }: CocoFile,
  { categoryId, box, isCrowd }: CocoAnnotation,
  givenLabel: string,
  place: Pick<ImagePlace, 'box'> | null,
): boolean {
  if (categoryId === undefined || categories.get(categoryId) !== givenLabel) return false;
  if (place === null) return true;
  const read = place.box;
  if (isCrowd || !read || !box) return false;
  return read.x === box.x && read.y === box.y && read.width === box.width && read.height === box.height;
}

interface CocoText {
  readonly coco: CocoFile;
  readonly bytes: Buffer;
  readonly areBoxes: boolean;
}

/** What is to be changed in one file. */
class CocoEdits {
  private readonly text: CocoText;
  private readonly elements: Readonly<
    Record<'images' | 'annotations' | 'categories', readonly JsonElement[]>
  >;
  private readonly isAscii: boolean;
  private readonly edits: SpanEdit[] = [];
  private readonly removed = new Set<number>();
  private readonly removedPictures = new Set<string>();
  /** As written in the file, by name. */
  private readonly newCategories = new Map<string, string>();

  constructor(text: CocoText) {
    this.text = text;
    const lists = { images: [], annotations: [], categories: [] } satisfies Record<string, JsonElement[]>;
    const isList = (key: string): key is keyof typeof lists => Object.hasOwn(lists, key);
    const all = new JsonElementCutter(isList).cut(text.bytes);
    const of = (list: string) => all.filter((element) => element.list === list);
    this.elements = { images: of('images'), annotations: of('annotations'), categories: of('categories') };
    this.isAscii = text.bytes.every((byte) => byte < 0x80);
  }

  correct(index: number, { decision }: Correction): void {
    const { coco, areBoxes } = this.text;
    if (decision.action === 'exclude') {
      this.removed.add(index);
      if (!areBoxes) this.removedPictures.add(coco.annotations[index]!.pictureId);
      return;
    }
    const element = this.elements.annotations[index]!;
    const span = new JsonPlaces(element.bytes).find(['category_id']);
    if (span !== undefined)
      this.edits.push({
        ...shifted(span, element.offset),
        now: Buffer.from(this.categoryId(decision.label)),
      });
  }

  make(): readonly SpanEdit[] {
    const { images, annotations } = this.elements;
    // The pictures of the file are in the order of its list, each of another id.
    const pictureIds = [...this.text.coco.pictures.keys()];
    return [
      ...this.edits,
      ...removalsFromList(annotations.map(spanOf), (index) => this.removed.has(index)).map(removal),
      ...removalsFromList(images.map(spanOf), (index) => this.removedPictures.has(pictureIds[index]!)).map(
        removal,
      ),
      ...this.addedCategories(),
    ];
  }

  /** As it is to be written; of a class that is new, the next number. */
  private categoryId(name: string): string {
    const { categories } = this.text.coco;
    const ids = [...categories.keys()];
    const index = [...categories.values()].findIndex((other) => other.normalize() === name.normalize());
    const known = this.elements.categories.find(
      ({ bytes }) => String(new JsonPlaces(bytes).valueAt(['id'])) === ids[index],
    );
    if (known !== undefined) return new JsonPlaces(known.bytes).rawAt(['id']) ?? '';
    const before = this.newCategories.get(name);
    if (before !== undefined) return before;
    const isText = this.elements.categories.some(
      ({ bytes }) => typeof new JsonPlaces(bytes).valueAt(['id']) === 'string',
    );
    const numbers = ids.map(Number);
    const next = numbers.every(Number.isSafeInteger)
      ? String(Math.max(0, ...numbers) + 1 + this.newCategories.size)
      : name;
    const written = isText ? quoteJson(next, { isAscii: this.isAscii }) : next;
    this.newCategories.set(name, written);
    return written;
  }

  /** Behind the last category, written like that. */
  private addedCategories(): readonly SpanEdit[] {
    const { categories } = this.elements;
    const last = categories.at(-1);
    if (last === undefined || this.newCategories.size === 0) return [];
    const before = categories.at(-2);
    const glue =
      before === undefined
        ? ', '
        : this.text.bytes.toString('utf8', before.offset + before.bytes.length, last.offset);
    const places = new JsonPlaces(last.bytes);
    const hasSuper = places.rawAt(['supercategory']) !== undefined;
    const added = Array.from(this.newCategories, ([name, id]) => {
      const values = new Map([
        ['id', id],
        ['name', quoteJson(name, { isAscii: this.isAscii })],
        ...(hasSuper ? [['supercategory', '"none"'] as const] : []),
      ]);
      return `${glue}${likeElement(places.text, values)}`;
    });
    const end = last.offset + last.bytes.length;
    return [{ start: end, end, now: Buffer.from(added.join('')) }];
  }
}

const spanOf = ({ offset, bytes }: JsonElement): Span => ({ start: offset, end: offset + bytes.length });
const shifted = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });
