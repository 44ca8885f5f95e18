import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PYTHON_VARIABLE } from './pythonVariable';

const PROGRAM = path.join(__dirname, 'python', 'ask.py');

/** What a function of the module returns for named arguments. @throws Error with what Python says, such as which library is missing. */
export type AskPeer = (name: string, args?: object) => Promise<unknown>;

interface Answer {
  readonly value?: unknown;
  readonly error?: string;
}

/** Gives the surrounding `describe` a Python process that answers for one module in `python`: libraries take seconds to load. */
export function peer(module: string): AskPeer {
  let ask: AskPeer;
  let end: () => Promise<void>;
  before(() => {
    const env = { ...process.env, PYTHONUTF8: '1', PYTHONDONTWRITEBYTECODE: '1' };
    const python = process.env[PYTHON_VARIABLE] ?? 'python3';
    const child = spawn(python, [PROGRAM, module], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    const ended = once(child, 'close'); // rejects where there is no such Python
    child.stdin.on('error', () => undefined); // has ended, which is said below
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    ask = async (name, args = {}) => {
      child.stdin.write(`${JSON.stringify({ name, args })}\n`);
      const answer = await Promise.race([answers.next(), ended.then(() => undefined)]);
      if (answer === undefined || answer.done === true)
        throw new Error(`${python} has ended without an answer.`);
      const { value, error } = JSON.parse(answer.value) as Answer; // as ask.py writes it
      if (error !== undefined) throw new Error(error);
      return value;
    };
    end = async () => {
      child.stdin.end();
      await ended;
    };
  });
  after(() => end());
  return (name, args) => ask(name, args);
}
