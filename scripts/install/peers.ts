import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { REPO_ROOT } from '../repoPaths';
import { pythonEnvironment } from './pythonEnvironment';

const REQUIREMENTS = path.join(REPO_ROOT, 'test', 'peers', 'requirements.txt');

/** Makes a virtual environment with the libraries that are compared with, once for each list of them. @returns its Python. */
export async function installPeers(): Promise<string> {
  const list = await readFile(REQUIREMENTS);
  return pythonEnvironment({
    name: `peers-${createHash('sha256').update(list).digest('hex').slice(0, 12)}`,
    announce: 'Making a Python environment of what test/peers/requirements.txt lists, once: some gigabytes.',
    purpose: 'Installing the libraries that are compared with',
    packages: ['--requirement', REQUIREMENTS],
  });
}
