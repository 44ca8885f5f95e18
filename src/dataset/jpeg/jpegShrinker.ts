import type { JpegInstance } from './jpegModules';
import type { AxisWeights } from './lanczosWeights';

/** TJPF_RGBX: one byte of each pixel is unused, so that a pixel is one load. */
const PIXEL_FORMAT = 2;
const PIXEL_BYTES = 4;
/** A pixel between rows and columns: four floats. */
const SUM_BYTES = 16;
const RGB_BYTES = 3;

/** One instance of the modules, and its memory, in which an image stays from the file's bytes to the shrunk pixels. */
export class JpegShrinker {
  private readonly wasm: JpegInstance;
  private readonly handle: number;
  private start = 0;
  private room = 0;

  constructor(wasm: JpegInstance) {
    this.wasm = wasm;
    this.handle = wasm.tjInitDecompress();
  }

  /**
   * The pixels of a JPEG, decoded to the size that these weights are for, and shrunk by them. Undefined when libjpeg-turbo
   * warns of anything. @throws when it gives up, or memory does not suffice; it must then not be used again.
   */
  decode(file: Uint8Array, x: AxisWeights, y: AxisWeights): Uint8Array | undefined {
    const [width, height] = [x.from, y.from];
    const [columns, rows] = [x.starts.length, y.starts.length];
    const [source, decoded, xStarts, xWeights, yStarts, yWeights, sums, result] = this.reserve([
      file.length,
      width * height * PIXEL_BYTES,
      x.starts.byteLength,
      x.weights.byteLength,
      y.starts.byteLength,
      y.weights.byteLength,
      columns * height * SUM_BYTES,
      columns * rows * RGB_BYTES + 1, // see the kernel
    ]) as [number, number, number, number, number, number, number, number];
    const { wasm, handle } = this;
    const memory = new Uint8Array(wasm.memory.buffer);
    memory.set(file, source);
    const pitch = width * PIXEL_BYTES;
    const status = wasm.tjDecompress2(
      handle,
      source,
      file.length,
      decoded,
      width,
      pitch,
      height,
      PIXEL_FORMAT,
      0,
    );
    if (status !== 0) return undefined;
    const { buffer } = wasm.memory; // anew: decoding may have let it grow
    new Int32Array(buffer).set(x.starts, xStarts / 4);
    new Float32Array(buffer).set(x.weights, xWeights / 4);
    new Int32Array(buffer).set(y.starts, yStarts / 4);
    new Float32Array(buffer).set(y.weights, yWeights / 4);
    wasm.shrinkRows(decoded, height, width, xStarts, xWeights, x.taps, columns, sums);
    wasm.shrinkColumns(sums, columns, yStarts, yWeights, y.taps, rows, result);
    return new Uint8Array(buffer).slice(result, result + columns * rows * RGB_BYTES);
  }

  /** Addresses of areas of these many bytes, valid until the next call. Kept, and replaced when more is asked for. */
  private reserve(byteLengths: readonly number[]): number[] {
    const total = byteLengths.reduce((sum, length) => sum + aligned(length), SUM_BYTES);
    if (total > this.room) {
      if (this.room > 0) this.wasm.free(this.start);
      this.start = this.wasm.malloc(total);
      if (this.start === 0) throw new RangeError(`no room for ${total} bytes`);
      this.room = total;
    }
    let next = aligned(this.start);
    return byteLengths.map((length) => {
      const address = next;
      next += aligned(length);
      return address;
    });
  }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / SUM_BYTES) * SUM_BYTES;
}
