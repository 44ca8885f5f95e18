import path from 'node:path';
import { isVsCodeVersion, type VsCodeVersion } from '../../../scripts/install/codeServerReleases';
import { ScriptError } from '../../../scripts/scriptError';

/** What the stand-in was asked to do, from the flags @vscode/test-electron passes to VS Code and our own. */
export interface HostFlags {
  readonly version: VsCodeVersion;
  readonly workspace: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  readonly extensionDevelopmentPath: string | undefined;
  readonly job: HostJob;
  readonly timeoutMs: number;
}

export type HostJob =
  /** A module exporting `run()`, executed in the extension host. */
  | { readonly kind: 'suite'; readonly extensionTestsPath: string }
  /** A module exporting `drive(context)`, which uses the workbench from outside as a person would. */
  | { readonly kind: 'drive'; readonly module: string };

const DEFAULT_TIMEOUT_MS = 600_000;

/** Flags of the desktop program that mean nothing here, such as `--no-sandbox`, are ignored. */
export function parseHostFlags(args: readonly string[]): HostFlags {
  const flag = (name: string): string | undefined =>
    args.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
  const optionalPath = (name: string): string | undefined => {
    const value = flag(name);
    return value === undefined ? undefined : path.resolve(value);
  };
  const required = (value: string | undefined, what: string): string => {
    if (value === undefined) throw new ScriptError(`The VS Code stand-in needs ${what}.`);
    return value;
  };
  const version = flag('vscode') ?? 'current';
  if (!isVsCodeVersion(version)) throw new ScriptError(`--vscode is 1.100 or current, not ${version}.`);
  return {
    version,
    workspace: path.resolve(
      required(
        args.find((argument) => !argument.startsWith('--')),
        'the folder to open as its first argument',
      ),
    ),
    userDataDir: required(optionalPath('user-data-dir'), '--user-data-dir'),
    extensionsDir: required(optionalPath('extensions-dir'), '--extensions-dir'),
    extensionDevelopmentPath: optionalPath('extensionDevelopmentPath'),
    job: jobOf(optionalPath('extensionTestsPath'), optionalPath('drive')),
    timeoutMs: Number(flag('timeout-ms') ?? DEFAULT_TIMEOUT_MS),
  };
}

function jobOf(extensionTestsPath: string | undefined, drive: string | undefined): HostJob {
  if (drive !== undefined) return { kind: 'drive', module: drive };
  if (extensionTestsPath !== undefined) return { kind: 'suite', extensionTestsPath };
  throw new ScriptError('The VS Code stand-in needs --extensionTestsPath=MODULE or --drive=MODULE.');
}
