import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InstalledCodeServer } from '../install/codeServer';
import { signalTree } from '../../src/host/optionalBackend/runProcess';
import { ScriptError } from '../scriptError';
import { serverEnvironment } from './serverEnvironment';

export interface CodeServerOptions {
  readonly installed: InstalledCodeServer;
  /** Settings and state of this server; made when absent. */
  readonly userDataDir: string;
  /** Read once, when the folder has no extensions.json yet. */
  readonly extensionsDir: string;
  /** User settings on top of quiet defaults; a folder that has settings already keeps those. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The user's own, as in `keybindings.json`. */
  readonly keybindings?: readonly object[];
  /** Folders are opened in Restricted Mode, without asking; otherwise all are trusted. */
  readonly isRestricted?: boolean;
  /** Of the workbench and the extensions, as VS Code names it; absent: the browser's. */
  readonly locale?: string;
  /** Lets a page pass a test suite to run. */
  readonly testDriver?: boolean;
  /** More variables than the server inherits; the extension sees them. */
  readonly environment?: Readonly<Record<string, string>>;
  /** 0, the default, takes a free one. */
  readonly port?: number;
}

export interface CodeServer {
  /** `http://localhost:PORT`; webviews need the secure context that only localhost is over plain http. */
  readonly origin: string;
  /** Everything it starts is among its children. */
  readonly pid: number;
  /** Resolves when the server ends by itself. */
  readonly exited: Promise<void>;
  log(): string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 5_000;
const LISTENING = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/;

const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.experimentalOnboarding': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'git.openRepositoryInParentFolders': 'never',
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/** Starts code-server on localhost, without a password, and waits until it listens. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const { installed, userDataDir } = options;
  await writeUserFile(userDataDir, 'settings.json', { ...QUIET_SETTINGS, ...options.settings });
  if (options.keybindings) await writeUserFile(userDataDir, 'keybindings.json', options.keybindings);

  const child = spawn(installed.node, [installed.entry, ...serverArguments(options)], {
    env: { ...serverEnvironment(), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // its own process group, which is ended as one
  });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const origin = await listening(child, () => log);
    // A process that listens has started.
    return { origin, pid: child.pid!, exited, log: () => log, stop: () => stopTree(child) };
  } catch (error) {
    await stopTree(child);
    throw error;
  }
}

async function writeUserFile(userDataDir: string, name: string, content: object): Promise<void> {
  const folder = path.join(userDataDir, 'User');
  const file = path.join(folder, name);
  await mkdir(folder, { recursive: true });
  if (!existsSync(file)) await writeFile(file, JSON.stringify(content, undefined, 2));
}

function serverArguments(options: CodeServerOptions): string[] {
  const {
    installed,
    userDataDir,
    extensionsDir,
    port = 0,
    isRestricted = false,
    testDriver = false,
    locale,
  } = options;
  const flags = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`];
  flags.push('--config', path.join(userDataDir, 'config.yaml'));
  flags.push('--user-data-dir', userDataDir, '--extensions-dir', extensionsDir);
  flags.push('--disable-telemetry', '--disable-update-check');
  if (!isRestricted) flags.push('--disable-workspace-trust');
  flags.push('--disable-getting-started-override');
  if (locale !== undefined) flags.push('--locale', locale);
  if (testDriver && installed.release.needsSmokeTestDriver)
    flags.push('--vscode-option=enable-smoke-test-driver');
  return flags;
}

async function listening(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new ScriptError(`code-server ${what}.\n${log()}`));
    const timer = setTimeout(() => fail('did not listen within a minute'), START_TIMEOUT_MS);
    const onData = () => {
      const port = LISTENING.exec(log())?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(`http://localhost:${port}`);
    };
    child.stdout?.on('data', onData);
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended with ${signal ?? `exit code ${String(code)}`} before it listened`);
    });
  });
}

/** Stops code-server with all its children, which can outlive it by many seconds: they get the SIGKILL in any case. */
async function stopTree(child: ChildProcess): Promise<void> {
  const hasExited = child.exitCode !== null || child.signalCode !== null;
  if (!hasExited) {
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    signalTree(child, 'SIGTERM');
    await Promise.race([exited, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
  }
  signalTree(child, 'SIGKILL');
}
