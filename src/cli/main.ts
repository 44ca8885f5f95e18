#!/usr/bin/env node
/** Entry of the command line program: connects `runCli` to this process. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { PROGRAM } from '../core/names';
import { runCli } from './runCli';

// Read when the thread pool starts, at the first asynchronous file access: images are decoded on all cores.
process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism()));

const controller = new AbortController();
process.once('SIGINT', () => controller.abort());
process.once('SIGTERM', () => controller.abort());
// A closed pipe (`| head`) is the reader's choice, not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`${PROGRAM}: The table cannot be written to standard output (${error.code}).\n`);
  process.exit(1);
});
// Nor is one where the messages go: the data are what was asked for.
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** Anything but a yes, the end of input too, is a no. */
async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const ended = once(terminal, 'close').then(() => '');
    const answer = await Promise.race([terminal.question(`${question} [y/N] `), ended]);
    return /^y(?:es)?$/iu.test(answer.trim());
  } finally {
    terminal.close();
  }
}

void runCli(process.argv.slice(2), {
  programFolder: __dirname,
  writeOut: async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  errors: {
    write: (text) => void process.stderr.write(text),
    // The types say that it is always there.
    isTerminal: (process.stderr.isTTY as boolean | undefined) ?? false,
    columns: () => process.stderr.columns,
    now: () => performance.now(),
  },
  ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
  page: {
    isTerminal: (process.stdout.isTTY as boolean | undefined) ?? false,
    columns: () => process.stdout.columns,
  },
  environment: process.env,
  signal: controller.signal,
}).then((code) => {
  process.exitCode = code;
});
