import * as v from 'valibot';
import { ViewColumn, window, type Disposable, type WebviewPanel } from 'vscode';

/** What the page of a panel keeps, so that VS Code can bring the panel back after a restart. */
export interface PageState {
  /** Absolute path of the dataset's folder. */
  readonly datasetRoot: string;
}

/** What lives as long as its panel. */
export interface OpenPage {
  readonly root: string;
  readonly panel: WebviewPanel;
  dispose(): void;
}

/** What tells the panels of one kind from those of another. */
export interface PageKind<State extends PageState, Page extends OpenPage> {
  readonly viewType: string;
  readonly title: (root: string) => string;
  readonly stateSchema: v.GenericSchema<unknown, State>;
  readonly create: (panel: WebviewPanel, state: State) => Page | Promise<Page>;
  /** A page has come or gone, or the focus has moved to one or away. */
  readonly onDidChangeActive?: () => void;
  /** The focus has moved to the page. */
  readonly onDidActivate?: (page: Page) => void;
}

/** The panels of one kind in this window, at most one a dataset; after a restart VS Code brings them back. */
export class PagePanels<State extends PageState, Page extends OpenPage> implements Disposable {
  private readonly kind: PageKind<State, Page>;
  private readonly pages = new Map<string, Page>();
  private readonly opening = new Map<string, Promise<Page>>();
  private readonly serializer: Disposable;

  constructor(kind: PageKind<State, Page>) {
    this.kind = kind;
    this.serializer = window.registerWebviewPanelSerializer(kind.viewType, {
      deserializeWebviewPanel: async (panel, kept) => {
        const state = v.safeParse(kind.stateSchema, kept);
        if (state.success) await this.adopt(panel, state.output);
        else panel.dispose();
      },
    });
  }

  /** The page whose panel has the focus. */
  get active(): Page | undefined {
    return [...this.pages.values()].find(({ panel }) => panel.active);
  }

  get all(): readonly Page[] {
    return [...this.pages.values()];
  }

  /** The page of the dataset in the folder `root` if it is open, in sight or not. */
  get(root: string): Page | undefined {
    return this.pages.get(root);
  }

  /** Shows the page of a dataset, with `preserveFocus` without taking the keyboard; a new one begins with `state`. */
  async open(state: State, { preserveFocus = false } = {}): Promise<Page> {
    const root = state.datasetRoot;
    const existing = this.pages.get(root);
    existing?.panel.reveal(undefined, preserveFocus);
    return existing ?? this.opening.get(root) ?? this.create(state, preserveFocus);
  }

  dispose(): void {
    for (const page of this.pages.values()) page.dispose();
    this.serializer.dispose();
  }

  private create(state: State, preserveFocus: boolean): Promise<Page> {
    const { viewType, title } = this.kind;
    const root = state.datasetRoot;
    const shown = { viewColumn: ViewColumn.Active, preserveFocus };
    const panel = window.createWebviewPanel(viewType, title(root), shown);
    // Two commands in a row must not make two panels for one dataset.
    const opening = this.adopt(panel, state).finally(() => this.opening.delete(root));
    this.opening.set(root, opening);
    return opening;
  }

  private async adopt(panel: WebviewPanel, state: State): Promise<Page> {
    const { kind, pages } = this;
    const gone = new AbortController();
    panel.onDidDispose(() => gone.abort());
    const page = await this.createPage(panel, state);
    if (gone.signal.aborted) {
      page.dispose();
      return page;
    }
    pages.set(page.root, page);
    panel.onDidChangeViewState(() => {
      kind.onDidChangeActive?.();
      if (panel.active) kind.onDidActivate?.(page);
    });
    panel.onDidDispose(() => {
      page.dispose();
      if (pages.get(page.root) === page) pages.delete(page.root);
      kind.onDidChangeActive?.();
    });
    kind.onDidChangeActive?.();
    return page;
  }

  private async createPage(panel: WebviewPanel, state: State): Promise<Page> {
    try {
      return await this.kind.create(panel, state);
    } catch (error) {
      // Nothing would ever fill it; whoever opened it reports why.
      panel.dispose();
      throw error;
    }
  }
}
