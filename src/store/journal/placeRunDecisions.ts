import { DecisionPlacer, type Placement } from '../../core/review/placement';
import type { ReviewLog } from '../../core/review/reviewLog';
import type { Run } from '../openRun';

/** Which decisions are about the images of a run. @throws AppError `run-damaged`. */
export async function placeRunDecisions(run: Run, log: ReviewLog): Promise<Placement> {
  const placer = new DecisionPlacer(log);
  if (!placer.isEmpty) await run.eachImage((image) => placer.see(image));
  return placer.place();
}
