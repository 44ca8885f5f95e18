/** One time that the thread of the extension host was busy. */
export interface Blocked {
  readonly pid: number;
  readonly wallMs: number;
  /** Of the thread: less where others had the processor. */
  readonly cpuMs: number;
  /** In code of the extension that is watched, what it calls included. */
  readonly ownMs: number;
  /** Its functions, with milliseconds. */
  readonly longest: string;
}

/** Variables of the environment: the file that is written, and what the paths of the watched code begin with. */
export const HOST_WATCH = { file: 'HOST_WATCH_FILE', code: 'HOST_WATCH_CODE' } as const;
