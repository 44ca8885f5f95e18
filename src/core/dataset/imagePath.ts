import * as v from 'valibot';

/** The start of an absolute path, a step up, or what no file name holds, on any system. */
const LEADS_OUTSIDE = /^[/\\]|^[A-Za-z]:[/\\]|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/u;

/** Whether `text` can be the path of an image relative to its dataset: a file that came with the dataset may say anything. */
export const isImagePath = (text: string): boolean => text !== '' && !LEADS_OUTSIDE.test(text);

export const imagePathSchema = v.pipe(v.string(), v.check(isImagePath));
