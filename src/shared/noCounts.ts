import type { GalleryCounts } from './galleryProtocol';

/** Of a dataset without a run. */
export const NO_COUNTS: GalleryCounts = {
  suspects: 0,
  reviewed: 0,
  relabelled: 0,
  kept: 0,
  excluded: 0,
  unsure: 0,
  inView: 0,
  reviewedInView: 0,
  canUndo: false,
  canRedo: false,
};
