import { commands, Uri, workspace } from 'vscode';

/** Shows an image of a dataset in the Explorer, or in the system's file manager when no folder of the window holds it. */
export async function revealImage(root: string, imagePath: string): Promise<void> {
  const uri = Uri.joinPath(Uri.file(root), imagePath);
  const isInWorkspace = workspace.getWorkspaceFolder(uri) !== undefined;
  await commands.executeCommand(isInWorkspace ? 'revealInExplorer' : 'revealFileInOS', uri);
}
