import { LOCK_TAKER_FILE } from '../programs';
import { startProgram, type Ended } from '../startProgram';

export interface LockTaker {
  /** Tries to take the lock of the dataset; what the process answers. */
  readonly take: () => Promise<string>;
  readonly release: () => void;
  readonly kill: () => void;
  readonly ended: Promise<Ended>;
}

/** Starts a process that is ready to take the lock of a dataset. */
export async function startLockTaker(root: string): Promise<LockTaker> {
  const program = startProgram([LOCK_TAKER_FILE, root]);
  let heard: (line: string) => void = () => undefined;
  program.onLine((line) => heard(line));
  const nextLine = () => {
    const line = new Promise<string>((resolve) => (heard = resolve));
    return Promise.race([line, program.ended.then(({ stderr }) => `ended: ${stderr}`)]);
  };
  await nextLine();
  const take = () => {
    program.say('take');
    return nextLine();
  };
  return { take, release: () => program.say('release'), kill: program.kill, ended: program.ended };
}
