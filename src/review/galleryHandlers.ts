import { AppError } from '../core/appError';
import { isInside, pictureFile, picturePath, type PlacedImage } from '../core/dataset/imagePlace';
import { similarQuery } from '../core/query/similarTerms';
import { describeComparison } from '../core/words/describeFindings';
import type { Progress } from '../core/run/progress';
import type {
  GalleryRequests,
  PageCommand,
  PageHandlers,
  Place,
  SuspectDetails,
  SuspectRow,
} from '../shared/galleryProtocol';
import type { GalleryMemory } from './galleryMemory';
import { galleryState, type ReviewedDataset } from './galleryState';
import type { ReviewSession } from './reviewSession';
import { placeAfter } from './placeAfter';
import { otherCopies } from './otherCopies';
import type { ShownImage } from './shownImages';
import { message, wordingFor, type Wording } from '../core/words/message';

/** What a gallery needs from outside to answer its page. */
export interface GalleryHandlersOptions {
  /** Absolute path of the dataset's folder. */
  readonly root: string;
  readonly open: () => Promise<ReviewedDataset>;
  /** Opens the newest run in place of the one that was open, with the same view. */
  readonly adoptRun: () => Promise<ReviewedDataset>;
  readonly memory: GalleryMemory;
  /** The run in progress on this dataset. */
  readonly progress: () => Progress | null;
  /** The address of an image's thumbnail in the page; undefined when there is none. */
  readonly thumbnailUri: (image: PlacedImage) => Promise<string | undefined>;
  readonly openImage: (image: PlacedImage) => Promise<void>;
  readonly revealImage: (imagePath: string) => Promise<void>;
  /** Puts absolute paths on the clipboard; they are relative to the dataset. */
  readonly copyPaths: (imagePaths: readonly string[]) => Promise<void>;
  /** Reads why an image was flagged. */
  readonly details: (session: ReviewSession, image: ShownImage) => Promise<SuspectDetails>;
  /** The setting `labelReview.keys` as it is now. */
  readonly keys: () => unknown;
  readonly wording: Wording;
  /** Starts the command without waiting for it. */
  readonly runCommand: (command: PageCommand) => void;
}

/** The host's side of each request of the gallery page. */
export function createGalleryHandlers(options: GalleryHandlersOptions): PageHandlers {
  const { root, open, memory } = options;

  const requireSession = async (): Promise<ReviewSession> => {
    const { session } = await open();
    if (session !== undefined) return session;
    throw new AppError('no-run', message('not-searched', { root }));
  };

  const remember = async (session: ReviewSession, place: Place | null): Promise<void> => {
    const focused = place && session.shown(session.viewVersion, place.focus, 1)[0];
    await memory.set(root, {
      runId: session.run.id,
      view: session.view,
      place,
      focusPath: focused?.row.path ?? null,
    });
  };

  return {
    ...createStateHandlers(options),
    setView: async ({ view }) => {
      const session = await requireSession();
      const changed = await session.setView(view);
      await remember(session, null);
      return changed;
    },
    getRows: async ({ viewVersion, start, count }) => {
      const session = await requireSession();
      const images = session.shown(viewVersion, start, count);
      const rows = await Promise.all(
        images.map(async (image) => {
          const change = await session.changeOf(image.row);
          return { ...toRow(image, await options.thumbnailUri(image.row)), ...(change && { change }) };
        }),
      );
      return { viewVersion, start, rows };
    },
    review: async ({ request }) => (await requireSession()).review(request),
    rememberPlace: async ({ place }) => {
      await remember(await requireSession(), place);
      return null;
    },
    ...createLookHandlers(options, requireSession),
    runCommand: ({ command }) => {
      options.runCommand(command);
      return Promise.resolve(null);
    },
  };
}

/** Requests that are answered with all that there is to show. */
function createStateHandlers(options: GalleryHandlersOptions): Pick<PageHandlers, 'ready' | 'adoptOrder'> {
  const { root, open, memory } = options;
  const stateOf = async (dataset: ReviewedDataset) =>
    galleryState({
      dataset,
      unfound: (await dataset.findAgain?.()) ?? [],
      remembered: memory.get(root),
      progress: options.progress(),
      keys: options.keys(),
      wording: options.wording,
    });

  return {
    ready: async () => {
      const dataset = await open();
      await dataset.session?.refresh();
      return stateOf(dataset);
    },
    adoptOrder: async ({ place }) => {
      const { session: before } = await open();
      const dataset = await options.adoptRun();
      const run = dataset.session?.run;
      const comparison = run?.comparison;
      return {
        state: await stateOf(dataset),
        place: placeAfter(before, dataset.session, place),
        told:
          comparison === undefined
            ? ''
            : describeComparison(comparison, wordingFor(run ?? {}, options.wording)),
      };
    },
  };
}

type LookRequest =
  | 'openImage'
  | 'revealImage'
  | 'copyPaths'
  | 'getDetails'
  | 'findImage'
  | 'nextUndecided'
  | 'getPairs'
  | 'getPair'
  | 'similarQuery'
  | 'getUndecided';

/** Requests that look closer at an image or for another one, and change nothing. */
function createLookHandlers(
  options: GalleryHandlersOptions,
  requireSession: () => Promise<ReviewSession>,
): Pick<PageHandlers, LookRequest> {
  return {
    openImage: async ({ viewVersion, position }) => {
      const image = (await requireSession()).shown(viewVersion, position, 1)[0];
      if (image !== undefined) await options.openImage(image.row);
      return opened(image);
    },
    revealImage: async ({ viewVersion, position }) => {
      const image = (await requireSession()).shown(viewVersion, position, 1)[0];
      if (image !== undefined) await options.revealImage(pictureFile(image.row));
      return opened(image);
    },
    copyPaths: async ({ targets }) => {
      const rows = (await requireSession()).rowsAt(targets);
      const paths = new Map(rows.map((row) => [picturePath(row), isInside(row)]));
      await options.copyPaths([...paths.keys()]);
      return { copied: paths.size, inside: [...paths.values()].filter(Boolean).length };
    },
    getDetails: async ({ viewVersion, position }) => {
      const session = await requireSession();
      const image = session.shown(viewVersion, position, 1)[0];
      if (image !== undefined) return options.details(session, image);
      throw new AppError('view-changed', message('view-changed'));
    },
    findImage: async ({ viewVersion, path, isNear }) => {
      const session = await requireSession();
      const position = session.positionOf(viewVersion, path);
      return { position: position ?? (isNear === true ? session.positionNear(path) : null) };
    },
    nextUndecided: async ({ from, skip }) => ({
      position: (await requireSession()).nextUndecided(from, skip),
    }),
    getPairs: async () => ({ pairs: (await requireSession()).pairs }),
    similarQuery: async ({ targets }) => ({
      query: similarQuery((await requireSession()).pathsAt(targets)),
    }),
    getPair: async ({ viewVersion, position }) => ({
      ranges: (await requireSession()).undecidedOfPair(viewVersion, position),
    }),
    getUndecided: async ({ viewVersion, start, end }) => ({
      ranges: (await requireSession()).undecidedBetween(viewVersion, start, end),
    }),
  };
}

const opened = (image: ShownImage | undefined): ReturnType<GalleryRequests['openImage']> => ({
  inside: image !== undefined && isInside(image.row) ? pictureFile(image.row) : null,
});

/** Copies listed in a row. */
const MOST_LISTED = 5;

function toRow(image: ShownImage, thumbnail: string | undefined): SuspectRow {
  const { position, row, decision, facts, similar } = image;
  return {
    position,
    path: row.path,
    givenLabel: row.givenLabel,
    suggestedLabel: row.predictedLabel,
    labelQuality: row.labelQuality,
    suggestedProbability: row.predictedProbability,
    ...(row.place?.box && { picture: row.place.file }),
    rank: row.rank,
    thumbnail,
    ...(facts !== undefined && { copies: otherCopies(image, MOST_LISTED), faults: facts.faults }),
    ...(row.offTopic?.isFlagged === true && { offTopic: row.offTopic.score }),
    ...(similar && { similar }),
    decision,
  };
}
