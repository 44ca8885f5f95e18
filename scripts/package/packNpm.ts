/** `npm run pack:npm`: the tarball of the command line and the library that `npm install` takes. */
import path from 'node:path';
import { packageNpm } from './packageNpm';
import { runMain } from '../runMain';

runMain(async () => {
  const { file, bytes, contents } = await packageNpm();
  const megabytes = (bytes / 1_000_000).toFixed(1);
  console.log(`${path.relative(process.cwd(), file)}: ${contents.length} files, ${megabytes} MB`);
  return 0;
});
