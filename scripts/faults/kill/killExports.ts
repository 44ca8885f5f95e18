import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { CORRECTED_CSV } from '../../../src/core/names';
import type { Fault } from '../fault';
import { FaultLog } from '../faultLog';
import { CLI_FILE } from '../programs';
import { IMAGES } from '../reviewedFolder';
import { measureKills, startProgram } from '../startProgram';
import { startedReviewer } from '../startReviewer';

/** Kills exports at any moment, while somebody decides: the table is whole at any time. */
export const killExports: Fault = async ({ root, rounds, rng }) => {
  const log = new FaultLog();
  const reviewer = await startedReviewer(root, 'e');
  const exportAndKill = await measureKills([CLI_FILE, 'export', root], rng);
  let killed = 0;
  for (let round = 0; round < rounds; round++) {
    const { code, stderr } = await exportAndKill();
    if (code === null) killed++;
    else if (code !== 0) log.amiss.push(`An export failed: ${stderr}`);
    log.amiss.push(...(await problemsOfTable(root)));
  }
  reviewer.kill();
  log.hear((await reviewer.ended).lines);
  const last = await startProgram([CLI_FILE, 'export', root]).ended;
  if (last.code !== 0) log.amiss.push(`The last export failed: ${last.stderr}`);
  log.amiss.push(...(await problemsOfTable(root)));
  await log.check(root);
  return log.counts(rounds, `${killed} killed`);
};

async function problemsOfTable(root: string): Promise<readonly string[]> {
  const text = await readFile(path.join(root, CORRECTED_CSV), 'utf8').catch(() => undefined);
  if (text === undefined) return []; // none yet
  const rows = parse(text, { columns: true }) as readonly object[]; // with a header
  return rows.length === IMAGES && text.endsWith('\n')
    ? []
    : [`The table has ${rows.length} rows of ${IMAGES}.`];
}
