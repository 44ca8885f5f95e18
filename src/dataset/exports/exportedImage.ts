import type { ImagePlace } from '../../core/dataset/imagePlace';

/** An image, or a box, with the label that was decided on. */
export interface ExportedImage {
  readonly path: string;
  readonly givenLabel: string;
  /** Null: excluded. */
  readonly label: string | null;
  /** Undefined: the whole file at its path. */
  readonly place: ImagePlace | undefined;
  /** What a run thinks of it; undefined for one that could not be read. */
  readonly verdict:
    | {
        readonly isLabelIssue: boolean;
        readonly labelQuality: number;
        readonly predictedLabel: string;
        readonly predictedProbability: number;
      }
    | undefined;
}

/** Those that are not excluded, with their labels. */
export function* keptImages(
  images: readonly ExportedImage[],
): Generator<ExportedImage & { readonly label: string }, void> {
  for (const image of images) if (image.label !== null) yield { ...image, label: image.label };
}

/** The picture that an image is, or that a box is in. */
export const pictureOf = ({ path, place }: Pick<ExportedImage, 'path' | 'place'>): string =>
  place?.file ?? path;
