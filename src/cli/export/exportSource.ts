import path from 'node:path';
import { AppError } from '../../core/appError';
import type { Progress } from '../../core/run/progress';
import { runSteps } from '../../core/steps';
import { message, wordMessage } from '../../core/words/message';
import { showUnseen } from '../../core/words/showUnseen';
import type { ChangeStep } from '../../core/writeBack/changeRecord';
import { readChangeRecord } from '../../files/changes/applyChanges';
import type { ChangeBounds } from '../../files/changes/changeBounds';
import { findInterrupted, type KeptRecord } from '../../pipeline/writeBack/changeRecords';
import { goOnWith, makeChanges } from '../../pipeline/writeBack/makeChanges';
import { planWriteBack, type WriteBackPlan } from '../../pipeline/writeBack/planWriteBack';
import type { StoreLocation } from '../../store/location';
import { cancelled, EXIT, type CommandIo, type ExitCode } from '../commandIo';
import { counted } from '../counted';
import type { Flags } from '../flags';
import { locateReview, openReviewed, readDecisions } from '../openReviewed';

/** `export --format source`: the corrections are written into the very form that was read. */
export async function exportSource(root: string, flags: Flags, io: CommandIo): Promise<ExitCode> {
  const bounds = boundsOf(root, flags);
  const reviewed = await openReviewed(root, io);
  const { location, run } = reviewed;
  const interrupted = await findInterrupted(location);
  if (interrupted !== undefined && !(await goOn(interrupted, { bounds, location, flags, io })))
    return EXIT.failed;
  const log = await readDecisions(reviewed, io);
  const at = new Date().toISOString();
  try {
    const plan = await runSteps(planWriteBack({ bounds, location, at, run, log }, io.signal));
    for (const note of plan.notes) io.say('warning', wordMessage(note));
    return await offer(plan, { bounds, location, flags, io });
  } catch (error) {
    if (!io.signal.aborted) throw error;
    return cancelled(io);
  }
}

/** `export --undo FILE`: every file and name is again as it was before an export. */
export async function undoExport(root: string, flags: Flags, io: CommandIo): Promise<ExitCode> {
  const file = path.resolve(flags.text('undo') ?? '');
  const location = await locateReview(root, io);
  const record = await readChangeRecord(file);
  const undone = goOnWith({ bounds: boundsOf(root, flags), location }, { file, record }, 'undo');
  const { skipped } = await runSteps(undone, showProgress(io));
  io.say('info', `Took back ${counted(record.steps.length - skipped.length, 'change')} in ${root}.`);
  for (const name of skipped) io.say('warning', leftAlone(name));
  return skipped.length === 0 ? EXIT.done : EXIT.failed;
}

interface Offer {
  readonly bounds: ChangeBounds;
  readonly location: StoreLocation;
  readonly flags: Flags;
  readonly io: CommandIo;
}

const boundsOf = (root: string, flags: Flags): ChangeBounds => {
  const labels = flags.text('labels');
  return { root, ...(labels !== undefined && { named: path.resolve(labels) }) };
};

/** Names what is to be changed, and changes it when that is agreed to. */
async function offer(plan: WriteBackPlan, { bounds, location, flags, io }: Offer): Promise<ExitCode> {
  const { record, relabelled, excluded } = plan;
  const { root } = bounds;
  if (record.steps.length === 0) {
    io.say('info', `Nothing is to be changed in ${root}: its labels are as they were decided.`);
    return EXIT.done;
  }
  const what = `${counted(relabelled, 'new label')}, ${excluded} excluded`;
  const files = counted(record.steps.length, 'file');
  if (flags.has('dry-run')) {
    for (const step of record.steps) await io.writeOut(`${describeStep(step)}\n`);
    io.say('info', `Would change ${files} in ${root}: ${what}. Nothing was written.`);
    return EXIT.done;
  }
  for (const step of record.steps) io.say('info', describeStep(step));
  io.say('info', `To be changed: ${files} in ${root}: ${what}.`);
  if (!(await isAgreed('Change them?', flags, io))) return cancelled(io);
  const made = makeChanges({ bounds, location }, record, io.signal);
  const file = await runSteps(made, showProgress(io));
  io.say(
    'info',
    `Changed ${files} in ${root}: ${what}. To take it back: label-review export ${root} --undo ${file}`,
  );
  return EXIT.done;
}

/** Whether what an earlier export has left half-way is whole again. */
async function goOn({ file, record }: KeptRecord, { bounds, location, flags, io }: Offer): Promise<boolean> {
  const sentence = message('write-back-interrupted', { root: bounds.root, file });
  if (flags.has('dry-run') || !(flags.has('yes') || io.ask !== undefined))
    throw new AppError('write-back-open', sentence);
  io.say('warning', wordMessage(sentence));
  const isUndo = record.state === 'undoing';
  if (!(await isAgreed(isUndo ? 'Go on taking it back?' : 'Finish it?', flags, io))) return false;
  const done = goOnWith({ bounds, location }, { file, record }, isUndo ? 'undo' : 'finish');
  const { skipped } = await runSteps(done, showProgress(io));
  for (const name of skipped) io.say('warning', leftAlone(name));
  io.say('info', isUndo ? 'It is taken back.' : 'It is finished.');
  return true;
}

/** @throws AppError `bad-usage` where nobody can be asked. */
async function isAgreed(question: string, flags: Flags, { ask }: CommandIo): Promise<boolean> {
  if (flags.has('yes')) return true;
  if (ask !== undefined) return ask(question);
  throw new AppError(
    'bad-usage',
    'Nobody can be asked here whether these files may be changed: pass --yes, or --dry-run to see the list alone.',
  );
}

const showProgress =
  ({ progress }: CommandIo) =>
  (step: Progress): void => {
    progress.show(step);
    if (step.phase === 'write' && step.done === step.total) progress.end();
  };

const describeStep = (step: ChangeStep): string =>
  step.kind === 'move'
    ? `move ${showUnseen(step.from)} -> ${showUnseen(step.to)}`
    : `rewrite ${showUnseen(step.file)} (${counted(step.edits.length, 'edit')})`;

const leftAlone = (file: string): string => wordMessage(message('write-back-left-alone', { file }));
