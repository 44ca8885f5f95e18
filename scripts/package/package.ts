/** `npm run package`: the .vsix that runs on every system; `-- --target linux-x64` makes a smaller, faster one for one. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packageExtension } from './packageExtension';
import { runMain } from '../runMain';

runMain(async () => {
  const { values } = parseArgs({ options: { target: { type: 'string' } } });
  const { file, bytes, contents } = await packageExtension(values.target);
  const megabytes = (bytes / 1_000_000).toFixed(1);
  console.log(`${path.relative(process.cwd(), file)}: ${contents.length} files, ${megabytes} MB`);
  return 0;
});
