/** What a TIFF file says of its samples (TIFF 6.0, section 8). */
export interface TiffSpec {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly type: 'uint8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64' | 'int8';
  /** Absent: none is said. */
  readonly extraSamples?: readonly number[];
  /** 1: black is zero, 2: RGB. */
  readonly photometric?: number;
  readonly valueAt: (x: number, y: number, sample: number) => number;
}

const TYPES = {
  uint8: { bytes: 1, format: 1, write: 'writeUInt8' },
  int8: { bytes: 1, format: 2, write: 'writeInt8' },
  uint16: { bytes: 2, format: 1, write: 'writeUInt16LE' },
  int16: { bytes: 2, format: 2, write: 'writeInt16LE' },
  uint32: { bytes: 4, format: 1, write: 'writeUInt32LE' },
  int32: { bytes: 4, format: 2, write: 'writeInt32LE' },
  float32: { bytes: 4, format: 3, write: 'writeFloatLE' },
  float64: { bytes: 8, format: 3, write: 'writeDoubleLE' },
} as const;
const SHORT = 3;
const LONG = 4;

/** An uncompressed TIFF of one strip, little-endian. */
export function tiffBytes(spec: TiffSpec): Buffer {
  const { width, height, samples, extraSamples, photometric = samples < 3 ? 1 : 2 } = spec;
  const { bytes, format, write } = TYPES[spec.type];
  const repeated = (value: number) => Array<number>(samples).fill(value);
  const pixelBytes = width * height * samples * bytes;
  const tags: (readonly [tag: number, type: number, values: readonly number[]])[] = [
    [256, LONG, [width]],
    [257, LONG, [height]],
    [258, SHORT, repeated(bytes * 8)],
    [259, SHORT, [1]],
    [262, SHORT, [photometric]],
    [273, LONG, [8]],
    [277, SHORT, [samples]],
    [278, LONG, [height]],
    [279, LONG, [pixelBytes]],
    [284, SHORT, [1]],
    ...(extraSamples === undefined ? [] : [[338, SHORT, extraSamples] as const]),
    [339, SHORT, repeated(format)],
  ];
  const directoryAt = 8 + pixelBytes + (pixelBytes % 2);
  const valuesAt = directoryAt + 2 + tags.length * 12 + 4;
  const file = Buffer.alloc(valuesAt + tags.length * 2 * Math.max(samples, 4) * 2);
  file.write('II*\0', 'latin1');
  file.writeUInt32LE(directoryAt, 4);
  for (let y = 0, at = 8; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let sample = 0; sample < samples; sample++, at += bytes)
        file[write](spec.valueAt(x, y, sample), at);
  file.writeUInt16LE(tags.length, directoryAt);
  let free = valuesAt;
  tags.forEach(([tag, type, values], entry) => {
    const at = directoryAt + 2 + entry * 12;
    const size = type === SHORT ? 2 : 4;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(type, at + 2);
    file.writeUInt32LE(values.length, at + 4);
    const isInline = values.length * size <= 4;
    if (!isInline) file.writeUInt32LE(free, at + 8);
    values.forEach((value, i) => {
      const to = (isInline ? at + 8 : free) + i * size;
      if (type === SHORT) file.writeUInt16LE(value, to);
      else file.writeUInt32LE(value, to);
    });
    if (!isInline) free += values.length * size;
  });
  return file;
}
