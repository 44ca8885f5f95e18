import { ScriptError } from '../scriptError';

/** For which machines a .vsix is made, and the packages through which sharp works there. */
export interface PackageTarget {
  /** The Marketplace's name; undefined for the package that runs everywhere. */
  readonly vsceTarget: string | undefined;
  readonly sharpPackages: readonly string[];
  /** npm's words for the machine, where it is not this one. */
  readonly npmFlags: readonly string[];
}

/** sharp as WebAssembly: a few times slower at decoding than a native build, the same on every system. */
const UNIVERSAL: PackageTarget = {
  vsceTarget: undefined,
  sharpPackages: ['@img/sharp-wasm32'],
  npmFlags: [],
};

const NATIVE: Readonly<Record<string, readonly [os: string, cpu: string, libc?: string]>> = {
  'linux-x64': ['linux', 'x64', 'glibc'],
  'linux-arm64': ['linux', 'arm64', 'glibc'],
  'linux-armhf': ['linux', 'arm', 'glibc'],
  'alpine-x64': ['linux', 'x64', 'musl'],
  'alpine-arm64': ['linux', 'arm64', 'musl'],
  'darwin-x64': ['darwin', 'x64'],
  'darwin-arm64': ['darwin', 'arm64'],
  'win32-x64': ['win32', 'x64'],
  'win32-arm64': ['win32', 'arm64'],
};

export function packageTarget(name: string | undefined): PackageTarget {
  if (name === undefined) return UNIVERSAL;
  const native = NATIVE[name];
  if (native === undefined)
    throw new ScriptError(`--target is one of ${Object.keys(NATIVE).join(', ')}; not ${name}.`);
  const [os, cpu, libc] = native;
  const sharpName = `${os}${libc === 'musl' ? 'musl' : ''}-${cpu}`;
  const npmFlags = [`--os=${os}`, `--cpu=${cpu}`, ...(libc === undefined ? [] : [`--libc=${libc}`])];
  const sharpPackages = [`@img/sharp-${sharpName}`];
  // On Windows the sharp package has libvips inside.
  if (os !== 'win32') sharpPackages.push(`@img/sharp-libvips-${sharpName}`);
  return { vsceTarget: name, sharpPackages, npmFlags };
}
