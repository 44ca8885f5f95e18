/**
 * What has become of an image's file since a run: it is gone, or another image is in its place; the file that its picture was
 * unpacked out of was changed, or what was unpacked has gone with the cache.
 */
export type ImageChange = 'gone' | 'replaced' | 'file-changed' | 'not-unpacked';
