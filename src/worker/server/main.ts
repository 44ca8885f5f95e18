/** Entry of the trainer process: connects the pipeline to the parent's IPC channel and dies with it. */
import { availableParallelism } from 'node:os';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { createPipeline } from '../../pipeline/createPipeline';
import { mergePlanned, planSearch } from '../../pipeline/job/wholeJob';
import { forecast } from '../../pipeline/forecast/forecast';
import { findSimilar } from '../../pipeline/findSimilar';
import { writeBack } from '../../pipeline/writeBack/writeBack';
import { PACKAGES_VARIABLE } from '../../core/names';
import { inspectFolder } from '../../dataset/inspect';
import { serveTrainer } from './trainerServer';

process.title = 'label-review-trainer';
process.on('disconnect', () => process.exit());

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const program = { programFolder: __dirname, packagesFolder: process.env[PACKAGES_VARIABLE] };
const pipeline = createPipeline(program);
serveTrainer(connection, {
  inspect: (params, signal) => inspectFolder(params.root, signal),
  forecast,
  analyze: (params, signal, log) => pipeline.analyze(params, { signal, log }),
  writeBack,
  plan: (params, signal, log) => planSearch(params, { ...program, signal, log }),
  merge: (params, signal, log) => mergePlanned(params, { ...program, signal, log }),
  similar: (params, signal) => findSimilar(params, { cores: availableParallelism(), signal }),
});
connection.listen();
