import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Decision, PathDecision } from '../../../src/core/review/review';

/** What the journal says of a decision about an image, whose folder is its label. */
export async function decidedLine(root: string, image: string, decision: Decision): Promise<PathDecision> {
  const content = await readFile(path.join(root, image));
  return {
    path: image,
    decision,
    givenLabel: image.slice(0, image.indexOf('/')),
    contentHash: createHash('sha256').update(content).digest('hex').slice(0, 32),
  };
}
