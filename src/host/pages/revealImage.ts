import { commands, Uri, workspace } from 'vscode';

/** Shows a file of a dataset in the Explorer, or in the system's file manager when no folder of the window holds it. */
export async function revealImage(root: string, file: string): Promise<void> {
  const uri = Uri.joinPath(Uri.file(root), file);
  const isInWorkspace = workspace.getWorkspaceFolder(uri) !== undefined;
  await commands.executeCommand(isInWorkspace ? 'revealInExplorer' : 'revealFileInOS', uri);
}
