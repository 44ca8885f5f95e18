/** Entry of the trainer process: connects the pipeline to the parent's IPC channel and dies with it. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { analyze } from '../../pipeline/analyze';
import { PACKAGES_VARIABLE } from '../../core/names';
import { inspectFolder } from '../../dataset/inspect';
import { createCnnLearner } from '../../ml/train/cnnLearner';
import { createBackendSpeeds } from '../../store/backendSpeeds';
import { serveTrainer } from './trainerServer';

process.title = 'label-review-trainer';
process.on('disconnect', () => process.exit());

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
serveTrainer(connection, {
  inspect: (params, signal) => inspectFolder(params.root, signal),
  analyze: (params, signal, log) =>
    analyze(params, {
      createLearner: ({ backend, workers }, cacheFolder) =>
        createCnnLearner({
          foldWorkerFile: path.join(__dirname, 'foldWorker.js'),
          wasmFolder: __dirname,
          packagesFolder: process.env[PACKAGES_VARIABLE],
          backend,
          speeds: createBackendSpeeds(cacheFolder),
          threads: workers,
          log,
        }),
      decodeWorkerFile: path.join(__dirname, 'decodeWorker.js'),
      cores: availableParallelism(),
      now: () => new Date(),
      signal,
    }),
});
connection.listen();
