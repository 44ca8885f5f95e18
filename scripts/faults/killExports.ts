import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { CORRECTED_CSV } from '../../src/core/names';
import { checkJournal } from './checkJournal';
import type { Fault } from './fault';
import { hasBegun, startReviewer } from './killReviews';
import { CLI_FILE, IMAGES } from './reviewedFolder';
import { measureKills, startProgram } from './startProgram';

/** Kills exports at any moment, while somebody decides: the table is whole at any time. */
export const killExports: Fault = async ({ root, rounds, rng }) => {
  const reviewer = startReviewer(root, 'e');
  await hasBegun(reviewer);
  const amiss: string[] = [];
  const exportAndKill = await measureKills([CLI_FILE, 'export', root], rng);
  let killed = 0;
  for (let round = 0; round < rounds; round++) {
    const { code, stderr } = await exportAndKill();
    if (code === null) killed++;
    else if (code !== 0) amiss.push(`An export failed: ${stderr}`);
    amiss.push(...(await problemsOfTable(root)));
  }
  reviewer.kill();
  const saved = (await reviewer.ended).stdout.split('\n').slice(0, -1);
  const last = await startProgram([CLI_FILE, 'export', root]).ended;
  if (last.code !== 0) amiss.push(`The last export failed: ${last.stderr}`);
  const check = await checkJournal(root, saved);
  return {
    rounds,
    saved: saved.length,
    lost: check.lost.length,
    amiss: [...amiss, ...check.amiss, ...(await problemsOfTable(root))],
    remarks: `${killed} exports killed`,
  };
};

async function problemsOfTable(root: string): Promise<readonly string[]> {
  const text = await readFile(path.join(root, CORRECTED_CSV), 'utf8').catch(() => undefined);
  if (text === undefined) return []; // none yet
  const rows = parse(text, { columns: true }) as readonly object[]; // with a header
  return rows.length === IMAGES && text.endsWith('\n')
    ? []
    : [`The table has ${rows.length} rows of ${IMAGES}.`];
}
