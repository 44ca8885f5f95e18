import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'mocha';
import { readMnist, type MnistImages } from '../../scripts/images/mnist';
import { SHARED_DATA_DIR } from '../../scripts/repoPaths';

/** Unpacking takes some seconds. */
const TIMEOUT_MS = 60_000;

/** MNIST's training images; where they are absent, the test is skipped and says so. */
export async function sharedMnist(test: Context): Promise<MnistImages> {
  const folder = path.join(SHARED_DATA_DIR, 'mnist');
  if (!existsSync(folder)) {
    console.warn(`Skipped: no ${folder}`);
    test.skip();
  }
  test.timeout(TIMEOUT_MS);
  return readMnist(folder);
}
