import type { ImageFault } from '../faults/findFaults';
import { message, type Message } from './message';

/** What an image with a fault is, to be used after "is" or a number. */
export const FAULT_WORDS: Readonly<Record<ImageFault, Message>> = {
  blank: message('fault-blank'),
  dark: message('fault-dark'),
  bright: message('fault-bright'),
  blurry: message('fault-blurry'),
  tiny: message('fault-tiny'),
  aspect: message('fault-aspect'),
};
