import { ScriptError } from '../scriptError';

/** For which machines a .vsix is made, and the packages through which sharp works there. */
export interface PackageTarget {
  /** The Marketplace's name; undefined for the package that runs everywhere. */
  readonly vsceTarget: string | undefined;
  readonly sharpPackages: readonly string[];
}

/** sharp as WebAssembly: a few times slower at decoding than a native build, the same on every system. */
const UNIVERSAL: PackageTarget = {
  vsceTarget: undefined,
  sharpPackages: ['@img/sharp-wasm32'],
};

/** Marketplace target to sharp's name for the system. */
const NATIVE: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'linux-armhf': 'linux-arm',
  'alpine-x64': 'linuxmusl-x64',
  'alpine-arm64': 'linuxmusl-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64',
  'win32-arm64': 'win32-arm64',
};

/** Every system that has a package of its own. */
export const TARGETS: readonly string[] = Object.keys(NATIVE);

export function packageTarget(name: string | undefined): PackageTarget {
  if (name === undefined) return UNIVERSAL;
  const system = NATIVE[name];
  if (system === undefined) throw new ScriptError(`--target is one of ${TARGETS.join(', ')}; not ${name}.`);
  const sharpPackages = [`@img/sharp-${system}`];
  // On Windows the sharp package has libvips inside.
  if (!system.startsWith('win32')) sharpPackages.push(`@img/sharp-libvips-${system}`);
  return { vsceTarget: name, sharpPackages };
}
