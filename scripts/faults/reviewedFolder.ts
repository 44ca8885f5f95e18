import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { ScriptError } from '../scriptError';
import { CLI_FILE } from './programs';
import { startProgram } from './startProgram';

export const IMAGES = 60;
const CLASSES = ['ant', 'bee', 'cow'];
const EDGE = 8;

/** Draws a small dataset at `root` and scores it by predictions that agree with no label. */
export async function drawReviewedFolder(root: string, images = IMAGES): Promise<string> {
  const lines = [`path,${CLASSES.join()}`];
  for (let i = 0; i < images; i++) {
    const label = i % CLASSES.length;
    const image = `${CLASSES[label]!}/${String(i).padStart(3, '0')}.png`;
    await mkdir(path.join(root, CLASSES[label]!), { recursive: true });
    await writePicture(path.join(root, image), i);
    const other = (label + 1) % CLASSES.length;
    lines.push([image, ...CLASSES.map((_, k) => (k === other ? 0.9 : 0.05))].join());
  }
  const predictions = `${root}.csv`;
  await writeFile(predictions, `${lines.join('\n')}\n`);
  const args = ['score', '--images', root, '--pred-probs', predictions, '--filter-by', 'predicted_neq_given'];
  const { code, stderr } = await startProgram([CLI_FILE, ...args, '--out', `${root}.suspects.csv`]).ended;
  if (code !== 0) throw new ScriptError(`The drawn dataset cannot be scored: ${stderr}`);
  return root;
}

/** Each another one, so that none is a copy. */
async function writePicture(file: string, seed: number): Promise<void> {
  const pixels = Buffer.from(Array.from({ length: EDGE * EDGE }, (_, i) => (i * (seed + 7) * 37) % 256));
  await sharp(pixels, { raw: { width: EDGE, height: EDGE, channels: 1 } })
    .png()
    .toFile(file);
}
