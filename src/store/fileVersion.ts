import type { FileHandle } from 'node:fs/promises';

/** What tells one version of a file from another without reading it. */
export interface FileVersion {
  readonly device: bigint;
  readonly inode: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  /** Whether it may be changed once more without any of these telling: clocks of file systems tick slowly. */
  readonly isYoung: boolean;
}

/** The slowest tick of a system's clock that times files, and that of file systems with whole seconds, FAT's the slowest. */
const TICK_NS = 20_000_000n;
const COARSE_TICK_NS = 2_000_000_000n;
const SECOND_NS = 1_000_000_000n;
const NS_PER_MS = 1_000_000n;

export async function versionOf(handle: FileHandle): Promise<FileVersion> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await handle.stat({ bigint: true });
  const changedNs = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  const tickNs = mtimeNs % SECOND_NS === 0n && ctimeNs % SECOND_NS === 0n ? COARSE_TICK_NS : TICK_NS;
  const isYoung = BigInt(Date.now()) * NS_PER_MS - changedNs < tickNs;
  return { device: dev, inode: ino, size, mtimeNs, ctimeNs, isYoung };
}

export const isSameFile = (a: FileVersion, b: Pick<FileVersion, 'device' | 'inode'>): boolean =>
  a.device === b.device && a.inode === b.inode;

export const isSameVersion = (a: FileVersion, b: FileVersion): boolean =>
  isSameFile(a, b) && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
