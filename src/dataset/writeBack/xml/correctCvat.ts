import path from 'node:path';
import { runSteps } from '../../../core/steps';
import { message } from '../../../core/words/message';
import { sha256 } from '../../../files/changes/byteEdits';
import type { Rewrite } from '../../../files/changes/fileChange';
import { readInput } from '../../../files/openInput';
import { createListedPictures } from '../../formats/annotations/listedPictures';
import { readCvatFile } from '../../formats/cvat/cvatFile';
import { walkImages } from '../../walk';
import { byPicture, leftOutFor, notFound, type PictureCorrection } from '../annotatedFiles';
import type { CorrectionPlan, CorrectionRequest, LeftOutCorrection } from '../corrector';
import { toByteEdits, type SpanEdit } from '../spanEdits';
import { XmlPlaces, type XmlElement } from './xmlPlaces';

const IMAGE = 'annotations/image';

/** The `label` of an annotation changes, or the annotation goes. */
export async function correctCvat(request: CorrectionRequest): Promise<CorrectionPlan> {
  const { now, signal } = request;
  const { root, labelSource } = now;
  const walked = await runSteps(walkImages({ root, signal }));
  const open = byPicture(request);
  const changes: Rewrite[] = [];
  const leftOut: LeftOutCorrection[] = [];
  const seen = new Set<string>();
  for (const name of labelSource.kind === 'annotations' ? labelSource.files : []) {
    const file = path.join(root, name);
    const { images } = await readCvatFile({ file, signal });
    const pictures = await createListedPictures({ root, walked, signal }, name);
    const here = new Map<number, readonly PictureCorrection[]>();
    for (const [index, image] of images.entries()) {
      const match = await pictures.find(image.name);
      if (match === undefined || !('image' in match) || seen.has(match.image)) continue;
      seen.add(match.image);
      here.set(index, open.get(match.image) ?? []);
      open.delete(match.image);
    }
    const bytes = await readInput(file);
    const xml = XmlPlaces.open(bytes);
    const corrections = [...here.values()].flat();
    if (xml === undefined) {
      leftOut.push(...leftOutFor(corrections, message('left-out-not-utf8', { file: name })));
      continue;
    }
    const made = corrections.length === 0 ? { edits: [], leftOut: [] } : cvatEdits(xml, here);
    leftOut.push(...made.leftOut);
    if (made.edits.length > 0)
      changes.push({ kind: 'rewrite', file, before: sha256(bytes), edits: toByteEdits(bytes, made.edits) });
  }
  for (const corrections of open.values()) leftOut.push(...notFound(corrections));
  return { changes, leftOut, notes: [] };
}

/** Corrections by the number of their image in the file, from 0. */
function cvatEdits(xml: XmlPlaces, here: ReadonlyMap<number, readonly PictureCorrection[]>) {
  const elements = xml.elements();
  const images = elements.filter((element) => element.path === IMAGE);
  const inImages = elements
    .filter(({ path: at }) => at.startsWith(`${IMAGE}/`) && at.split('/').length === 3)
    .sort((a, b) => a.start - b.start);
  const edits: SpanEdit[] = [];
  const leftOut: LeftOutCorrection[] = [];
  let next = 0;
  for (const [index, image] of images.entries()) {
    const children: XmlElement[] = [];
    for (; (inImages[next]?.start ?? Infinity) < image.end; next++) children.push(inImages[next]!);
    for (const one of here.get(index) ?? []) {
      const { decision, givenLabel } = one.correction;
      const isTag = ({ path: at, start, innerStart }: XmlElement) =>
        at === `${IMAGE}/tag` && labelIn(xml.text.slice(start, innerStart)) === givenLabel;
      const found =
        one.number === undefined ? children.filter(isTag) : children.slice(one.number - 1, one.number);
      const made = found.map((element) =>
        decision.action === 'exclude'
          ? xml.remove(element)
          : xml.replaceAttribute(element, 'label', decision.label),
      );
      if (made.length === 0 || made.includes(undefined)) leftOut.push(...notFound([one]));
      else edits.push(...made.filter((edit) => edit !== undefined));
    }
  }
  return { edits, leftOut };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function labelIn(tag: string): string | undefined {
  const found = /\slabel\s*=\s*(?:"([^"]*)"|'([^']*)')/u.exec(tag);
  const written = found?.[1] ?? found?.[2];
  return written?.replaceAll(/&(\w+);/gu, (whole, name: string) => ENTITIES[name] ?? whole).trim();
}
