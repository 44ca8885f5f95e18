import { DecisionPlacer, type Placement } from '../../core/review/placement';
import type { ReviewLog } from '../../core/review/reviewLog';
import { inTurns } from '../../files/inTurns';
import type { Run } from '../openRun';

/** Which decisions are about the images of a run. @throws AppError `run-damaged`. */
export async function placeRunDecisions(run: Run, log: ReviewLog): Promise<Placement> {
  const placer = await inTurns(DecisionPlacer.open(log));
  if (!placer.isEmpty) await run.eachImage((image) => placer.see(image));
  return inTurns(placer.place());
}
