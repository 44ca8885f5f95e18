import path from 'node:path';
import { splitBoxPath } from '../../core/dataset/imagePlace';
import { message, type Message } from '../../core/words/message';
import type { Correction } from '../../core/writeBack/correction';
import { sha256 } from '../../files/changes/byteEdits';
import type { Rewrite } from '../../files/changes/fileChange';
import { readInput } from '../../files/openInput';
import type { EndMatch } from '../labels/endLookup';
import type { CorrectionPlan, CorrectionRequest, LeftOutCorrection } from './corrector';
import { toByteEdits, type SpanEdit } from './spanEdits';

/** A correction of a picture, or of one of its annotations by its number from 1. */
export interface PictureCorrection {
  readonly path: string;
  /** Undefined: of the whole picture. */
  readonly number: number | undefined;
  readonly correction: Correction;
}

/** Corrections by the picture that they are about. */
export function byPicture({ now, corrections }: CorrectionRequest): Map<string, PictureCorrection[]> {
  const all = new Map<string, PictureCorrection[]>();
  for (const [image, correction] of corrections) {
    const { picture, annotation } =
      now.places === undefined ? { picture: image, annotation: undefined } : splitBoxPath(image);
    const number = annotation === undefined ? undefined : Number(annotation);
    const others = all.get(picture) ?? [];
    all.set(picture, [...others, { path: image, number, correction }]);
  }
  return all;
}

/** What changes in a file; a reason where a correction cannot be written. */
export type FileEdits = (bytes: Buffer) => {
  readonly edits: readonly SpanEdit[];
  readonly leftOut: readonly LeftOutCorrection[];
};

/**
 * Plans the changes of files that are about one picture each: of several about one, the first counts, as it did when they were
 * read.
 */
export async function correctFiles(
  request: CorrectionRequest,
  files: AsyncIterable<{ readonly file: string; readonly match: EndMatch | undefined }>,
  editsFor: (corrections: readonly PictureCorrection[], file: string) => FileEdits,
): Promise<CorrectionPlan> {
  const open = byPicture(request);
  const seen = new Set<string>();
  const changes: Rewrite[] = [];
  const leftOut: LeftOutCorrection[] = [];
  for await (const { file, match } of files) {
    const picture = match !== undefined && 'image' in match ? match.image : undefined;
    if (picture === undefined || seen.has(picture)) continue;
    seen.add(picture);
    const corrections = open.get(picture);
    if (corrections === undefined) continue;
    open.delete(picture);
    const absolute = path.join(request.now.root, file);
    const bytes = await readInput(absolute);
    const made = editsFor(corrections, file)(bytes);
    leftOut.push(...made.leftOut);
    if (made.edits.length > 0)
      changes.push({
        kind: 'rewrite',
        file: absolute,
        before: sha256(bytes),
        edits: toByteEdits(bytes, made.edits),
      });
  }
  for (const corrections of open.values()) leftOut.push(...notFound(corrections));
  return { changes, leftOut, notes: [] };
}

export const leftOutFor = (
  corrections: readonly PictureCorrection[],
  why: Message,
): readonly LeftOutCorrection[] => corrections.map(({ path: image }) => ({ path: image, why }));

export const notFound = (corrections: readonly PictureCorrection[]): readonly LeftOutCorrection[] =>
  leftOutFor(corrections, message('left-out-not-found'));
