import type { Box } from '../../../core/dataset/imagePlace';
import type { Dimensions } from '../../decode/dimensions';
import { saidSize } from '../annotations/saidSize';
import { readXml } from '../xml/readXml';

/** An object of an image, at its place in the file. */
export interface VocObject {
  readonly name: string;
  /** Undefined where the file has none, or no numbers in it. */
  readonly box: Box | undefined;
}

/** What a file of annotations says of an image. */
export interface VocFile {
  readonly filename: string | undefined;
  readonly objects: readonly VocObject[];
  /** Of the image; undefined where it is not said. */
  readonly size: Dimensions | undefined;
}

type Corner = 'xmin' | 'ymin' | 'xmax' | 'ymax';
type Written = Partial<Record<string, string>>;

/** Elements whose text counts, by their path; the parts of an object have names and boxes of their own. */
const OBJECT = 'annotation/object';
const BOX = `${OBJECT}/bndbox/`;
const SIZE = 'annotation/size/';

/** @throws AppError `labels-unreadable`. */
export async function readVocFile(file: string, signal: AbortSignal): Promise<VocFile> {
  const path: string[] = [];
  const objects: VocObject[] = [];
  let filename: string | undefined;
  let text = '';
  let name = '';
  let corners: Written = {};
  const size: Written = {};
  await readXml(
    { file, signal },
    {
      open: (element) => {
        path.push(element);
        text = '';
        if (path.join('/') === OBJECT) [name, corners] = ['', {}];
      },
      text: (piece) => (text += piece),
      close: (element) => {
        const at = path.join('/');
        if (at === 'annotation/filename') filename = text.trim();
        else if (at === `${SIZE}${element}`) size[element] = text;
        else if (at === `${OBJECT}/name`) name = text.trim();
        else if (at === `${BOX}${element}`) corners[element] = text;
        else if (at === OBJECT) objects.push({ name, box: toBox(corners) });
        path.pop();
        text = '';
      },
    },
  );
  return {
    filename: filename === '' ? undefined : filename,
    objects,
    size: saidSize(Number(size.width), Number(size.height)),
  };
}

/** The corners as they are written, as most who read such files take them: see docs/formats.md. */
function toBox(written: Written): Box | undefined {
  const corner = (name: Corner) => {
    const text = written[name]?.trim();
    return text === undefined || text === '' ? NaN : Number(text);
  };
  const [x, y] = [corner('xmin'), corner('ymin')];
  const [width, height] = [corner('xmax') - x, corner('ymax') - y];
  return Number.isFinite(x + y + width + height) ? { x, y, width, height } : undefined;
}
