import * as v from 'valibot';
import { placeSchema, viewSettingsSchema } from '../shared/galleryProtocol';

const rememberedSchema = v.object({
  runId: v.string(),
  view: viewSettingsSchema,
  place: v.nullable(placeSchema),
  /** The focused suspect: its position differs when the view is built anew with decisions in it. */
  focusPath: v.nullable(v.string()),
});
/** Where the reviewer of one dataset was. */
export type Remembered = v.InferOutput<typeof rememberedSchema>;

/** Remembers places over reloads of the window, by dataset. */
export interface GalleryMemory {
  get(root: string): Remembered | undefined;
  set(root: string, remembered: Remembered): Promise<void>;
}

/** Values that outlive the window, as VS Code's `Memento`. */
export interface KeptState {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Keeps places in the workspace's state. What an older version has stored and no longer fits is forgotten. */
export function createGalleryMemory(state: KeptState): GalleryMemory {
  const key = (root: string) => `gallery:${root}`;
  return {
    get: (root) => {
      const parsed = v.safeParse(rememberedSchema, state.get(key(root)));
      return parsed.success ? parsed.output : undefined;
    },
    set: async (root, remembered) => {
      await state.update(key(root), remembered);
    },
  };
}
