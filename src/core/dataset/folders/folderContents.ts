import * as v from 'valibot';
import { FORMAT_NAMES } from '../formats/formatNames';
import type { Immutable } from '../../immutable';

const labelFileSchema = v.object({
  /** Absolute path. */
  file: v.string(),
  columns: v.array(v.string()),
  /** Detected columns; absent when more than one or none fits. */
  pathColumn: v.optional(v.string()),
  labelColumn: v.optional(v.string()),
});
/** A table in the dataset's folder that may hold its labels. */
export type LabelFile = Immutable<v.InferOutput<typeof labelFileSchema>>;

export const folderContentsSchema = v.object({
  /** Class subfolders that hold at least one image, sorted by code unit. */
  classFolders: v.array(v.object({ name: v.string(), images: v.number() })),
  labelFiles: v.array(labelFileSchema),
  /** Forms other than class folders that the folder has; `files` are relative to it. */
  annotations: v.optional(
    v.array(v.object({ format: v.picklist(FORMAT_NAMES), files: v.array(v.string()) })),
  ),
});
/** What a folder offers: class subfolders, tables that look like labels, annotations, some of them or none. */
export type FolderContents = Immutable<v.InferOutput<typeof folderContentsSchema>>;
