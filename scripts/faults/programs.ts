import path from 'node:path';
import { build } from 'esbuild';
import { OUT_DIR, REPO_ROOT } from '../repoPaths';

export const CLI_FILE = path.join(REPO_ROOT, 'dist', 'cli.js');
export const TRAINER_FILE = path.join(REPO_ROOT, 'dist', 'trainer.js');

const BUNDLED = path.join(OUT_DIR, 'faults');
export const REVIEWER_FILE = path.join(BUNDLED, 'reviewer.js');
export const LOCK_TAKER_FILE = path.join(BUNDLED, 'lockTaker.js');

/** Bundles what the faults start, so that a start takes a tenth of a second. */
export async function bundlePrograms(): Promise<void> {
  await build({
    absWorkingDir: path.join(REPO_ROOT, 'scripts', 'faults'),
    entryPoints: { reviewer: 'reviewer.ts', lockTaker: path.join('lock', 'lockTaker.ts') },
    outdir: BUNDLED,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  });
}
