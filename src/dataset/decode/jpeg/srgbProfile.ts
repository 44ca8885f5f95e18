/** Where things stand in an ICC profile (ICC.1:2010-12, sections 7.2 and 7.3). */
const [COLOUR_SPACE_AT, TAG_COUNT_AT, TAGS_AT, TAG_BYTES] = [16, 128, 132, 12];
/** Type and reserved bytes before the values of a tag. */
const TAG_HEADER_BYTES = 8;
const FIXED_POINT = 1 << 16;
/** A profile with a table of colours is more than primaries and curves can say. */
const TABLES = ['A2B0', 'A2B1', 'A2B2'];

/** Of sRGB's red, green and blue: X, Y and Z, adapted to D50, as profiles have them (IEC 61966-2-1). */
const PRIMARIES: Readonly<Record<string, readonly [number, number, number]>> = {
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
};
const CURVES = ['rTRC', 'gTRC', 'bTRC'];
/** Profiles round their numbers; this is not seen in 8 bits. */
const PRIMARY_TOLERANCE = 0.003;
/** A level of 256. */
const CURVE_TOLERANCE = 1 / 255;

/** Whether a colour profile says what goes without saying: that the samples are sRGB, to within a level of 256. */
export function isSrgbProfile(profile: Buffer): boolean {
  try {
    if (profile.toString('latin1', COLOUR_SPACE_AT, COLOUR_SPACE_AT + 8) !== 'RGB XYZ ') return false;
    const tags = readTags(profile);
    if (TABLES.some((name) => tags.has(name))) return false;
    return (
      Object.entries(PRIMARIES).every(([name, primary]) => isPrimary(tags.get(name), primary)) &&
      CURVES.every((name) => isSrgbCurve(tags.get(name)))
    );
  } catch (error) {
    if (error instanceof RangeError) return false; // cut off
    throw error;
  }
}

function readTags(profile: Buffer): ReadonlyMap<string, Buffer> {
  const tags = new Map<string, Buffer>();
  const count = profile.readUInt32BE(TAG_COUNT_AT);
  for (let tag = 0, at = TAGS_AT; tag < count; tag++, at += TAG_BYTES) {
    const start = profile.readUInt32BE(at + 4);
    tags.set(
      profile.toString('latin1', at, at + 4),
      profile.subarray(start, start + profile.readUInt32BE(at + 8)),
    );
  }
  return tags;
}

const typeOf = (tag: Buffer): string => tag.toString('latin1', 0, 4);
const fixedAt = (tag: Buffer, value: number): number =>
  tag.readInt32BE(TAG_HEADER_BYTES + 4 * value) / FIXED_POINT;

function isPrimary(tag: Buffer | undefined, primary: readonly number[]): boolean {
  return (
    tag !== undefined &&
    typeOf(tag) === 'XYZ ' &&
    primary.every((value, at) => Math.abs(fixedAt(tag, at) - value) <= PRIMARY_TOLERANCE)
  );
}

/** Whether each sample comes out within a level of itself when what the curve makes of it is written as sRGB again. */
function isSrgbCurve(tag: Buffer | undefined): boolean {
  const curve = tag && readCurve(tag);
  if (curve === undefined) return false;
  for (let level = 0; level < 256; level++) {
    const sample = level / 255;
    if (Math.abs(linearToSrgb(curve(sample)) - sample) > CURVE_TOLERANCE) return false;
  }
  return true;
}

/** From a sample to linear light, both 0–1; undefined for kinds that sRGB profiles are not made of. */
function readCurve(tag: Buffer): ((sample: number) => number) | undefined {
  if (typeOf(tag) === 'para' && tag.readUInt16BE(TAG_HEADER_BYTES) === 3) {
    // Section 10.16, function 3; its numbers follow two bytes for the function and two that are reserved.
    const [gamma, a, b, c, d] = [1, 2, 3, 4, 5].map((value) => fixedAt(tag, value)) as Five;
    return (sample) => (sample >= d ? (a * sample + b) ** gamma : c * sample);
  }
  const count = typeOf(tag) === 'curv' ? tag.readUInt32BE(TAG_HEADER_BYTES) : 0;
  // None is a straight line, and one an exponent.
  if (count < 2) return undefined;
  const valueAt = (at: number) => tag.readUInt16BE(TAG_HEADER_BYTES + 4 + 2 * at) / 0xffff;
  return (sample) => {
    const place = sample * (count - 1);
    const below = Math.min(Math.floor(place), count - 2);
    return valueAt(below) + (place - below) * (valueAt(below + 1) - valueAt(below));
  };
}

type Five = [number, number, number, number, number];

/** IEC 61966-2-1. */
const linearToSrgb = (linear: number): number =>
  linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
