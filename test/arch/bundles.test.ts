/** What each bundle loads at run time, which is what the layers promise. Needs `npm run build`. */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import path from 'node:path';

const DIST = path.resolve(__dirname, '../../dist');

/**
 * Packages left to be found beside the bundle. `encoding` is what node-fetch, inside tfjs-core, tries to load for pages
 * in old character sets and does without; nothing of ours fetches.
 */
const NOT_BUNDLED = ['@tensorflow/tfjs-node', 'encoding', 'sharp'];

async function packagesLoadedBy(bundle: string): Promise<string[]> {
  const code = await readFile(path.join(DIST, bundle), 'utf8');
  const calls = code.matchAll(/\b(?:require|import)\((["'])([^"'\n]+)\1\)/g);
  const imports = code.matchAll(/^import\b[^"'\n]*(["'])([^"'\n]+)\1;/gm);
  const names = [...calls, ...imports].map((match) => match[2]!);
  return [...new Set(names)].filter((name) => !isBuiltin(name) && !name.startsWith('.')).sort();
}

describe('bundles', () => {
  it('the extension loads only VS Code: it cannot train or decode', async () => {
    assert.deepEqual(await packagesLoadedBy('extension.js'), ['vscode']);
  });

  for (const bundle of [
    'trainer.js',
    'foldWorker.js',
    'decodeWorker.js',
    'cli.js',
    'tryBackend.js',
    'index.mjs',
  ])
    it(`${bundle} loads no VS Code, and from outside only what cannot be bundled`, async () => {
      const loaded = await packagesLoadedBy(bundle);
      assert.deepEqual(
        loaded.filter((name) => !NOT_BUNDLED.includes(name)),
        [],
      );
    });

  for (const bundle of ['gallery.js', 'overview.js'])
    it(`the page's ${bundle} loads nothing`, async () => {
      assert.deepEqual(await packagesLoadedBy(`webview/${bundle}`), []);
    });

  it('what the library has for browsers loads nothing, not even of Node', async () => {
    const code = await readFile(path.join(DIST, 'core.mjs'), 'utf8');
    assert.doesNotMatch(code, /\b(?:require|import)\(["']|^import\b|["']node:/m);
  });

  it('are all there is', async () => {
    const names = (await readdir(DIST)).filter((name) => /\.m?js$/.test(name)).sort();
    assert.deepEqual(names, [
      'cli.js',
      'core.mjs',
      'decodeWorker.js',
      'extension.js',
      'foldWorker.js',
      'index.mjs',
      'trainer.js',
      'tryBackend.js',
    ]);
  });
});
