import { rm } from 'node:fs/promises';
import path from 'node:path';
import { plantLabelErrors } from '../scripts/images/noise';
import { truthFileOf } from '../scripts/images/truth';
import { writeImageFolder } from '../scripts/images/writeImageFolder';
import { OUT_DIR } from '../scripts/repoPaths';
import { drawWaves, type WaveRequest } from './drawWaves';

/** Writes drawn images with that share of wrong labels to a folder of `out/bench`, anew, with the truth beside it. */
export async function drawnFolder(name: string, request: WaveRequest, errorRate: number): Promise<string> {
  const folder = path.join(OUT_DIR, 'bench', `waves-${name.replaceAll(' ', '-')}-seed-${request.seed}`);
  await rm(folder, { recursive: true, force: true });
  await rm(truthFileOf(folder), { force: true });
  const images = drawWaves(request);
  const { classCount } = images;
  const givenLabels = plantLabelErrors(images.labels, { classCount, rate: errorRate, seed: request.seed });
  await writeImageFolder(folder, images, givenLabels);
  return folder;
}
