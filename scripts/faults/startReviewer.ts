import { REVIEWER_FILE } from './programs';
import { startProgram, type Program } from './startProgram';

const MANY_STEPS = 10_000;

/** Starts somebody who decides so many steps; `name` begins the ids of the decisions. */
export const startReviewer = (root: string, name: string, steps = MANY_STEPS): Program =>
  startProgram([REVIEWER_FILE, root, name, `${steps}`]);

/** The same; resolves with the first step that is saved, or when nothing will be. */
export async function startedReviewer(root: string, name: string): Promise<Program> {
  const reviewer = startReviewer(root, name);
  await Promise.race([new Promise<void>((resolve) => reviewer.onLine(() => resolve())), reviewer.ended]);
  return reviewer;
}
