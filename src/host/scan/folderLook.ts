import type { FolderContents } from '../../core/dataset/folders/folderContents';
import type { Forecast, ForecastRequest } from '../../core/run/forecast';
import type { Trainer } from '../../worker/client/client';

/** Looks at folders before a search, in a process of its own: folders may be large, and samples of images are decoded. */
export interface FolderLook {
  /** @throws AppError what the trainer reports. */
  inspect(root: string, signal: AbortSignal): Promise<FolderContents>;
  /** @throws AppError what the trainer reports. */
  forecast(
    request: Omit<ForecastRequest, 'fallbackStore' | 'cacheFolder'>,
    signal: AbortSignal,
  ): Promise<Forecast>;
  dispose(): Promise<void>;
}

/** The process starts when it is first asked, and is there until it is disposed of. */
export function createFolderLook(options: {
  readonly startTrainer: () => Promise<Trainer>;
  /** Where stores of read-only datasets are. */
  readonly fallbackStore: string;
  /** Where caches are, if not in the stores. */
  readonly cacheFolder: () => string | undefined;
}): FolderLook {
  let starting: Promise<Trainer> | undefined;
  const start = () => (starting ??= options.startTrainer());
  return {
    inspect: async (root, signal) => (await start()).inspect({ root }, signal),
    forecast: async (request, signal) => {
      const places = { fallbackStore: options.fallbackStore, cacheFolder: options.cacheFolder() };
      return (await start()).forecast({ ...request, ...places }, signal);
    },
    dispose: async () => {
      const trainer = await starting?.catch(() => undefined); // who asked was told
      await trainer?.dispose();
    },
  };
}
