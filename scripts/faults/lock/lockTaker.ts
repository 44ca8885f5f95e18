/**
 * The smallest process that keeps others from searching a dataset: `lockTaker.js ROOT`. It prints `ready`, takes the lock when
 * it is told to by a line, prints `held` or `refused SENTENCE`, and lets go at the next line.
 */
import { createInterface } from 'node:readline';
import { AppError } from '../../../src/core/appError';
import { locateStore } from '../../../src/store/location';
import { lockRuns } from '../../../src/store/runLock';
import { runMain } from '../../runMain';

runMain(async () => {
  const location = await locateStore(process.argv[2] ?? '', '/nowhere');
  const input = createInterface(process.stdin);
  const lines = input[Symbol.asyncIterator]();
  console.log('ready');
  await lines.next();
  try {
    const release = await lockRuns(location);
    console.log('held');
    await lines.next();
    await release();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    console.log(`refused ${error.message}`);
  }
  input.close();
  return 0;
});
