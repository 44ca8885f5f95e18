import path from 'node:path';
import { commands, l10n, TabInputTextDiff, Uri, window, workspace, type Disposable } from 'vscode';
import type { ChangeStep } from '../../core/writeBack/changeRecord';
import { applyEdits } from '../../files/changes/byteEdits';

/** Names of documents that are no files: what files are going to be. */
const SCHEME = 'label-review-plan';

export type RewriteStep = Extract<ChangeStep, { readonly kind: 'rewrite' }>;

/** Shows files beside what they are going to be, before anything is written. */
export class PlanDocuments implements Disposable {
  private readonly root: string;
  private readonly contents = new Map<string, string>();
  private readonly provider: Disposable;

  constructor(root: string) {
    this.root = root;
    this.provider = workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => this.contents.get(uri.path),
    });
  }

  async showDifference({ file, edits }: RewriteStep): Promise<void> {
    const now = Uri.file(path.resolve(this.root, file));
    const bytes = Buffer.from(await workspace.fs.readFile(now));
    const planned = applyEdits(
      bytes,
      edits.map((edit) => ({
        offset: edit.offset,
        was: Buffer.from(edit.was, 'base64'),
        now: Buffer.from(edit.now, 'base64'),
      })),
    );
    const uri = now.with({ scheme: SCHEME });
    this.contents.set(uri.path, planned.toString('utf8'));
    const title = l10n.t('{0} (corrected)', path.basename(file));
    await commands.executeCommand('vscode.diff', now, uri, title, { preview: false, preserveFocus: true });
  }

  /** What was compared says nothing any more once it is decided about. */
  dispose(): void {
    const shown = window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === SCHEME);
    const forget = () => {
      this.provider.dispose();
    };
    if (shown.length === 0) forget();
    else window.tabGroups.close(shown, true).then(forget, forget);
  }
}
