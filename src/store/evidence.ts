import { open } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { bytesPerImage } from '../core/dataset/pixels/bytesPerImage';
import type { PixelTensor } from '../core/dataset/dataset';
import { encodeBmp } from '../core/dataset/pixels/encodeBmp';
import type { Immutable } from '../core/immutable';
import {
  PixelSlots,
  suspectEvidence,
  suspectEvidenceSchema,
  typicalImages,
  typicalImagesSchema,
  type EvidenceImage,
  type EvidenceSubjects,
  type KnownEvidence,
  type SuspectEvidence,
} from '../core/run/evidence';
import type { ImageIndex, Rank } from '../core/spaces';
import { systemErrorCode } from '../core/systemErrorCode';
import { writeFileAtomic } from '../files/atomicWrite';
import { damaged } from '../files/csvFile';
import { runsFolder, type StoreLocation } from './location';
import { parseJson, readJson } from '../files/readJson';
import { message } from '../core/words/message';

/** Pixels kept with a run: those of suspects, their neighbours and typical images, the first ones where there are more. */
const MOST_PIXEL_BYTES = 256 * 1024 * 1024;

const headerSchema = v.object({
  schema: v.literal(1),
  /** Of the images in `evidence.u8`, one after another, H×W×C. */
  height: v.number(),
  width: v.number(),
  channels: v.picklist([1, 3]),
  typical: v.array(typicalImagesSchema),
  /** Ranks of the suspects, ascending, and where their lines in `evidence.jsonl` start; one more tells where it ends. */
  ranks: v.array(v.number()),
  offsets: v.array(v.number()),
});
type Header = Immutable<v.InferOutput<typeof headerSchema>>;

/** What is known about the suspects besides the predictions, as kept beside the results of a run. */
/** There are typical images even where nothing was trained, and then nothing about single suspects. */
export interface EvidenceFiles extends KnownEvidence {
  readonly findings: EvidenceSubjects;
  readonly images: PixelTensor;
  /** Of each of `findings.paths`, its index in `images`; negative: it is not there. Absent: they are the same images. */
  readonly places?: Int32Array | undefined;
}

/** Writes the evidence of a run that is not yet finished. @throws AppError `store-unwritable`. */
export async function writeEvidence(
  location: StoreLocation,
  runId: string,
  files: EvidenceFiles,
): Promise<void> {
  const { findings, learned, offTopic, images, places } = files;
  const placeOf = (image: ImageIndex) => (places === undefined ? image : places[image]!);
  const { height, width, channels } = images;
  const size = bytesPerImage(images);
  const slots = new PixelSlots(Math.floor(MOST_PIXEL_BYTES / size), (image) => placeOf(image) >= 0);
  // First, for typical images are needed whatever suspect is looked at.
  const typical = typicalImages(findings, slots);
  const ranks: number[] = [];
  const offsets = [0];
  await writeFileAtomic(evidenceFile(location, runId, 'jsonl'), lines());
  await writeFileAtomic(evidenceFile(location, runId, 'u8'), keptPixels());
  const header: Header = {
    schema: 1,
    height,
    width,
    channels,
    typical,
    ranks,
    offsets,
  };
  await writeFileAtomic(evidenceFile(location, runId, 'json'), [JSON.stringify(header)]);

  function* lines(): Generator<Uint8Array> {
    if (learned === undefined && offTopic === undefined) return;
    for (const evidence of suspectEvidence(findings, files, slots)) {
      const line = Buffer.from(`${JSON.stringify(evidence)}\n`);
      ranks.push(evidence.rank);
      offsets.push(offsets.at(-1)! + line.length);
      yield line;
    }
  }

  function* keptPixels(): Generator<Uint8Array> {
    for (const image of slots.images) {
      const bytes = new Uint8Array(size);
      images.read(placeOf(image), bytes);
      yield bytes;
    }
  }
}

/** Reads the evidence of one run, a suspect at a time. */
export interface EvidenceReader {
  /** Null for images that are not suspects of the run, and for all where nothing was trained. @throws AppError `run-damaged`. */
  suspect(rank: Rank): Promise<SuspectEvidence | null>;
  /** Images of a class whose label is surest; none for classes that the run does not know. */
  typical(label: string): readonly EvidenceImage[];
  /** The pixels that the network saw, as the bytes of a `.bmp` file. @throws AppError `run-damaged`. */
  bitmap(slot: number): Promise<Uint8Array>;
}

/** Null for runs of older versions, which have none. @throws AppError `run-damaged`. */
export async function openEvidence(location: StoreLocation, runId: string): Promise<EvidenceReader | null> {
  const header = await readJson(evidenceFile(location, runId, 'json'), headerSchema);
  if (header === undefined) return null;
  const { ranks, offsets } = header;
  const lineOf = new Map(ranks.map((rank, line) => [rank, line]));
  const typical = new Map(header.typical.map(({ label, images }) => [label, images]));
  const size = header.height * header.width * header.channels;
  return {
    async suspect(rank) {
      const line = lineOf.get(rank);
      if (line === undefined) return null;
      const file = evidenceFile(location, runId, 'jsonl');
      const bytes = await readRange(file, offsets[line]!, offsets[line + 1]!);
      return parseJson(file, Buffer.from(bytes).toString('utf8'), suspectEvidenceSchema);
    },
    typical: (label) => typical.get(label) ?? [],
    async bitmap(slot) {
      const bytes = await readRange(evidenceFile(location, runId, 'u8'), slot * size, (slot + 1) * size);
      return encodeBmp(bytes, header);
    },
  };
}

async function readRange(file: string, start: number, end: number): Promise<Uint8Array> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(end - start), 0, end - start, start);
      if (bytesRead === end - start) return buffer;
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw damaged(file, systemErrorCode(cause) ?? message('file-unreadable'), cause);
  }
  throw damaged(file, message('file-too-short'));
}

const evidenceFile = (location: StoreLocation, runId: string, extension: 'json' | 'jsonl' | 'u8') =>
  path.join(runsFolder(location), runId, `evidence.${extension}`);
