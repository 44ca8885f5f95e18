import { ConfigurationTarget, l10n, Uri, window, workspace } from 'vscode';
import { SETTINGS_SECTION } from '../../core/names';
import { BACKEND_CHOICES } from '../../core/run/trainingPlan';
import { backendName } from '../scan/scanItems';

/** Asks what computes the training of a dataset; it becomes the setting `backend`. */
export async function pickBackend(root: string): Promise<void> {
  const scope = Uri.file(root);
  const configuration = workspace.getConfiguration(SETTINGS_SECTION, scope);
  const current = configuration.get('backend');
  const items = BACKEND_CHOICES.map((backend) => ({
    label: backendName(backend),
    ...(backend === current && { description: l10n.t('chosen') }),
    backend,
  }));
  const picked = await window.showQuickPick(items, { title: l10n.t('What should compute the training?') });
  if (picked === undefined) return;
  const isInWorkspace = workspace.getWorkspaceFolder(scope) !== undefined;
  await configuration.update(
    'backend',
    picked.backend,
    isInWorkspace ? ConfigurationTarget.WorkspaceFolder : ConfigurationTarget.Global,
  );
}
