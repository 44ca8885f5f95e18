import * as v from 'valibot';
import { createRng } from '../../src/core/rng';

/** Of one engine on one thread, in one process; `means` is its embedding of the image, for comparison. */
export const encoderSpeedSchema = v.object({
  images: v.number(),
  seconds: v.number(),
  cpuSeconds: v.number(),
  means: v.array(v.number()),
  /** Of the module's memory; ours. */
  megabytes: v.optional(v.number()),
  /** GFLOP/s by kind of step; ours. */
  kinds: v.optional(v.array(v.object({ kind: v.string(), megaflops: v.number(), milliseconds: v.number() }))),
});
export type EncoderSpeed = v.InferOutput<typeof encoderSpeedSchema>;

/** A picture of noise: what is in it does not matter for time. */
export function drawImage(size: number, seed: number): Uint8Array {
  const rng = createRng(seed);
  return Uint8Array.from({ length: size * size * 3 }, () => rng.nextInt(256));
}

/** Embeds the same image again and again, after half that time to warm up. */
export async function timeEmbedding(
  embed: () => ArrayLike<number> | Promise<ArrayLike<number>>,
  seconds: number,
): Promise<EncoderSpeed> {
  await embedFor(embed, seconds / 2);
  const before = process.cpuUsage();
  const timed = await embedFor(embed, seconds);
  const { user, system } = process.cpuUsage(before);
  return { ...timed, cpuSeconds: (user + system) / 1e6, means: Array.from(await embed()) };
}

async function embedFor(embed: () => unknown, seconds: number): Promise<{ images: number; seconds: number }> {
  const started = performance.now();
  for (let images = 1; ; images++) {
    await embed();
    const passed = (performance.now() - started) / 1e3;
    if (passed >= seconds) return { images, seconds: passed };
  }
}
