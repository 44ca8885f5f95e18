/** `npm run check`: all that must hold before a commit, in under a minute. */
import { runMain } from './runMain';
import { runChecks, STATIC_CHECKS } from './test/runChecks';

async function main(): Promise<number> {
  const failed = await runChecks(['test:unit', ...STATIC_CHECKS]);
  return failed.length === 0 ? 0 : 1;
}

runMain(main);
