import type { Box } from '../../../core/dataset/imagePlace';
import { boxAround, boxAroundEllipse, boxAroundTurned, type Point } from '../annotations/boxAround';
import type { Dimensions } from '../../decode/dimensions';
import { saidSize } from '../annotations/saidSize';
import { readXml, type XmlFile } from '../xml/readXml';

/** An annotation of an image, at its place in it. */
export type CvatAnnotation =
  | { readonly kind: 'tag'; readonly label: string }
  | { readonly kind: 'area'; readonly label: string; readonly box: Box | undefined }
  /** A point, a line or what is no part of a picture. */
  | { readonly kind: 'other' };

export interface CvatImage {
  readonly name: string;
  /** Undefined where it is not said. */
  readonly size: Dimensions | undefined;
  readonly annotations: readonly CvatAnnotation[];
}

/** What a file says, or its start. */
export interface CvatFile {
  /** The name of the element around all others. */
  readonly root: string | undefined;
  readonly images: readonly CvatImage[];
  /** Objects followed through the frames of a video. */
  readonly tracks: number;
}

type Attributes = Readonly<Record<string, string>>;

/** Reads what CVAT exports as "CVAT for images 1.1". @throws AppError `labels-unreadable`. */
export async function readCvatFile(file: XmlFile): Promise<CvatFile> {
  const path: string[] = [];
  const images: (Omit<CvatImage, 'annotations'> & { readonly annotations: CvatAnnotation[] })[] = [];
  let root: string | undefined;
  let tracks = 0;
  await readXml(file, {
    open: (element, attributes) => {
      const depth = path.push(element);
      if (depth === 1) root = element;
      else if (depth === 2 && element === 'image')
        images.push({ name: attributes.name ?? '', size: sizeOf(attributes), annotations: [] });
      else if (depth === 2 && element === 'track') tracks++;
      else if (depth === 3 && path[1] === 'image')
        images.at(-1)?.annotations.push(toAnnotation(element, attributes));
    },
    close: () => path.pop(),
  });
  return { root, images, tracks };
}

function toAnnotation(element: string, attributes: Attributes): CvatAnnotation {
  const label = attributes.label?.trim() ?? '';
  if (element === 'tag') return { kind: 'tag', label };
  const boxOf = BOXES.get(element);
  return boxOf === undefined ? { kind: 'other' } : { kind: 'area', label, box: boxOf(attributes) };
}

/** The boxes around the kinds of areas, by the names of their elements. */
const BOXES: ReadonlyMap<string, (attributes: Attributes) => Box | undefined> = new Map([
  [
    'box',
    (attributes: Attributes) => {
      const [x, y] = [numberOf(attributes.xtl), numberOf(attributes.ytl)];
      const [width, height] = [numberOf(attributes.xbr) - x, numberOf(attributes.ybr) - y];
      const box = { x, y, width, height };
      // Written the wrong way round it has no area, turned or not.
      if (width <= 0 || height <= 0) return box;
      return boxAroundTurned(box, rotationOf(attributes), [x + width / 2, y + height / 2]);
    },
  ],
  ['polygon', ({ points = '' }: Attributes) => boxAround(points.split(';').map(toPoint))],
  [
    'ellipse',
    ({ cx, cy, rx, ry, ...attributes }: Attributes) =>
      boxAroundEllipse(
        { centre: [numberOf(cx), numberOf(cy)], halves: [numberOf(rx), numberOf(ry)] },
        rotationOf(attributes),
      ),
  ],
  [
    'mask',
    ({ left, top, width, height }: Attributes) =>
      boxAroundTurned(
        { x: numberOf(left), y: numberOf(top), width: numberOf(width), height: numberOf(height) },
        0,
        [0, 0],
      ),
  ],
]);

const sizeOf = ({ width, height }: Attributes) => saidSize(numberOf(width), numberOf(height));

const rotationOf = ({ rotation = '0' }: Attributes): number => numberOf(rotation);

function toPoint(written: string): Point {
  const [x, y] = written.split(',');
  return [numberOf(x), numberOf(y)];
}

const numberOf = (written: string | undefined): number =>
  written === undefined || written.trim() === '' ? NaN : Number(written);
