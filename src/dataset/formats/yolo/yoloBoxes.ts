import { AppError } from '../../../core/appError';
import { boxPath, type ImagePlace } from '../../../core/dataset/imagePlace';
import { message, type Message } from '../../../core/words/message';
import type { Dimensions } from '../../decode/dimensions';
import { BoxProblems } from '../boxes/boxProblems';
import { boxProblem } from '../boxes/placeBox';
import type { ClassNames } from './classNames';
import { isBad, type BoxShares, type LabelLine, type LineProblem } from './labelLines';
import type { PictureLabels } from './pictureLabels';

export interface YoloBoxes {
  readonly labelOf: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, ImagePlace>;
  readonly warnings: readonly Message[];
}

/**
 * The boxes of all pictures, by path of the picture and line of its label file.
 * @throws AppError `labels-unreadable` where all are in pixels, or classes seem to be counted from 1.
 */
export function yoloBoxes(pictures: readonly PictureLabels[], classes: ClassNames): YoloBoxes {
  refuseClassesFromOne(pictures, classes);
  const found = new FoundBoxes(classes);
  for (const picture of pictures) {
    const seen = new Set<string>();
    for (const line of picture.lines) {
      const example = `${picture.labelFile}, line ${line.line}`;
      if (isBad(line)) found.leaveOut(line.problem, example);
      else if (picture.size === undefined) found.addUnread(picture.image);
      else found.add(line, { image: picture.image, size: picture.size, seen, example });
    }
  }
  return found.settle();
}

class FoundBoxes {
  private readonly classes: ClassNames;
  private readonly labelOf = new Map<string, string>();
  private readonly places = new Map<string, ImagePlace>();
  private readonly problems: BoxProblems;
  private readonly badLines = new Map<LineProblem, { lines: number; readonly example: string }>();
  private readonly unread = new Map<string, number>();
  private confident: { lines: number; readonly example: string } | undefined;

  constructor(classes: ClassNames) {
    this.classes = classes;
    this.problems = new BoxProblems(classes.files[0] ?? 'YOLO');
  }

  leaveOut(problem: LineProblem, example: string): void {
    const earlier = this.badLines.get(problem);
    if (earlier === undefined) this.badLines.set(problem, { lines: 1, example });
    else earlier.lines++;
  }

  addUnread(image: string): void {
    this.unread.set(image, (this.unread.get(image) ?? 0) + 1);
  }

  add(
    { line, classId, box, hasConfidence }: LabelLine,
    picture: {
      readonly image: string;
      readonly size: Dimensions;
      /** The boxes of this picture so far. */
      readonly seen: Set<string>;
      readonly example: string;
    },
  ): void {
    const { image, size, seen, example } = picture;
    const { names } = this.classes;
    const label = names === undefined ? `${classId}` : names.get(classId);
    const key = [classId, box.x, box.y, box.width, box.height].join(' ');
    const inPixels = toPixels(box, size);
    const isKnown = label !== undefined && label !== '';
    const problem = !isKnown
      ? 'boxes-without-class'
      : seen.has(key)
        ? 'boxes-repeated'
        : boxProblem(inPixels, size);
    if (problem !== undefined) this.problems.add(problem, isKnown ? example : `${example} (${classId})`);
    if (!isKnown || (problem !== undefined && problem !== 'boxes-beyond')) return;
    seen.add(key);
    if (hasConfidence)
      this.confident = { example, ...this.confident, lines: (this.confident?.lines ?? 0) + 1 };
    const path = boxPath(image, `${line}`);
    this.labelOf.set(path, label);
    this.places.set(path, { file: image, box: inPixels });
  }

  /** @throws AppError where nothing but pixels was found. */
  settle(): YoloBoxes {
    const { labelOf, places, badLines, confident } = this;
    const notShares = badLines.get('lines-not-shares');
    if (notShares !== undefined && labelOf.size === 0)
      throw new AppError('labels-unreadable', message('lines-in-pixels', { example: notShares.example }));
    return {
      labelOf,
      places,
      warnings: [
        ...Array.from(badLines, ([problem, counts]) => message(problem, counts)),
        ...(confident === undefined ? [] : [message('lines-with-confidence', confident)]),
        ...this.problems.warnings(),
        ...this.unreadWarning(),
        ...(this.classes.names === undefined && labelOf.size > 0 ? [message('classes-without-names')] : []),
      ],
    };
  }

  private unreadWarning(): readonly Message[] {
    const [example] = this.unread.keys();
    if (example === undefined) return [];
    const boxes = [...this.unread.values()].reduce((sum, count) => sum + count, 0);
    return [message('boxes-in-unread-pictures', { boxes, pictures: this.unread.size, example })];
  }
}

const toPixels = ({ x, y, width, height }: BoxShares, size: Dimensions) => ({
  x: (x - width / 2) * size.width,
  y: (y - height / 2) * size.height,
  width: Math.max(0, width * size.width),
  height: Math.max(0, height * size.height),
});

/** @throws AppError where 0 is never used, but the number behind the last class is: every label would be that of its neighbour. */
function refuseClassesFromOne(pictures: readonly PictureLabels[], { files, names }: ClassNames): void {
  if (names?.get(0) === undefined) return;
  const used = new Set(
    pictures.flatMap(({ lines }) => lines.flatMap((line) => (isBad(line) ? [] : line.classId))),
  );
  const most = Math.max(...used);
  if (used.has(0) || most !== names.size) return;
  const args = { file: files[0] ?? '', classes: names.size, most: `${most}`, last: `${names.size - 1}` };
  throw new AppError('labels-unreadable', message('classes-from-one', args));
}
