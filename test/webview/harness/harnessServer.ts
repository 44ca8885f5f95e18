import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import * as esbuild from 'esbuild';
import sharp from 'sharp';

const webview = path.resolve(__dirname, '..', '..', '..', 'webview');

interface Served {
  readonly type: string;
  readonly body: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
};

async function buildPage(): Promise<Map<string, Served>> {
  const { outputFiles } = await esbuild.build({
    entryPoints: {
      gallery: path.join(webview, 'main.ts'),
      harness: path.join(webview, 'harness', 'harness.ts'),
      overview: path.join(webview, 'overview', 'main.ts'),
      overviewHarness: path.join(webview, 'overview', 'harness', 'overviewHarness.ts'),
    },
    outdir: '/',
    write: false,
    bundle: true,
    format: 'esm',
    target: 'chrome128',
    tsconfig: path.join(webview, 'tsconfig.json'),
  });
  const files = new Map<string, Served>();
  for (const { path: name, contents } of outputFiles)
    files.set(`/${path.basename(name)}`, { type: TYPES[path.extname(name)]!, body: Buffer.from(contents) });
  for (const [address, name] of [
    ['/', 'harness/harness.html'],
    ['/overview', 'overview/harness/overview.html'],
    ['/vscode.css', 'harness/vscode.css'],
  ] as const)
    files.set(address, {
      type: TYPES[path.extname(name)]!,
      body: await readFile(path.join(webview, name)),
    });
  return files;
}

/** A 28-pixel drawing, one shape and colour for each class. */
function drawThumbnail(classIndex: number, variant: number): Promise<Buffer> {
  const hue = classIndex * 36;
  const turn = variant * 11;
  const corners = 3 + (classIndex % 5);
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    return `${14 + 9 * Math.cos(angle)},${14 + 9 * Math.sin(angle)}`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28">
    <rect width="28" height="28" fill="hsl(${hue + 150},25%,${25 + variant * 5}%)"/>
    <polygon transform="rotate(${turn} 14 14)" points="${points.join(' ')}" fill="hsl(${hue},65%,60%)"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Builds the page and its harness and serves them on a free local port. */
export async function startHarness(port = 0): Promise<{ url: string; close: () => Promise<void> }> {
  const files = await buildPage();
  const find = async (address: string): Promise<Served | undefined> => {
    const known = files.get(address);
    if (known) return known;
    if (address === '/favicon.ico') return { type: 'image/png', body: Buffer.alloc(0) };
    const thumbnail = /^\/thumbnails\/(\d+)-(\d+)\.png$/.exec(address);
    if (!thumbnail) return undefined;
    const drawn = {
      type: 'image/png',
      body: await drawThumbnail(Number(thumbnail[1]), Number(thumbnail[2])),
    };
    files.set(address, drawn);
    return drawn;
  };
  const server: Server = createServer((request, response) => {
    find(new URL(request.url ?? '/', 'http://localhost').pathname).then(
      (file) => {
        response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' });
        response.end(file?.body);
      },
      (error: unknown) => {
        response.writeHead(500, { 'content-type': 'text/plain' });
        response.end(String(error));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  // Listening on TCP, so the address is not a path.
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
