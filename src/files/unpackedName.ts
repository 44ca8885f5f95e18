import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';

/** A part of a file of the dataset. */
interface PackedPart {
  /** Relative to the dataset. */
  readonly file: string;
  readonly part: string;
}

type FileVersion = Pick<Stats, 'size' | 'mtimeMs'>;

/** What a part is called that was unpacked out of this version of its file. */
export const unpackedName = (packed: PackedPart, version: FileVersion): string =>
  `${source(packed)}-${versionOf(version)}.bin`;

/** Whether a file holds that part, of whatever version. */
export const isUnpackedOf = (packed: PackedPart, name: string): boolean =>
  name.startsWith(`${source(packed)}-`);

/** Whether what has this name was unpacked out of this version of its file. */
export const isUnpackedVersion = (name: string, version: FileVersion): boolean =>
  name.endsWith(`-${versionOf(version)}.bin`);

const source = ({ file, part }: PackedPart): string => hash(`${file}\0${part}`);
const versionOf = ({ size, mtimeMs }: FileVersion): string => hash(`${size}\0${mtimeMs}`);
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
