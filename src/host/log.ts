import { window } from 'vscode';
import { EXTENSION_NAME } from '../core/names';
import type { Disposable } from '../review/emitter';

/** Where the extension writes what happened, for people and for bug reports. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  /** Writes `message` and, for bugs, the stack of `error`. */
  error(message: string, error?: unknown): void;
  /** Brings the log into view. */
  show(): void;
}

/** The extension's channel in VS Code's Output view. */
export function createLog(): Log & Disposable {
  const channel = window.createOutputChannel(EXTENSION_NAME, { log: true });
  return {
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message, error) =>
      error === undefined ? channel.error(message) : channel.error(message, describe(error)),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}

const describe = (error: unknown) =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
