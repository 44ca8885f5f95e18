/** Bytes of a file that are replaced by others. */
export interface ByteEdit {
  /** In the file as it is. */
  readonly offset: number;
  readonly was: Uint8Array;
  readonly now: Uint8Array;
}

/** A file of which only some bytes change. Paths are absolute here. */
export interface Rewrite {
  readonly kind: 'rewrite';
  readonly file: string;
  /** SHA-256 of what was read, in hex. */
  readonly before: string;
  /** By offset; they do not overlap. */
  readonly edits: readonly ByteEdit[];
}

export interface Move {
  readonly kind: 'move';
  readonly from: string;
  /** Nothing is there. */
  readonly to: string;
}

/** What is to become of a file. Nothing is touched until it is applied. */
export type FileChange = Rewrite | Move;
