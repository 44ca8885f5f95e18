import { commands, l10n, workspace } from 'vscode';
import { AppError } from '../core/appError';

/**
 * In a folder that the user does not trust, no process starts and no native code is loaded: its images would be decoded by it.
 * @throws AppError `not-trusted` in Restricted Mode.
 */
export function requireTrust(): void {
  if (workspace.isTrusted) return;
  throw new AppError(
    'not-trusted',
    l10n.t(
      'In Restricted Mode nothing is computed or installed, while runs that are there can be reviewed and exported. Trust the folder first.',
    ),
  );
}

/** A command that computes or installs something: refused before it asks anything. */
export const whenTrusted =
  <A extends readonly unknown[], R>(work: (...args: A) => R) =>
  (...args: A): R => {
    requireTrust();
    return work(...args);
  };

/** Opens the page where the user decides about trust; what they wanted goes on once the folder is trusted. */
export function askForTrust(goOn: () => void): Thenable<unknown> {
  const waiting = workspace.onDidGrantWorkspaceTrust(() => {
    waiting.dispose();
    goOn();
  });
  return commands.executeCommand('workbench.trust.manage');
}
