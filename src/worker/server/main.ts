/** Entry of the trainer process: connects the pipeline to the parent's IPC channel and dies with it. */
import { availableParallelism } from 'node:os';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { createPipeline } from '../../pipeline/createPipeline';
import { forecast } from '../../pipeline/forecast/forecast';
import { findSimilar } from '../../pipeline/findSimilar';
import { writeBack } from '../../pipeline/writeBack/writeBack';
import { PACKAGES_VARIABLE } from '../../core/names';
import { inspectFolder } from '../../dataset/inspect';
import { serveTrainer } from './trainerServer';

process.title = 'label-review-trainer';
process.on('disconnect', () => process.exit());

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const pipeline = createPipeline({ programFolder: __dirname, packagesFolder: process.env[PACKAGES_VARIABLE] });
serveTrainer(connection, {
  inspect: (params, signal) => inspectFolder(params.root, signal),
  forecast,
  analyze: (params, signal, log) => pipeline.analyze(params, { signal, log }),
  writeBack,
  similar: (params, signal) => findSimilar(params, { cores: availableParallelism(), signal }),
});
connection.listen();
