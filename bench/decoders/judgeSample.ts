import type { JpegDecoder } from '../../src/dataset/decode/jpeg/jpegDecoder';
import type { Sample } from './readSamples';
import { differenceOf, seeFast, seeFully, seeStrictly, type Seen } from './seeImage';

/** What was found of a file. */
export interface Judgement {
  readonly finding: string;
  readonly detail?: string;
  readonly isWrong: boolean;
  /** To be looked at by a person. */
  readonly isOdd: boolean;
}

/** Levels that two ways to read the same JPEG may be apart. */
const JPEG_MOST = 3;
const SAME_MOST = 1;

/** Holds what is read in a file against what was drawn. */
export async function judgeIntact(sample: Sample, decodeJpeg: JpegDecoder): Promise<Judgement> {
  const full = await seeFully(sample.file);
  if (sample.pixels === undefined)
    return 'refused' in full ? fine('refused, as it should be') : wrong('read, but should be refused');
  if ('refused' in full) {
    const isKnown = /compressed BMP|BMP header is|tiles that hold one colour/u.test(full.refused);
    return isKnown ? fine(`refused: ${full.refused}`) : wrong('refused', full.refused);
  }
  const fast = seeFast(sample.file, decodeJpeg);
  for (const [way, seen] of [
    ['full', full],
    ['fast', fast],
  ] as const) {
    if (seen === undefined || 'refused' in seen) continue;
    const { most, mean } = differenceOf(seen, { ...sample, rgb: sample.pixels });
    if (most > sample.most || mean > sample.mean)
      return wrong(`read otherwise by the ${way} way`, `by at most ${most}, ${mean.toFixed(2)} on average`);
  }
  return fine(fast === undefined ? 'read as drawn' : 'read as drawn, both ways');
}

/** Holds what is read in a damaged file against sharp at its strictest, and against Pillow. */
export async function judgeDamaged(sample: Sample, decodeJpeg: JpegDecoder): Promise<Judgement> {
  const { file, pixels: pillow } = sample;
  const [full, strict] = [await seeFully(file), await seeStrictly(file)];
  const fast = seeFast(file, decodeJpeg);
  const isRefused = 'refused' in full;
  const isSame = sameAs(full, strict, SAME_MOST);
  if (fast !== undefined && !('refused' in fast)) {
    if (isRefused) return wrong('damaged, read by the fast way alone', full.refused);
    const { most, mean } = differenceOf(fast, full); // not refused, see above
    if (most > JPEG_MOST) {
      const detail = `by at most ${most}, ${mean.toFixed(2)} on average`;
      return { finding: 'read otherwise by the fast way', detail, isWrong: false, isOdd: true };
    }
  }
  const ours = isRefused ? 'refused' : 'read';
  const theirs =
    'refused' in strict ? 'refuses' : isSame || isRefused ? 'reads the same' : 'reads it otherwise';
  const alike = pillow !== undefined && 'rgb' in full && differenceOf(full, { ...sample, rgb: pillow });
  const isAlike = alike !== false && alike.most <= sample.most + 1;
  const others =
    pillow === undefined
      ? 'refuses'
      : isRefused
        ? 'reads it'
        : isAlike
          ? 'reads the same'
          : 'reads it otherwise';
  const detail = isRefused ? full.refused : 'refused' in strict ? strict.refused.replaceAll('\n', '; ') : '';
  const isExpected = isRefused ? 'refused' in strict : isSame;
  return {
    finding: `${ours}; sharp ${theirs}; Pillow ${others}`,
    detail,
    isWrong: false,
    isOdd: !isExpected,
  };
}

function sameAs(one: Seen, other: Seen, most: number): boolean {
  return 'rgb' in one && 'rgb' in other && differenceOf(one, other).most <= most;
}

const fine = (finding: string): Judgement => ({ finding, isWrong: false, isOdd: false });
const wrong = (finding: string, detail = ''): Judgement => ({ finding, detail, isWrong: true, isOdd: true });
