import { FAULT_WORDS } from './faultWords';
import { IMAGE_FAULTS } from '../faults/findFaults';
import type { CheckSummary } from '../dataset/imageChecks';

/** What the checks of a run found, in sentences for the user; none where they found nothing. */
export function describeChecks({ duplicates, contradictions, leaks, faults }: CheckSummary): string[] {
  const sentences: string[] = [];
  if (duplicates.groups > 0) {
    const details = [
      contradictions.groups > 0 ? `${contradictions.groups} with different labels` : '',
      leaks.groups > 0 ? `${leaks.groups} in more than one split` : '',
    ].filter((detail) => detail !== '');
    sentences.push(
      `${pictures(duplicates.groups)} in several copies (${duplicates.images} images)` +
        `${details.length > 0 ? `: ${details.join(', ')}` : ''}.`,
    );
  }
  const found = IMAGE_FAULTS.filter((fault) => faults[fault] > 0);
  if (found.length > 0)
    sentences.push(
      `Images that may be unusable: ${found.map((fault) => `${faults[fault]} ${FAULT_WORDS[fault]}`).join(', ')}.`,
    );
  return sentences;
}

const pictures = (count: number) => (count === 1 ? 'One picture is there' : `${count} pictures are there`);
