import type { FileHandle } from 'node:fs/promises';
import { openInput } from '../../../files/openInput';

/** Several headers of small members in one read, and not much too much before a large one. */
const WINDOW_BYTES = 8192;

/** Reads small pieces of a file that lie near each other, in few reads. */
export class WindowReader {
  /** Of the file, in bytes. */
  readonly size: number;
  private readonly handle: FileHandle;
  private window = Buffer.alloc(0);
  private windowAt = 0;

  private constructor(handle: FileHandle, size: number) {
    this.handle = handle;
    this.size = size;
  }

  /** @throws AppError `not-a-file`; the system's error */
  static async open(file: string): Promise<WindowReader> {
    const handle = await openInput(file);
    return new WindowReader(handle, (await handle.stat()).size);
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  /** The bytes from `at`, fewer where the file ends before; they are good until the next call. */
  async read(at: number, bytes: number): Promise<Buffer> {
    if (at < this.windowAt || at + bytes > this.windowAt + this.window.length) {
      const room = Math.max(0, Math.min(Math.max(bytes, WINDOW_BYTES), this.size - at));
      const buffer = Buffer.allocUnsafe(room);
      let filled = 0;
      while (filled < room) {
        const { bytesRead } = await this.handle.read(buffer, filled, room - filled, at + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      this.window = buffer.subarray(0, filled);
      this.windowAt = at;
    }
    const from = at - this.windowAt;
    return this.window.subarray(from, from + bytes);
  }
}
