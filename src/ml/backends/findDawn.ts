import { findPackage, type FoundPackage } from '../../files/findPackage';

/** The package with Dawn, Chromium's implementation of WebGPU, for Node. */
export const DAWN = 'webgpu';

/** Where Dawn is installed; undefined where it is not. */
export function findDawn(packagesFolder?: string): Promise<FoundPackage | undefined> {
  return findPackage({ name: DAWN, subfolder: 'webgpu' }, packagesFolder);
}
