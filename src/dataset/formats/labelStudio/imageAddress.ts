import { isImageFile } from '../../../core/dataset/imageFiles';

/** Keys under which tasks usually have their image, in this order. */
export const IMAGE_KEYS = ['image', 'img', 'image_url', 'picture', 'photo', 'url'] as const;

/** Stands in front of the name of a file that was uploaded. */
const UPLOAD_PREFIX = /^[0-9a-f]{8}-(?=.)/u;

/** Where a server has what was uploaded to it. */
const UPLOAD = /(?:^|\/)data\/upload\//u;

/** The path or the address of the image of a task. */
export function imageIn(data: Readonly<Record<string, unknown>>): string | undefined {
  const values = [...IMAGE_KEYS.map((key) => data[key]), ...Object.values(data).filter(isOfImage)];
  return values.find((value) => typeof value === 'string' && value !== '') as string | undefined; // as it says
}

const isOfImage = (value: unknown): boolean =>
  typeof value === 'string' && addressesOf(value).some((address) => isImageFile(nameOf(address)));

/** What an address may mean as a path, the likeliest first: of `/data/local-files/?d=a/b.jpg` it is what follows `d=`. */
export function addressesOf(written: string): readonly string[] {
  const [path = '', query = ''] = written.split('?', 2);
  const parameters = new URLSearchParams(query);
  const local = parameters.get('d');
  const stored = parameters.get('fileuri');
  const meant = local ?? (stored === null ? path : Buffer.from(stored, 'base64').toString());
  // A name may hold what looks like an encoded character or the start of a query.
  const addresses = [meant, decoded(meant), written];
  const name = nameOf(decoded(meant));
  // The folder of an upload is that of its project on the server.
  if (UPLOAD.test(path)) addresses.push(name);
  if (UPLOAD_PREFIX.test(name)) addresses.push(name.replace(UPLOAD_PREFIX, ''));
  return [...new Set(addresses)];
}

const nameOf = (address: string): string => address.slice(address.lastIndexOf('/') + 1);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not encoded after all
  }
}
