import { wordSentence } from '../core/appError';
import { isInside, pictureFile, type PlacedImage } from '../core/dataset/imagePlace';
import type { EvidenceImage } from '../core/run/evidence';
import type { RunSummary } from '../core/run/run';
import type { Message, Wording } from '../core/words/message';
import type { ExampleImage, SuspectDetails } from '../shared/galleryProtocol';
import type { EvidenceReader } from '../store/evidence';
import type { Run } from '../store/openRun';
import { otherCopies } from './otherCopies';
import type { ReviewSession } from './reviewSession';
import type { ShownImage } from './shownImages';

/** As many as there are keys for: 1 to 9. */
const TOP_CLASSES = 9;
const NEIGHBOURS = 8;
const EXAMPLES = 4;
/** Of one picture there may be hundreds. */
const COPIES = 12;

/** A file of the dataset as the page can show it. */
export interface ImageFile {
  /** Undefined when it is gone. */
  readonly bytes: number | undefined;
  /** The original, where a browser can show it. */
  readonly address: string | undefined;
  /** Why it cannot be had, where the browser is not the reason. */
  readonly why?: Message | string;
}

export interface SuspectDetailsOptions {
  readonly openRun: (run: RunSummary) => Promise<Run>;
  readonly imageFile: (image: PlacedImage) => Promise<ImageFile>;
  /** Absent: English. */
  readonly wording?: Wording;
  readonly thumbnailUri: (image: PlacedImage) => Promise<string | undefined>;
}

/** Originals up to this size are used as small pictures where there is no thumbnail. */
const SMALL_FILE_BYTES = 256 * 1024;

/** Reads why a suspect was flagged, on demand: its predictions, and what training has shown about it. */
export class SuspectDetailsReader {
  private readonly options: SuspectDetailsOptions;

  constructor(options: SuspectDetailsOptions) {
    this.options = options;
  }

  async read(session: ReviewSession, suspect: ShownImage): Promise<SuspectDetails> {
    const { row } = suspect;
    const { openRun, imageFile } = this.options;
    const run = await openRun(session.run);
    const [probabilities, evidence, file] = await Promise.all([
      run.predictions(row.image),
      run.evidence(),
      imageFile(row),
    ]);
    const found = await evidence?.suspect(row.rank);
    const examples = (label: string) =>
      this.examples(
        evidence,
        (evidence?.typical(label) ?? []).filter((image) => image.path !== row.path).slice(0, EXAMPLES),
      );
    const [typicalGiven, typicalSuggested, neighbours] = await Promise.all([
      examples(row.givenLabel),
      examples(row.predictedLabel),
      this.examples(evidence, found?.neighbours.slice(0, NEIGHBOURS) ?? []),
    ]);
    return {
      path: row.path,
      ...(file.bytes !== undefined && { bytes: file.bytes }),
      ...(file.address !== undefined && { original: file.address }),
      ...(file.why !== undefined && { noOriginal: wordSentence(file.why, this.options.wording) }),
      ...(isInside(row) && { inside: pictureFile(row) }),
      ...(row.place?.box && { box: row.place.box }),
      classes: topClasses(session.run.classes, probabilities, [row.givenLabel, row.predictedLabel]),
      models: found?.models ?? [],
      trajectory: found?.trajectory ?? [],
      typicalGiven,
      typicalSuggested,
      neighbours: neighbours.map((image, index) => ({
        ...image,
        givenLabel: found?.neighbours[index]?.givenLabel ?? '',
        similarity: found?.neighbours[index]?.similarity ?? 0,
      })),
      ...(await this.copies(suspect)),
      ...(found?.closeness && { closeness: found.closeness }),
      ...(evidence && found?.pixels !== undefined && { seen: await evidence.bitmap(found.pixels) }),
    };
  }

  private async copies(suspect: ShownImage): Promise<Pick<SuspectDetails, 'copies'>> {
    const copies = otherCopies(suspect, COPIES);
    if (copies === undefined) return {};
    const { isExact, others, more } = copies;
    const images = await Promise.all(
      others.map(async ({ path, givenLabel }) => {
        const address = await this.smallPicture(path);
        return { path, givenLabel, ...(address !== undefined && { address }) };
      }),
    );
    return { copies: { isExact, images, more } };
  }

  private examples(
    evidence: EvidenceReader | null,
    images: readonly EvidenceImage[],
  ): Promise<readonly ExampleImage[]> {
    return Promise.all(
      images.map(async ({ path, pixels }) => {
        const address = await this.smallPicture(path);
        if (address !== undefined) return { path, address };
        return evidence === null || pixels === undefined
          ? { path }
          : { path, seen: await evidence.bitmap(pixels) };
      }),
    );
  }

  private async smallPicture(imagePath: string): Promise<string | undefined> {
    const thumbnail = await this.options.thumbnailUri({ path: imagePath });
    if (thumbnail !== undefined) return thumbnail;
    const { bytes, address } = await this.options.imageFile({ path: imagePath });
    return bytes !== undefined && bytes <= SMALL_FILE_BYTES ? address : undefined;
  }
}

/** The most probable classes first; then those of `always` that are not among them. */
function topClasses(
  classes: readonly string[],
  probabilities: ArrayLike<number>,
  always: readonly string[],
): SuspectDetails['classes'] {
  const all = classes
    .map((label, index) => ({ label, probability: probabilities[index] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
  const top = all.slice(0, TOP_CLASSES);
  return [...top, ...all.slice(TOP_CLASSES).filter(({ label }) => always.includes(label))];
}
