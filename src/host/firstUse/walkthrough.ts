import { commands, workspace, type Memento } from 'vscode';
import { WALKTHROUGH } from '../../core/names';

/** In the state of all windows: the walkthrough has been shown. */
const SHOWN_KEY = 'walkthroughShown';
/** Of VS Code; without a walkthrough it shows the page of all. */
const OPEN = 'workbench.action.openWalkthrough';

/** Opens the walkthrough the first time of all, where the user lets VS Code open pages by itself. */
export async function showWalkthroughOnce(state: Memento): Promise<void> {
  if (state.get(SHOWN_KEY) === true) return;
  const settings = workspace.getConfiguration('workbench');
  if (settings.get<string>('startupEditor') === 'none') return;
  if (settings.get<boolean>('welcomePage.walkthroughs.openOnInstall') === false) return;
  await showWalkthrough(state);
}

/** Opens it, seen before or not. */
export async function showWalkthrough(state: Memento): Promise<void> {
  await state.update(SHOWN_KEY, true);
  // VS Code collects the walkthroughs of extensions when its page is first shown, and shows one of its own until it has them.
  await commands.executeCommand(OPEN);
  await commands.executeCommand(OPEN, WALKTHROUGH, false);
}
