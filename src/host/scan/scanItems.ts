import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { FORMAT_TITLES } from '../../core/dataset/formats/formatNames';
import { CONFIG_FILE } from '../../core/names';
import type { DatasetConfig } from '../../core/run/config/configOptions';
import { describeConfig } from '../../core/run/config/describeConfig';
import type { Forecast, PresetForecast } from '../../core/run/forecast';
import type { ScanOptions } from '../../core/run/scanOptions';
import type { BackendChoice, Preset } from '../../core/run/trainingPlan';
import { message, wordingFor, wordList, wordMessage, type Wording } from '../../core/words/message';
import type { NumberWords } from '../../core/words/numbers';
import { relativeTo } from '../../files/insideOf';
import { literal } from '../literal';
import type { ChosenLabels } from '../runs/runController';

/** What *Find Wrong Labels…* can be answered: to start, or what to change first. */
export type ScanChoice =
  | { readonly kind: 'start'; readonly preset: Preset }
  | { readonly kind: 'parent'; readonly root: string }
  | { readonly kind: 'folder' | 'labels' | 'encoder' | 'backend' }
  | { readonly kind: 'settings' }
  /** Opens what the dataset says itself. */
  | { readonly kind: 'config' };

export interface ScanItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly choice: ScanChoice;
}

/** Why nothing can be searched, in a sentence, and what to change about it. */
export interface ScanProblem {
  readonly sentence: string;
  readonly change: 'folder' | 'labels' | 'settings';
}

/** What is known when the question is shown. */
export interface ScanQuestion {
  readonly root: string;
  /** The answer that Enter gives. */
  readonly preset: Preset;
  readonly options: Pick<ScanOptions, 'encoder' | 'backend' | 'preset'>;
  /** What the dataset says itself: it is in `options`, too, and the settings do not change it. */
  readonly config?: DatasetConfig;
  /** Absent until the folder has been looked at. */
  readonly labels?: ChosenLabels | undefined;
  readonly forecast?: Forecast | undefined;
  /** Why nothing can be searched as it is. */
  readonly problem?: ScanProblem | undefined;
  /** The folder that this one seems to be one class of. */
  readonly parent?: string | undefined;
}

/** What starts a search, the usual presets first. */
export function startItems(question: ScanQuestion, numbers: NumberWords): ScanItem[] {
  const { root, forecast, problem, parent, options } = question;
  if (parent !== undefined) return [parentItem(root, parent)];
  if (problem !== undefined) return [problemItem(problem)];
  const presets: readonly Pick<PresetForecast, 'preset'>[] =
    forecast?.presets ??
    [...new Set<Preset>(['fast', 'balanced', 'thorough', options.preset])].map((preset) => ({ preset }));
  return presets.map(({ preset }) => {
    const expected = forecast?.presets.find((each) => each.preset === preset);
    const { name, meaning } = presetWords(preset);
    return {
      label: `$(play) ${name}`,
      ...(expected && { description: aboutTime(expected.seconds, numbers) }),
      detail: expected === undefined ? meaning : `${meaning} ${judgedBy(expected)}`,
      choice: { kind: 'start', preset },
    };
  });
}

/** What can be changed before, each with what it is now. */
export function changeItems({ root, labels, options, config = {}, forecast }: ScanQuestion): ScanItem[] {
  return [
    {
      label: `$(folder) ${l10n.t('Folder: {0}', literal(path.basename(root)))}`,
      description: literal(root),
      choice: { kind: 'folder' },
    },
    {
      label: `$(tag) ${l10n.t('Labels: {0}', literal(labelsName(root, labels)))}`,
      choice: { kind: 'labels' },
    },
    {
      label: `$(eye) ${l10n.t('Image encoder: {0}', encoderName(options.encoder))}`,
      choice: { kind: 'encoder' },
      ...(config.encoder !== undefined && BY_CONFIG),
    },
    {
      label: `$(chip) ${l10n.t('Computed by: {0}', backendName(options.backend))}`,
      choice: { kind: 'backend' },
      ...(config.backend !== undefined && BY_CONFIG),
      ...(config.backend === undefined &&
        options.backend === 'auto' &&
        forecast?.backend !== undefined && {
          description: l10n.t('{0} the last time', backendName(forecast.backend)),
        }),
    },
    ...configItems(root, config),
  ];
}

/** Where the dataset says it itself, another setting would change nothing. */
const BY_CONFIG = { description: CONFIG_FILE, choice: { kind: 'config' } } as const;

/** All that the dataset says itself, to be seen before it counts. */
function configItems(root: string, config: DatasetConfig): ScanItem[] {
  const values = describeConfig(config, {
    // What fails a command in scripts is nothing to a search.
    shows: (key) => key !== 'failOver',
    toRelative: (file) => relativeTo(root, file),
  });
  if (values.length === 0) return [];
  const label = `$(json) ${l10n.t('Set by {0}: {1}', CONFIG_FILE, literal(wordList(values, { translate: (text) => l10n.t(text) })))}`;
  return [{ label, choice: { kind: 'config' } }];
}

/** What is shown where a filter can be typed: what was found. */
export function scanPlaceholder({ forecast, problem, parent }: ScanQuestion, wording: Wording): string {
  if (parent !== undefined) return l10n.t('This folder holds the images of one class.');
  if (problem !== undefined) return l10n.t('This cannot be searched as it is.');
  if (forecast === undefined) return l10n.t('Enter starts. Looking at the images…');
  const { images: count, classes } = forecast;
  return wordMessage(message('found-things', { count, classes }), wordingFor(forecast, wording));
}

/** What the times rest on; empty where there are none. */
export function timesBasis({ forecast, problem, parent }: ScanQuestion): string {
  if (forecast === undefined || problem !== undefined || parent !== undefined) return '';
  return forecast.isMeasured ? l10n.t('times by earlier runs') : l10n.t('rough times');
}

function problemItem({ sentence, change }: ScanProblem): ScanItem {
  const labels = {
    folder: l10n.t('Choose another folder'),
    labels: l10n.t('Choose other labels'),
    settings: l10n.t('Change the settings'),
  };
  const choice: ScanChoice = change === 'settings' ? { kind: change } : { kind: change };
  return { label: `$(warning) ${labels[change]}`, detail: literal(sentence), choice };
}

const parentItem = (root: string, parent: string): ScanItem => ({
  label: `$(folder-opened) ${l10n.t('Use {0} instead', literal(path.basename(parent)))}`,
  description: literal(parent),
  detail: l10n.t(
    '{0} holds the images of one class, and the folders beside it those of others.',
    literal(path.basename(root)),
  ),
  choice: { kind: 'parent', root: parent },
});

/** A time that does not pretend to be exact; a search takes as long as it takes. */
export function aboutTime(seconds: number | undefined, numbers: NumberWords): string {
  if (seconds === undefined) return l10n.t('nobody can tell how long');
  if (seconds < 45) return l10n.t('less than a minute');
  const minutes = seconds / 60;
  const step = minutes < 10 ? 1 : minutes < 60 ? 5 : 30;
  return l10n.t('about {0}', numbers.duration(Math.max(Math.round(minutes / step), 1) * step * 60));
}

interface PresetWords {
  readonly name: string;
  readonly meaning: string;
}

function presetWords(preset: Preset): PresetWords {
  switch (preset) {
    case 'fast':
      return { name: l10n.t('Fast'), meaning: l10n.t('A first look.') };
    case 'balanced':
      return { name: l10n.t('Balanced'), meaning: l10n.t('A good ranking.') };
    case 'thorough':
      return { name: l10n.t('Thorough'), meaning: l10n.t('The best ranking.') };
    case 'paper':
      return {
        name: l10n.t('Paper'),
        meaning: l10n.t('The network of the paper behind the losses, for comparison.'),
      };
  }
}

function judgedBy({ network, encoder }: PresetForecast): string {
  if (encoder === undefined) return l10n.t('By a network trained here.');
  const name = encoderName(encoder);
  return network ? l10n.t('By a network trained here, and {0}.', name) : l10n.t('By {0} alone.', name);
}

function labelsName(root: string, chosen: ChosenLabels | undefined): string {
  if (chosen === undefined) return '…';
  if (chosen.labels !== undefined) return relativeTo(root, chosen.labels.file);
  const { format = 'folders' } = chosen;
  return format === 'folders' ? l10n.t('folder names') : FORMAT_TITLES[format];
}

function encoderName(encoder: string): string {
  switch (encoder) {
    case 'auto':
      return l10n.t('automatic');
    case 'none':
      return l10n.t('none');
    case 'lite0':
      return 'EfficientNet-Lite0';
    case 'lite2':
      return 'EfficientNet-Lite2';
    default:
      return literal(path.basename(encoder));
  }
}

export function backendName(backend: BackendChoice): string {
  switch (backend) {
    case 'auto':
      return l10n.t('the fastest that works here');
    case 'tensorflow':
      return l10n.t('native TensorFlow');
    case 'webgpu':
      return 'WebGPU';
    case 'wasm':
      return 'WebAssembly';
  }
}
