import { commands } from 'vscode';
import { REVIEW_ACTIONS, reviewCommand } from '../../core/names';

/** Asks a review command to do nothing. */
export const READY = 'ready';

/**
 * The first time that a command is run, VS Code waits for whoever else may want to be woken by it, and a key pressed
 * after it would overtake. So each is run once before keys can be meant for it, through VS Code, not just in this process.
 */
export async function readyReviewCommands(): Promise<void> {
  await commands.executeCommand('runCommands', {
    commands: REVIEW_ACTIONS.map((action) => ({ command: reviewCommand(action), args: READY })),
  });
}
