/** Of a review in which nobody looks for similar images. */
export const noSearch = (): Promise<never> => Promise.reject(new Error('Similar images are looked for.'));
