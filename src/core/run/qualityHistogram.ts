import type { ResultColumns } from './resultColumns';

/** How the images of a run spread over label quality, in bins of equal width from 0 to 1. */
export interface QualityHistogram {
  readonly bins: readonly QualityBin[];
  /** The highest quality of a suspect where every image below it is one; null where the rule draws no such line. */
  readonly cut: number | null;
}

export interface QualityBin {
  readonly images: number;
  readonly suspects: number;
}

const BINS = 20;

/** A quality on the border of two bins counts in the upper one, 1 in the last. */
export function qualityHistogram({
  labelQuality,
  isLabelIssue,
}: Pick<ResultColumns, 'labelQuality' | 'isLabelIssue'>): QualityHistogram {
  const bins = Array.from({ length: BINS }, () => ({ images: 0, suspects: 0 }));
  let highestSuspect = -Infinity;
  let lowestOther = Infinity;
  for (const [image, quality] of labelQuality.entries()) {
    const bin = bins[Math.min(Math.floor(quality * BINS), BINS - 1)]!;
    bin.images++;
    if (isLabelIssue[image] === 1) {
      bin.suspects++;
      highestSuspect = Math.max(highestSuspect, quality);
    } else lowestOther = Math.min(lowestOther, quality);
  }
  const hasCut = highestSuspect >= 0 && highestSuspect <= lowestOther;
  return { bins, cut: hasCut ? highestSuspect : null };
}
