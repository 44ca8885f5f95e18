import * as l10n from '@vscode/l10n';

export interface Platform {
  readonly os: NodeJS.Platform;
  readonly arch: string;
  /** Linux with another C library than glibc, such as Alpine. */
  readonly isMusl: boolean;
}

/** What there are binaries for. */
export interface Binaries {
  readonly served: readonly `${'linux' | 'darwin' | 'win32'}-${'x64' | 'arm64'}`[];
  /** The same for the user. */
  readonly description: string;
}

/** tfjs-node 4.22: the arm64 binding is named like the one for x64, which does not load. */
export const TENSORFLOW_BINARIES: Binaries = {
  served: ['linux-x64', 'darwin-x64', 'win32-x64'],
  get description() {
    return l10n.t('Linux (glibc), macOS and Windows on x64');
  },
};

export const WEBGPU_BINARIES: Binaries = {
  served: ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'],
  get description() {
    return l10n.t('Linux (glibc), macOS and Windows on x64 and arm64');
  },
};

/** onnxruntime-node 1.30: none for macOS on Intel since 1.24. */
export const ONNX_BINARIES: Binaries = {
  served: ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64'],
  get description() {
    return l10n.t('Linux (glibc) and Windows on x64 and arm64, and macOS on arm64');
  },
};

export const isServed = ({ served }: Binaries, { os, arch, isMusl }: Platform): boolean =>
  !isMusl && served.some((each) => each === `${os}-${arch}`);

/** Why something cannot be had for a platform, as a sentence; undefined where it can. */
export function platformRefusal(title: string, binaries: Binaries, platform: Platform): string | undefined {
  if (isServed(binaries, platform)) return undefined;
  const { os, arch, isMusl } = platform;
  const here = isMusl ? l10n.t('{0} on {1} without glibc', os, arch) : l10n.t('{0} on {1}', os, arch);
  return l10n.t(
    'There is no {0} for {1}: its binaries are for {2}. The embedded backend works here.',
    title,
    here,
    binaries.description,
  );
}

/** The platform that this process runs on. */
export function thisPlatform(): Platform {
  // Typed as an object without properties.
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  const isMusl = process.platform === 'linux' && header?.glibcVersionRuntime === undefined;
  return { os: process.platform, arch: process.arch, isMusl };
}
