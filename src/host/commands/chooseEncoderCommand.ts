import { existsSync } from 'node:fs';
import path from 'node:path';
import { ConfigurationTarget, l10n, ProgressLocation, Uri, window, workspace } from 'vscode';
import { writeFileAtomic } from '../../files/atomicWrite';
import { prepareImages } from '../../core/encoder/imagePreparation';
import { ONNX_FOLDER } from '../../core/encoder/onnxPackages';
import type { PreprocessorConfig } from '../../core/encoder/preprocessorConfig';
import { COMMANDS, SETTINGS_SECTION } from '../../core/names';
import { readOnnxModel } from '../../files/onnx/onnxModel';
import { findPreprocessorConfig, ownConfigFile } from '../../files/onnx/preprocessorFile';
import type { DownloadableEncoder } from '../encoders/catalogue';
import { downloadFile } from '../encoders/downloadFile';
import { encoderItems, normalizationItems } from '../encoders/encoderChoices';
import { onnxRuntimeFor } from '../optionalBackend/optionalBackends';
import { thisPlatform } from '../optionalBackend/platformRefusal';
import type { Services } from '../services';
import { WORDING } from '../wording';
import { folderArgument } from './commandArguments';
import { installBackendCommand } from './installBackendCommand';

/** What *Choose Encoder…* resolves to: the value the setting was given. */
export type EncoderOutcome =
  { readonly status: 'done'; readonly encoder: string } | { readonly status: 'cancelled' };

const CANCELLED: EncoderOutcome = { status: 'cancelled' };

/** *Choose Encoder…*: built in, downloaded or a file; it becomes the setting `encoder`. */
export async function chooseEncoderCommand(services: Services, folder?: unknown): Promise<EncoderOutcome> {
  const root = folderArgument(COMMANDS.chooseEncoder, folder);
  const scope = root === undefined ? workspace.workspaceFolders?.[0]?.uri : Uri.file(root);
  const configuration = workspace.getConfiguration(SETTINGS_SECTION, scope);
  const { encodersFolder } = services.native;
  const fileOf = ({ id }: DownloadableEncoder) => path.join(encodersFolder, `${id}.onnx`);
  const picked = await window.showQuickPick(
    encoderItems(configuration.get('encoder', 'auto'), (encoder) => existsSync(fileOf(encoder))),
    { title: l10n.t('What should turn photographs into embeddings?'), matchOnDetail: true },
  );
  if (picked === undefined) return CANCELLED;
  const { choice } = picked;
  const encoder =
    choice.kind === 'setting'
      ? choice.value
      : choice.kind === 'download'
        ? await download(choice.encoder, fileOf(choice.encoder))
        : await pickFile();
  if (encoder === undefined) return CANCELLED;
  const isInWorkspace = scope !== undefined && workspace.getWorkspaceFolder(scope) !== undefined;
  await configuration.update(
    'encoder',
    encoder,
    isInWorkspace ? ConfigurationTarget.WorkspaceFolder : ConfigurationTarget.Global,
  );
  services.log.info(`The encoder is ${encoder}`);
  const needsRuntime =
    encoder.toLowerCase().endsWith('.onnx') &&
    !existsSync(path.join(services.native.packagesFolder, ONNX_FOLDER));
  if (needsRuntime) await installBackendCommand(services, onnxRuntimeFor(thisPlatform()));
  return { status: 'done', encoder };
}

/** Asks, downloads with progress; the path of the model, or undefined where the user does not want it. */
async function download(encoder: DownloadableEncoder, file: string): Promise<string | undefined> {
  if (existsSync(file)) return file;
  const { title, address, licence, bytes, sha256, preprocessor } = encoder;
  const agree = l10n.t('Download');
  const answer = await window.showInformationMessage(
    l10n.t('Download {0}?', title),
    {
      modal: true,
      detail: l10n.t(
        '{0} MB from {1}, licence {2}, into {3}. Nothing of your data is sent.',
        Math.round(bytes / 1e6),
        address,
        licence,
        path.dirname(file),
      ),
    },
    agree,
  );
  if (answer !== agree) return undefined;
  const outcome = await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      let shown = 0;
      return downloadFile({
        address,
        bytes,
        sha256,
        file,
        signal: abort.signal,
        onProgress: (received) => {
          const percent = Math.floor((received / bytes) * 100);
          if (percent === shown) return;
          progress.report({ increment: percent - shown, message: WORDING.numbers.percent(percent / 100) });
          shown = percent;
        },
      });
    },
  );
  if (outcome.status === 'cancelled') return undefined;
  await writeFileAtomic(ownConfigFile(file), [JSON.stringify(preprocessor)]);
  return file;
}

/** Asks for a file and, where a model does not say it, how its images are to be. @throws AppError `encoder-unusable`. */
async function pickFile(): Promise<string | undefined> {
  const picked = await window.showOpenDialog({
    title: l10n.t('Choose an encoder'),
    filters: { [l10n.t('ONNX models and embeddings')]: ['onnx', 'npy'] },
  });
  const file = picked?.[0]?.fsPath;
  if (file?.toLowerCase().endsWith('.onnx') !== true) return file;
  const config = await findPreprocessorConfig(file);
  const { assumed, preparation } = prepareImages(file, await readOnnxModel(file), config);
  const asked: PreprocessorConfig[] = [];
  if (assumed.includes('size')) {
    const size = await askSize(preparation.size);
    if (size === undefined) return undefined;
    asked.push({ size });
  }
  if (assumed.includes('normalization')) {
    const item = await window.showQuickPick(normalizationItems(), {
      title: l10n.t(
        'How does the model want the colours? Neither it nor a preprocessor_config.json says so.',
      ),
    });
    if (item === undefined) return undefined;
    asked.push(item.config);
  }
  if (asked.length > 0)
    await writeFileAtomic(ownConfigFile(file), [JSON.stringify(Object.assign({ ...config }, ...asked))]);
  return file;
}

async function askSize(usual: number): Promise<number | undefined> {
  const text = await window.showInputBox({
    title: l10n.t('How many pixels wide and high are the images that the model wants?'),
    value: String(usual),
    validateInput: (value) =>
      /^\d{1,4}$/.test(value) && Number(value) >= 8 && Number(value) <= 1024
        ? undefined
        : l10n.t('a whole number from {0} to {1}', 8, 1024),
  });
  return text === undefined ? undefined : Number(text);
}
