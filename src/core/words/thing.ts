import * as v from 'valibot';

/** What a run is of: whole images, or boxes in pictures. */
export type Thing = 'image' | 'box';

/** As files and messages say it; absent: whole images. */
export const thingSchema = v.optional(v.literal('box'));

/** `[image is|box is]` in a text: its words for images and for boxes. */
const CHOICE = /\[([^[\]|]*)\|([^[\]|]*)\]/g;

/** The text with the words for the things that a run is of. */
export const forThing = (text: string, thing: Thing = 'image'): string =>
  text.replace(CHOICE, (_, ofImages: string, ofBoxes: string) => (thing === 'box' ? ofBoxes : ofImages));
