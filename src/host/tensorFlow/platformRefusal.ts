export interface Platform {
  readonly os: NodeJS.Platform;
  readonly arch: string;
  /** Linux with another C library than glibc, such as Alpine. */
  readonly isMusl: boolean;
}

/**
 * Why TensorFlow's library cannot be had for a platform, as a sentence; undefined where it can. tfjs-node 4.22 has
 * binaries of library and binding for x64 only: the arm64 binding is named like the one for x64, which does not load.
 */
export function platformRefusal({ os, arch, isMusl }: Platform): string | undefined {
  const isServed = arch === 'x64' && !isMusl && (os === 'linux' || os === 'darwin' || os === 'win32');
  if (isServed) return undefined;
  const here = `${os} on ${arch}${isMusl ? ' without glibc' : ''}`;
  return `There is no TensorFlow for ${here}: its binaries are for Linux (glibc), macOS and Windows on x64. The embedded backend works here.`;
}

/** The platform that this process runs on. */
export function thisPlatform(): Platform {
  // Typed as an object without properties.
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  const isMusl = process.platform === 'linux' && header?.glibcVersionRuntime === undefined;
  return { os: process.platform, arch: process.arch, isMusl };
}
