import type { CorrectionPlan, CorrectionRequest } from '../corrector';
import { correctImageFolder } from './correctImageFolder';
import { correctShards } from './correctShards';

/** An image folder with metadata, or Parquet shards, whose images are parts of them. */
export const correctHuggingFace = (request: CorrectionRequest): Promise<CorrectionPlan> =>
  request.now.places === undefined ? correctImageFolder(request) : correctShards(request);
