import { createHash } from 'node:crypto';
import type { ByteEdit } from './fileChange';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The bytes with all edits made. @throws Error where they are not those that the edits are about. */
export function applyEdits(bytes: Buffer, edits: readonly ByteEdit[]): Buffer {
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const { offset, was, now } of edits) {
    const isThere = offset >= end && bytes.subarray(offset, offset + was.length).equals(was);
    if (!isThere) throw new Error(`The edit at byte ${offset} does not fit the file.`);
    parts.push(bytes.subarray(end, offset), now);
    end = offset + was.length;
  }
  return Buffer.concat([...parts, bytes.subarray(end)]);
}

/** What takes the edits back, in the file that they have made. */
export function reverseEdits(edits: readonly ByteEdit[]): readonly ByteEdit[] {
  let shift = 0;
  return edits.map(({ offset, was, now }) => {
    const reversed = { offset: offset + shift, was: now, now: was };
    shift += now.length - was.length;
    return reversed;
  });
}

/** The one edit that makes `now` of `was`; none where they are equal. */
export function editBetween(was: Buffer, now: Buffer): readonly ByteEdit[] {
  const shorter = Math.min(was.length, now.length);
  let start = 0;
  while (start < shorter && was[start] === now[start]) start++;
  let tail = 0;
  while (tail < shorter - start && was[was.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  if (start === was.length && start === now.length) return [];
  return [
    {
      offset: start,
      was: was.subarray(start, was.length - tail),
      now: now.subarray(start, now.length - tail),
    },
  ];
}
