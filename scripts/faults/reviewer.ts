/**
 * A reviewer as a process: opens the review of a dataset as the gallery does and decides, image by image, with an undo now
 * and then. On stdout a line `saved KEY` for each step that was said to be saved, which the journal must hold, `told SENTENCE` for
 * what the page shows besides, and at the end `refused SENTENCE` where a step was not saved.
 */
import { writeSync } from 'node:fs';
import { AppError } from '../../src/core/appError';
import type { ReviewRequest } from '../../src/shared/galleryProtocol';
import { runMain } from '../runMain';
import { openForFaults } from './openForFaults';

const KINDS = ['keep', 'accept', 'exclude', 'unsure'] as const;
const UNDO_EVERY = 7;

runMain(async () => {
  const [root = '', name = '', most = ''] = process.argv.slice(2);
  let ids = 0;
  const session = await openForFaults(root, () => `${name}-${ids++}`);
  const { suspects } = session.counts;
  for (let step = 0; step < Number(most); step++) {
    const position = step % suspects;
    const targets = {
      viewVersion: session.viewVersion,
      ranges: [[position, position + 1]] as [number, number][],
    };
    const request: ReviewRequest =
      step % UNDO_EVERY === UNDO_EVERY - 1
        ? { kind: 'undo' }
        : { kind: KINDS[step % KINDS.length]!, targets };
    const last = session.targets.undo;
    try {
      const { step: done, told } = await session.review(request);
      if (told !== undefined) writeSync(1, `told ${told}\n`);
      if (done !== null)
        writeSync(1, `saved ${request.kind === 'undo' ? `undo ${last}` : `${name}-${ids - 1}`}\n`);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      writeSync(1, `refused ${error.message}\n`);
      return 0;
    }
  }
  return 0;
});
