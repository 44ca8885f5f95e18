import { execFile } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file system in memory of some megabytes, to be filled. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Undefined where none may be mounted. */
  static async mount(folder: string, bytes: number): Promise<SmallDisk | undefined> {
    await mkdir(folder, { recursive: true });
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
      return new SmallDisk(folder);
    } catch {
      return undefined;
    }
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.folder);
    return bavail * bsize;
  }

  /** Fills all but so many bytes, rounded to pages. */
  async fillAllBut(spareBytes: number): Promise<void> {
    await this.clear();
    const bytes = (await this.freeBytes()) - spareBytes;
    await writeFile(this.ballast, Buffer.alloc(Math.max(bytes, 0)));
  }

  /** Makes room again. */
  clear(): Promise<void> {
    return rm(this.ballast, { force: true });
  }

  /** @throws where a file is open for writing. */
  async makeReadOnly(): Promise<void> {
    await run('mount', ['-o', 'remount,ro', this.folder]);
  }

  async makeWritable(): Promise<void> {
    await run('mount', ['-o', 'remount,rw', this.folder]);
  }

  async unmount(): Promise<void> {
    await run('umount', [this.folder]);
  }

  private get ballast(): string {
    return path.join(this.folder, 'ballast');
  }
}

/** Why a fault that needs a small disk was not tried. */
export const NO_DISK = 'skipped: mounting a small disk (tmpfs) is not permitted here';
