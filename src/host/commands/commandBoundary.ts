import { l10n, commands, window, type Disposable } from 'vscode';
import { AppError } from '../../core/appError';
import { literal } from '../literal';
import type { Log } from '../log';
import { askForTrust } from '../trust';
import { WORDING } from '../wording';

/** What a command that could not do its work resolves to, for scripts; people see a message. */
export interface CommandFailure {
  readonly status: 'failed';
  /** A code of `AppError`, or `internal`. */
  readonly code: string;
  readonly message: string;
}

/** A failure that a page in sight has told: it is logged, and not shown once more. */
export class SaidFailure {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** Registers a command whose failures are shown, logged, and returned as data. */
export function registerCommand(
  log: Log,
  command: string,
  work: (...args: unknown[]) => unknown,
): Disposable {
  return commands.registerCommand(command, async (...args: unknown[]): Promise<unknown> => {
    try {
      return await work(...args);
    } catch (error) {
      if (error instanceof SaidFailure) return logFailure(log, error.reason);
      return showFailure(log, error, () => void commands.executeCommand(command, ...args));
    }
  });
}

/** Shows an error to the user with what helps one click away; does not wait for the click. */
function showFailure(log: Log, error: unknown, runAgain: () => void): CommandFailure {
  const failure = logFailure(log, error);
  const isForTrust = failure.code === 'not-trusted';
  const button = isForTrust
    ? { title: l10n.t('Manage Trust'), open: () => askForTrust(runAgain) }
    : { title: l10n.t('Show Log'), open: () => log.show() };
  const show = isForTrust ? window.showWarningMessage : window.showErrorMessage;
  show<string>(literal(failure.message), button.title).then(
    (clicked) => (clicked === button.title ? button.open() : undefined),
    (reason: unknown) => log.error('The message could not be shown:', reason),
  );
  return failure;
}

function logFailure(log: Log, error: unknown): CommandFailure {
  const failure = describeFailure(error);
  log.error(failure.message, error instanceof AppError ? error.cause : error);
  return failure;
}

function describeFailure(error: unknown): CommandFailure {
  if (error instanceof AppError)
    return { status: 'failed', code: error.code, message: error.inWords(WORDING) };
  const detail = error instanceof Error ? error.message : String(error);
  return {
    status: 'failed',
    code: 'internal',
    message: l10n.t('Label Review ran into an unexpected problem: {0}', detail),
  };
}
