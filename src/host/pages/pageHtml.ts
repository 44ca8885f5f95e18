import { randomBytes } from 'node:crypto';

export interface PageHtmlOptions {
  /** Addresses of the built page, as the webview sees them. */
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The webview's `cspSource`. */
  readonly cspSource: string;
  readonly title: string;
  /** BCP 47 tag of VS Code's language; the page writes its numbers by it. */
  readonly language: string;
  /** What the page keeps for the case that the window is reloaded. */
  readonly state: object;
}

/** The page around its script: no inline code, nothing from the network. */
export function pageHtml({
  scriptUri,
  styleUri,
  cspSource,
  title,
  language,
  state,
}: PageHtmlOptions): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `img-src ${cspSource}`,
    `font-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(title)}</title>
    <link rel="stylesheet" href="${escapeHtml(styleUri)}" />
  </head>
  <body data-state="${escapeHtml(JSON.stringify(state))}">
    <script type="module" nonce="${nonce}" src="${escapeHtml(scriptUri)}"></script>
  </body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
