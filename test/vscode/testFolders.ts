import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createTemporaryFolder, type TemporaryFolder } from '../../scripts/vscode/temporaryFolder';

/** What one run of VS Code gets to itself. */
export interface TestFolders extends Pick<TemporaryFolder, 'remove'> {
  readonly workspace: string;
  readonly extensionsDir: string;
  readonly userDataDir: string;
  readonly resultsFile: string;
}

export async function createTestFolders(): Promise<TestFolders> {
  const temporary = await createTemporaryFolder('vscode');
  const root = temporary.path;
  const folders = {
    workspace: path.join(root, 'workspace'),
    extensionsDir: path.join(root, 'extensions'),
    userDataDir: path.join(root, 'user-data'),
    resultsFile: path.join(root, 'results.json'),
    remove: () => temporary.remove(),
  };
  await mkdir(folders.workspace);
  await mkdir(folders.extensionsDir);
  return folders;
}
