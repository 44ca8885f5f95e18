import { createScratch, type Scratch } from '../../../core/scratch';
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
  private readonly scratch: Scratch;

  constructor(wasm: JpegInstance) {
    this.wasm = wasm;
    this.scratch = createScratch({
      malloc: wasm.malloc,
      free: wasm.free,
      buffer: () => wasm.memory.buffer,
    });
  }

  /**
   * The pixels of a JPEG, decoded to the size that these weights are for, and shrunk by them. Undefined when libjpeg-turbo
   * warns of anything. @throws when it gives up, or memory does not suffice; it must then not be used again.
   */
  decode(file: Uint8Array, x: AxisWeights, y: AxisWeights): Uint8Array | undefined {
    const { wasm, scratch } = this;
    const [width, height] = [x.from, y.from];
    const [columns, rows] = [x.starts.length, y.starts.length];
    const pitch = width * PIXEL_BYTES;
    const [source, decoded, xStarts, xWeights, yStarts, yWeights, sums, result] = scratch.reserve(
      file.length,
      pitch * height,
      x.starts.byteLength,
      x.weights.byteLength,
      y.starts.byteLength,
      y.weights.byteLength,
      columns * height * SUM_BYTES,
      columns * rows * RGB_BYTES + 1, // see the kernel
    ) as [number, number, number, number, number, number, number, number]; // eight asked for
    scratch.uint8(source, file.length).set(file);
    const size = file.length;
    // A decompressor keeps the tables of one file for the next.
    const handle = wasm.tjInitDecompress();
    const status = wasm.tjDecompress2(handle, source, size, decoded, width, pitch, height, PIXEL_FORMAT, 0);
    wasm.tjDestroy(handle);
    if (status !== 0) return undefined;
    // Only now: decoding may have let the memory grow.
    scratch.uint32(xStarts, columns).set(x.starts);
    scratch.float32(xWeights, x.weights.length).set(x.weights);
    scratch.uint32(yStarts, rows).set(y.starts);
    scratch.float32(yWeights, y.weights.length).set(y.weights);
    wasm.shrinkRows(decoded, height, width, xStarts, xWeights, x.taps, columns, sums);
    wasm.shrinkColumns(sums, columns, yStarts, yWeights, y.taps, rows, result);
    return scratch.uint8(result, columns * rows * RGB_BYTES).slice();
  }
}
