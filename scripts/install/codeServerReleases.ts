export interface CodeServerRelease {
  readonly version: string;
  /** The VS Code inside. */
  readonly vsCode: string;
  /** code-server refuses every other major version. */
  readonly nodeMajor: number;
  /** From VS Code 1.123 a built workbench ignores the test payload unless the smoke test driver is on. */
  readonly needsSmokeTestDriver: boolean;
  readonly needsArgon2Built: boolean;
  readonly needsRipgrep: boolean;
}

/** The oldest VS Code that package.json allows, and the current one. */
export const CODE_SERVER_RELEASES = {
  '1.100': {
    version: '4.100.3',
    vsCode: '1.100',
    nodeMajor: 20,
    needsSmokeTestDriver: false,
    needsArgon2Built: true,
    needsRipgrep: true,
  },
  current: {
    version: '4.139.1',
    vsCode: '1.139',
    nodeMajor: 24,
    needsSmokeTestDriver: true,
    needsArgon2Built: false,
    needsRipgrep: false,
  },
} as const satisfies Record<string, CodeServerRelease>;

export type VsCodeVersion = keyof typeof CODE_SERVER_RELEASES;

export function isVsCodeVersion(text: string): text is VsCodeVersion {
  return Object.hasOwn(CODE_SERVER_RELEASES, text);
}
