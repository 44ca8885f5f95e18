import { env, l10n, Uri, type Disposable, type WebviewPanel } from 'vscode';
import { AppError } from '../../core/appError';
import {
  answerRequests,
  type Contract,
  type Handlers,
  type ReplyError,
  type RequestSchemas,
} from '../../shared/requests';
import type { Log } from '../log';
import { pageHtml } from './pageHtml';
import { WORDING } from '../wording';

/** What a panel shows, and how the extension host answers its page. */
export interface PagePanelOptions<Requests extends Contract<Requests>> {
  readonly panel: WebviewPanel;
  /** Absolute path of the dataset's folder. */
  readonly root: string;
  /** The extension's own folder. */
  readonly extensionUri: Uri;
  /** The name of the built script and stylesheet. */
  readonly script: 'gallery' | 'overview';
  readonly title: string;
  /** What the page keeps for the case that the window is reloaded. */
  readonly state: object;
  /** Folders whose files the page may show. */
  readonly shownFolders: readonly Uri[];
  readonly schemas: RequestSchemas<Requests>;
  readonly handlers: Handlers<Requests>;
  readonly log: Pick<Log, 'error'>;
}

/** A webview panel whose page sends requests and hears events. The page may come and go while the panel lives. */
export class PagePanel<Requests extends Contract<Requests>, Event> {
  readonly root: string;
  readonly panel: WebviewPanel;
  private readonly messages: Disposable;
  private isDisposed = false;

  constructor(options: PagePanelOptions<Requests>) {
    const { panel, schemas, handlers, log } = options;
    this.root = options.root;
    this.panel = panel;
    const answer = answerRequests<Requests>({
      schemas,
      handlers,
      post: (reply) => this.send(reply),
      toReplyError: (error, name) => toReplyError(error, name, log),
      onInvalid: (text) => log.error(`The page of ${options.title} is not understood. ${text}`),
    });
    this.messages = panel.webview.onDidReceiveMessage((message: unknown) => {
      answer(message).catch((error: unknown) => log.error('A reply to a page was lost:', error));
    });
    loadPage(options);
  }

  post(event: Event): void {
    this.send(event);
  }

  /** Resolves to whether the page is in sight and has heard it. */
  async tell(event: Event): Promise<boolean> {
    return !this.isDisposed && (await this.panel.webview.postMessage(event)) && this.panel.visible;
  }

  dispose(): void {
    this.isDisposed = true;
    this.messages.dispose();
  }

  private send(message: unknown): void {
    // What was asked before the panel was closed may be answered after.
    if (this.isDisposed) return;
    // False means that the page is hidden and gone; it asks for everything when it returns.
    void this.panel.webview.postMessage(message);
  }
}

function loadPage<Requests extends Contract<Requests>>(options: PagePanelOptions<Requests>): void {
  const { panel, extensionUri, script, title, state, shownFolders } = options;
  const { webview } = panel;
  const page = Uri.joinPath(extensionUri, 'dist', 'webview');
  const addressOf = (file: string) => webview.asWebviewUri(Uri.joinPath(page, file)).toString();
  panel.iconPath = Uri.joinPath(extensionUri, 'media', 'icon.png');
  webview.options = { enableScripts: true, localResourceRoots: [page, ...shownFolders] };
  webview.html = pageHtml({
    scriptUri: addressOf(`${script}.js`),
    styleUri: addressOf(`${script}.css`),
    cspSource: webview.cspSource,
    title,
    language: env.language,
    state: { ...state, translation: l10n.bundle },
  });
}

function toReplyError(error: unknown, name: string, log: Pick<Log, 'error'>): ReplyError {
  if (error instanceof AppError) return { code: error.code, message: error.inWords(WORDING) };
  log.error(`The request "${name}" of a page failed:`, error);
  return {
    code: 'internal',
    message: l10n.t('Something went wrong in Label Review; the log has the details.'),
  };
}
