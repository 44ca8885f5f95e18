import path from 'node:path';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { WindowReader } from '../archives/windowReader';
import { zipMembers, type ZipMember } from '../archives/zipMembers';
import type { FolderLook } from '../format';
import { arrayRole, type ArrayRole } from './arrayName';

/** An array in a file of its own, or in an archive. */
export interface NamedArray extends ArrayRole {
  /** Relative to the dataset. */
  readonly file: string;
  readonly member?: ZipMember;
  /** Where it is, for people, and in the paths of its images. */
  readonly path: string;
}

/** Pictures and their labels. */
export interface ArrayPair {
  readonly images: NamedArray;
  readonly labels: NamedArray;
}

/** The name that numpy gives to an array that has none. */
const NAMELESS = 'arr_0';

/** Arrays of pictures with arrays of labels that have the same name otherwise, in the same archive or folder. */
export async function findArrayPairs({ root, walked }: FolderLook): Promise<readonly ArrayPair[]> {
  const found = new Map<string, { images?: NamedArray; labels?: NamedArray }>();
  for (const file of [...walked.annotations].sort(compareCodeUnits))
    for (const { within, ...array } of await arraysIn(root, file)) {
      const key = `${within}\0${array.of}`;
      const pair = found.get(key) ?? {};
      const known = pair[array.what];
      if (known === undefined || array.place < known.place) pair[array.what] = array;
      found.set(key, pair);
    }
  const pairs: ArrayPair[] = [];
  for (const { images, labels } of found.values())
    if (images !== undefined && labels !== undefined) pairs.push({ images, labels });
  return pairs;
}

/** `within`: what an array and its labels have in common. */
type FoundArray = NamedArray & { readonly within: string };

async function arraysIn(root: string, file: string): Promise<readonly FoundArray[]> {
  const { dir, name, ext } = path.posix.parse(file);
  if (ext.toLowerCase() === '.npy') {
    const role = arrayRole(name);
    return role === undefined ? [] : [{ ...role, file, path: file, within: dir }];
  }
  if (ext.toLowerCase() !== '.npz') return [];
  const members = await membersOf(path.join(root, file));
  const arrays: FoundArray[] = [];
  for (const member of members) {
    const array = member.path.replace(/\.npy$/u, '');
    const isNameless = array === NAMELESS && members.length === 1;
    const role = arrayRole(isNameless ? name : array);
    if (role === undefined) continue;
    if (isNameless) arrays.push({ ...role, file, member, path: file, within: dir });
    else arrays.push({ ...role, file, member, path: `${file}/${array}`, within: file });
  }
  return arrays;
}

/** None where the archive is damaged, or cannot be read. */
async function membersOf(file: string): Promise<readonly ZipMember[]> {
  let reader: WindowReader;
  try {
    reader = await WindowReader.open(file);
  } catch {
    return []; // then it is not known for a dataset
  }
  try {
    const members: ZipMember[] = [];
    for await (const member of zipMembers(reader)) members.push(member);
    return members;
  } finally {
    await reader.close();
  }
}
