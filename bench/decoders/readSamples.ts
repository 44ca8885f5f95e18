import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import * as v from 'valibot';
import { ScriptError } from '../../scripts/scriptError';

const headSchema = v.object({
  name: v.string(),
  /** What was done to the file; absent: nothing. */
  damage: v.optional(v.string()),
  most: v.number(),
  mean: v.number(),
  fileBytes: v.number(),
  /** Both 0: the file is to be refused or, damaged, was refused by Pillow. */
  width: v.number(),
  height: v.number(),
});

/** A file as `draw.py` writes it. */
export interface Sample extends v.InferOutput<typeof headSchema> {
  readonly file: Buffer;
  /** `height × width × 3` bytes; undefined where there are none. */
  readonly pixels: Buffer | undefined;
}

/** Has files drawn by this interpreter, and yields them as they come. */
export async function* drawSamples(
  python: string,
  { seed, count }: { readonly seed: number; readonly count: number },
): AsyncGenerator<Sample, void> {
  const script = path.join(__dirname, 'draw.py');
  // libtiff complains of damaged files by itself.
  const child = spawn(python, [script, `${seed}`, `${count}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2000)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const take = takeFrom(child.stdout);
  for (let length = await take(4); length !== undefined; length = await take(4)) {
    const text = await take(length.readUInt32LE(0));
    const head = v.parse(headSchema, JSON.parse(`${text?.toString()}`));
    const file = await take(head.fileBytes);
    const pixels = await take(head.width * head.height * 3);
    if (file === undefined || pixels === undefined) break;
    yield { ...head, file, pixels: pixels.length === 0 ? undefined : pixels };
  }
  if ((await ended) !== 0) throw new ScriptError(`The drawing with ${python} failed: ${said}`);
}

/** Takes so many bytes from a stream; undefined at its end. */
function takeFrom(stream: Readable): (count: number) => Promise<Buffer | undefined> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>; // no encoding is set
  let held: Buffer = Buffer.alloc(0);
  return async (count) => {
    const parts = [held];
    for (let length = held.length; length < count;) {
      const next = await chunks.next();
      if (next.done === true) return undefined;
      parts.push(next.value);
      length += next.value.length;
    }
    const all = parts.length === 1 ? held : Buffer.concat(parts);
    held = all.subarray(count);
    return all.subarray(0, count);
  };
}
