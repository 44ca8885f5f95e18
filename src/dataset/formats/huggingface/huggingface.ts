import type { DatasetFormat } from '../format';
import { findMetadata, readImageFolder } from './imageFolder';
import { findShards, readShards } from './shards';

/** What `datasets` reads: an image folder with metadata, or Parquet shards with the images in them. */
export const HUGGING_FACE: DatasetFormat = {
  name: 'huggingface',
  async recognise(look) {
    const files = look.walked.paths.length > 0 ? await findMetadata(look) : await findShards(look);
    return files.length > 0 ? { files } : undefined;
  },
  read: (look, { files }) =>
    look.walked.paths.length > 0 ? readImageFolder(look, files) : readShards(look, files),
};
