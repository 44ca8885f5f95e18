import path from 'node:path';
import type { FormatName } from '../../../core/dataset/formats/formatNames';
import type { AppError } from '../../../core/appError';
import { boxPath, type Box, type ImagePlace } from '../../../core/dataset/imagePlace';
import { isMissingLabel } from '../../../core/dataset/missingLabel';
import { message, type Message } from '../../../core/words/message';
import type { LabelledPaths } from '../../labels/labelledPaths';
import type { EndMatch } from '../../labels/endLookup';
import type { WalkedImages } from '../../walk';
import type { Dimensions } from '../../decode/dimensions';
import { boxProblem } from '../boxes/placeBox';
import { partsOf } from './partsOf';

/** What is wrong with annotations, most of which are left out for it: a message with their number and one of them. */
export type LeftOutReason =
  | 'annotated-images-missing'
  | 'annotated-images-unclear'
  | 'annotated-twice'
  | 'annotations-without-class'
  | 'annotations-unboxed'
  | 'boxes-of-no-area'
  | 'boxes-outside-said-size'
  | 'tasks-no-objects'
  | 'shapes-without-area'
  | 'images-of-several-labels'
  | 'boxes-of-several-labels'
  | 'annotators-disagree'
  | 'annotated-by-several'
  | 'image-labels-beside-boxes'
  | 'boxes-beside-image-labels';

export interface BoxAnnotation {
  readonly picture: string;
  /** What tells it from others of its picture: see `boxPath`. */
  readonly id: string;
  readonly label: string;
  /** Undefined where it cannot be read. */
  readonly box: Box | undefined;
  /** Of the picture, as the file says; absent where it does not. */
  readonly size?: Dimensions | undefined;
}

/** Collects what annotations say of the images of a folder, and what of it cannot be used. */
export class AnnotatedImages {
  /** Of boxes, by their paths. */
  private readonly labelOf = new Map<string, string>();
  private readonly places = new Map<string, ImagePlace>();
  /** Of whole images. */
  private readonly wholeLabels = new Map<string, Set<string>>();
  private readonly fileOf = new Map<string, string>();
  private readonly leftOut = new Map<LeftOutReason, { count: number; readonly example: string }>();
  private readonly damaged: AppError[] = [];

  /** The image that a file of annotations is about; undefined, and counted, where there is none, or another file is about it. */
  claim(file: string, match: EndMatch | undefined): string | undefined {
    if (match === undefined) this.leaveOut('annotated-images-missing', file);
    else if ('several' in match)
      this.leaveOut('annotated-images-unclear', `${file} (${match.several.join(', ')})`);
    else {
      const first = this.fileOf.get(match.image) ?? file;
      this.fileOf.set(match.image, first);
      if (first === file) return match.image;
      this.leaveOut('annotated-twice', `${match.image} (${first}, ${file})`);
    }
    return undefined;
  }

  /** What lies outside by what a file says of the size stays: the picture itself is to tell. */
  addBox({ picture, id, label, box, size }: BoxAnnotation): void {
    const path = boxPath(picture, id);
    if (isMissingLabel(label)) this.leaveOut('annotations-without-class', path);
    else if (box === undefined) this.leaveOut('annotations-unboxed', path);
    else if (box.width <= 0 || box.height <= 0) this.leaveOut('boxes-of-no-area', path);
    else {
      if (size !== undefined && boxProblem(box, size) === 'boxes-outside')
        this.leaveOut('boxes-outside-said-size', path);
      this.labelOf.set(path, label);
      this.places.set(path, { file: picture, box });
    }
  }

  /** Of a whole image. One with several is left out. */
  addLabel(image: string, label: string): void {
    if (isMissingLabel(label)) return;
    const labels = this.wholeLabels.get(image);
    if (labels === undefined) this.wholeLabels.set(image, new Set([label]));
    else labels.add(label);
  }

  leaveOut(reason: LeftOutReason, example: string, count = 1): void {
    const earlier = this.leftOut.get(reason);
    this.leftOut.set(reason, { example: earlier?.example ?? example, count: (earlier?.count ?? 0) + count });
  }

  addDamaged(error: AppError): void {
    this.damaged.push(error);
  }

  get size(): number {
    return this.labelOf.size + this.wholeLabels.size;
  }

  /** @throws AppError `labels-unreadable` where damaged files are all there is. */
  settle(format: FormatName, files: readonly string[], walked: WalkedImages): LabelledPaths {
    const [damaged] = this.damaged;
    if (damaged !== undefined && this.size === 0) throw damaged;
    const whole = this.settleWhole();
    const isBoxes = whole.size <= this.labelOf.size;
    const labelOf = isBoxes ? this.labelOf : whole;
    const [image] = whole.keys();
    const [box] = this.labelOf.keys();
    if (isBoxes && image !== undefined) this.leaveOut('image-labels-beside-boxes', image, whole.size);
    if (!isBoxes && box !== undefined) this.leaveOut('boxes-beside-image-labels', box, this.labelOf.size);
    const pictures = new Set(isBoxes ? [...this.places.values()].map(({ file }) => file) : whole.keys());
    return {
      source: { kind: 'annotations', format, files },
      labelOf,
      ...(isBoxes && { places: this.places }),
      splits: partsOf(walked.paths),
      skipped: {
        hidden: walked.hidden,
        notImages: walked.notImages - countIn(walked.annotations, new Set(files)),
        unlabelled: walked.paths.filter((path) => !pictures.has(path)).length,
        missingFiles: this.leftOut.get('annotated-images-missing')?.count ?? 0,
      },
      warnings: this.warnings(),
    };
  }

  /** The labels of whole images that have exactly one. */
  private settleWhole(): ReadonlyMap<string, string> {
    const labelOf = new Map<string, string>();
    for (const [image, [label, ...others]] of this.wholeLabels)
      if (others.length > 0) this.leaveOut('images-of-several-labels', image);
      else if (label !== undefined) labelOf.set(image, label);
    return labelOf;
  }

  private warnings(): readonly Message[] {
    const [damaged] = this.damaged;
    return [
      ...(damaged === undefined
        ? []
        : [message('annotation-files-damaged', { count: this.damaged.length, why: damagedReason(damaged) })]),
      ...[...this.leftOut].map(([reason, counted]) => message(reason, counted)),
    ];
  }
}

const damagedReason = ({ sentence }: AppError): Message | string => sentence;

/** How many files are among `named`, or lie in folders that are. */
const countIn = (files: readonly string[], named: ReadonlySet<string>): number =>
  files.filter((file) => named.has(file) || named.has(path.posix.dirname(file))).length;
