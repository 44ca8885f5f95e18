import { copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ScriptError } from '../scriptError';
import { CODE_SERVER_RELEASES, type CodeServerRelease, type VsCodeVersion } from './codeServerReleases';
import { installOnce } from './installOnce';
import { ensureNode } from './node';
import { npmInstall } from './npmInstall';

/** A code-server ready to start: `node entry …`. */
export interface InstalledCodeServer {
  readonly release: CodeServerRelease;
  readonly node: string;
  readonly entry: string;
}

/** Raised when the same release is to be installed differently. */
const REVISION = 2;

/** Installs code-server (VS Code with a Node extension host, served to a browser) from npm, without any compiler. */
export async function ensureCodeServer(version: VsCodeVersion): Promise<InstalledCodeServer> {
  if (process.platform === 'win32')
    throw new ScriptError('code-server does not run on Windows; set VSCODE_PATH to a desktop VS Code.');
  const release = CODE_SERVER_RELEASES[version];
  const node = await ensureNode(release.nodeMajor);
  const folder = await installOnce({
    name: `code-server-${release.version}-${REVISION}`,
    announce: `Installing code-server ${release.version} (VS Code ${release.vsCode}) from npm; about half a minute.`,
    install: (target) => install(release, target),
  });
  return { release, node, entry: path.join(folder, 'node_modules/code-server/out/node/entry.js') };
}

async function install(release: CodeServerRelease, folder: string): Promise<void> {
  const purpose = `Installing code-server ${release.version}`;
  const ripgrep = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  const packages = [`code-server@${release.version}`];
  if (release.needsRipgrep) packages.push(`${ripgrep}@1.18.0`);
  await npmInstall({ purpose, folder, packages });

  const modules = path.join(folder, 'node_modules');
  const vscode = path.join(modules, 'code-server/lib/vscode');
  await npmInstall({ purpose, folder: vscode });
  if (release.needsRipgrep) await linkRipgrep(path.join(modules, ripgrep), vscode);
  await copyFile(SPDLOG_REPLACEMENT, path.join(vscode, 'node_modules/@vscode/spdlog/index.js'));
  if (release.needsArgon2Built) await replaceArgon2(path.join(modules, 'argon2'));
}

/** `@vscode/ripgrep` downloads its binary from GitHub when installed; the platform package has it inside. */
async function linkRipgrep(platformPackage: string, vscode: string): Promise<void> {
  const bin = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
  await mkdir(bin, { recursive: true });
  await symlink(path.relative(bin, path.join(platformPackage, 'bin/rg')), path.join(bin, 'rg'));
}

/**
 * argon2 0.31 has to be compiled, and code-server requires it at start although only logging in with a password uses
 * it. We always start with `--auth none`, so a module that refuses to be used makes a C compiler unnecessary.
 */
async function replaceArgon2(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "name": "argon2", "version": "0.31.2" }\n');
  await writeFile(path.join(folder, 'index.js'), ARGON2_REPLACEMENT);
}

const SPDLOG_REPLACEMENT = path.join(__dirname, 'spdlogReplacement.cjs');

const ARGON2_REPLACEMENT = `const refuse = async () => {
  throw new Error('This code-server is installed for tests without argon2: start it with --auth none.');
};
module.exports = { hash: refuse, verify: refuse };
`;
