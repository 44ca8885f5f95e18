import type { ImageFault } from '../faults/findFaults';

/** What an image with a fault is, to be used after "is" or a number. */
export const FAULT_WORDS: Readonly<Record<ImageFault, string>> = {
  blank: 'blank',
  dark: 'very dark',
  bright: 'very bright',
  blurry: 'blurry',
  tiny: 'tiny',
  aspect: 'oddly shaped',
};
