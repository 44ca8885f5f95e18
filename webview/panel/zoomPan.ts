import type { Box } from '../../src/core/dataset/imagePlace';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where an image lies on its stage: screen pixels per image pixel, and the offset of its centre from the stage's. */
export interface ZoomPan {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Enough to count single pixels. */
const MAX_SCALE = 40;
/** From here on pixels are shown as squares. */
export const PIXELATED_FROM = 2;

/** The whole image, as large as the stage allows. */
export function fitZoom(image: Size, stage: Size): ZoomPan {
  const scale = Math.min(stage.width / image.width, stage.height / image.height);
  return { scale: Number.isFinite(scale) && scale > 0 ? Math.min(MAX_SCALE, scale) : 1, x: 0, y: 0 };
}

/** Of the stage, which a box in its context takes. */
const BOX_SHARE = 0.5;

/** A box in the middle with what is around it, as far as the picture reaches. */
export function zoomToBox(box: Box, image: Size, stage: Size): ZoomPan {
  const fit = fitZoom(image, stage).scale;
  const wanted = Math.min((stage.width * BOX_SHARE) / box.width, (stage.height * BOX_SHARE) / box.height);
  const scale = Math.min(MAX_SCALE, Math.max(fit, Number.isFinite(wanted) ? wanted : fit));
  const centred = {
    scale,
    x: (image.width / 2 - box.x - box.width / 2) * scale,
    y: (image.height / 2 - box.y - box.height / 2) * scale,
  };
  return panBy(centred, { x: 0, y: 0 }, { image, stage });
}

/** Scales by `factor`, keeping the point at `at` (from the stage's centre) where it is; never smaller than fits. */
export function zoomBy(options: {
  readonly zoom: ZoomPan;
  readonly factor: number;
  readonly at: { readonly x: number; readonly y: number };
  readonly image: Size;
  readonly stage: Size;
}): ZoomPan {
  const { zoom, factor, at, image, stage } = options;
  const fit = fitZoom(image, stage).scale;
  const scale = Math.min(Math.max(MAX_SCALE, fit), Math.max(Math.min(fit, 1), zoom.scale * factor));
  const ratio = scale / zoom.scale;
  const moved = { scale, x: at.x - (at.x - zoom.x) * ratio, y: at.y - (at.y - zoom.y) * ratio };
  return panBy(moved, { x: 0, y: 0 }, { image, stage });
}

/** Moves the image, as far as its edge and no further. */
export function panBy(
  zoom: ZoomPan,
  by: { readonly x: number; readonly y: number },
  { image, stage }: { readonly image: Size; readonly stage: Size },
): ZoomPan {
  const reach = (length: number, room: number) => Math.max(0, (length * zoom.scale - room) / 2);
  const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value)) + 0;
  return {
    scale: zoom.scale,
    x: clamp(zoom.x + by.x, reach(image.width, stage.width)),
    y: clamp(zoom.y + by.y, reach(image.height, stage.height)),
  };
}
