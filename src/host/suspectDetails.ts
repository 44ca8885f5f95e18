import type { RunSummary } from '../core/run';
import type { ExampleImage, SuspectDetails } from '../shared/galleryProtocol';
import { openEvidence, type EvidenceReader } from '../store/evidence';
import type { StoreLocation } from '../store/location';
import { readPredictionRow } from '../store/predictionRow';
import type { ReviewSession } from './reviewSession';
import type { Suspect } from './suspectList';

/** As many as there are keys for: 1 to 9. */
const TOP_CLASSES = 9;
const NEIGHBOURS = 8;
const EXAMPLES = 4;

/** A file of the dataset as the page can show it. */
export interface ImageFile {
  /** Undefined when it is gone. */
  readonly bytes: number | undefined;
  /** The original, where a browser can show it. */
  readonly address: string | undefined;
}

export interface SuspectDetailsOptions {
  readonly location: StoreLocation;
  readonly imageFile: (imagePath: string) => Promise<ImageFile>;
  readonly thumbnailUri: (imagePath: string) => Promise<string | undefined>;
}

/** Originals up to this size are used as small pictures where there is no thumbnail. */
const SMALL_FILE_BYTES = 256 * 1024;

/** Reads why a suspect was flagged, on demand: its predictions, and what training has shown about it. */
export class SuspectDetailsReader {
  private readonly options: SuspectDetailsOptions;
  private evidence: { readonly runId: string; readonly reader: Promise<EvidenceReader | null> } | undefined;
  private order: { readonly runId: string; readonly places: ReadonlyMap<string, number> } | undefined;

  constructor(options: SuspectDetailsOptions) {
    this.options = options;
  }

  async read(session: ReviewSession, { row }: Suspect): Promise<SuspectDetails> {
    const { location, imageFile } = this.options;
    const { run } = session;
    const [probabilities, evidence, file] = await Promise.all([
      readPredictionRow(location, run.id, this.placeOf(session, row.path)),
      this.openEvidence(run),
      imageFile(row.path),
    ]);
    const found = await evidence?.suspect(row.rank);
    const examples = (label: string) =>
      this.examples(
        (evidence?.typical(label) ?? []).filter((image) => image.path !== row.path),
        EXAMPLES,
      );
    const [typicalGiven, typicalSuggested, neighbours] = await Promise.all([
      examples(row.givenLabel),
      examples(row.predictedLabel),
      this.examples(found?.neighbours ?? [], NEIGHBOURS),
    ]);
    return {
      path: row.path,
      ...(file.bytes !== undefined && { bytes: file.bytes }),
      ...(file.address !== undefined && { original: file.address }),
      classes: topClasses(run.classes, probabilities, [row.givenLabel, row.predictedLabel]),
      models: found?.models ?? [],
      trajectory: found?.trajectory ?? [],
      typicalGiven,
      typicalSuggested,
      neighbours: neighbours.map((image, index) => ({
        ...image,
        givenLabel: found?.neighbours[index]?.givenLabel ?? '',
        similarity: found?.neighbours[index]?.similarity ?? 0,
      })),
      ...(evidence && found?.pixels !== undefined && { seen: await evidence.bitmap(found.pixels) }),
    };
  }

  private examples(
    images: readonly { readonly path: string }[],
    count: number,
  ): Promise<readonly ExampleImage[]> {
    return Promise.all(
      images.slice(0, count).map(async ({ path }) => {
        const thumbnail = await this.options.thumbnailUri(path);
        if (thumbnail !== undefined) return { path, address: thumbnail };
        const { bytes, address } = await this.options.imageFile(path);
        const isSmall = bytes !== undefined && bytes <= SMALL_FILE_BYTES;
        return isSmall && address !== undefined ? { path, address } : { path };
      }),
    );
  }

  private openEvidence(run: RunSummary): Promise<EvidenceReader | null> {
    if (this.evidence?.runId !== run.id)
      this.evidence = { runId: run.id, reader: openEvidence(this.options.location, run.id) };
    return this.evidence.reader;
  }

  /** The rows of `predictions.npy` are in the order of the paths. */
  private placeOf(session: ReviewSession, imagePath: string): number {
    if (this.order?.runId !== session.run.id) {
      const paths = session.results.map(({ path }) => path).sort();
      this.order = { runId: session.run.id, places: new Map(paths.map((path, place) => [path, place])) };
    }
    return this.order.places.get(imagePath)!;
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
