import * as l10n from '@vscode/l10n';
import type { PreprocessorConfig } from '../../core/encoder/preprocessorConfig';
import type { ENCODER_CHOICES } from '../../core/run/scanOptions';
import { DOWNLOADABLE_ENCODERS, type DownloadableEncoder } from './catalogue';

/** What *Choose Encoder…* offers. */
export type EncoderChoice =
  | { readonly kind: 'setting'; readonly value: (typeof ENCODER_CHOICES)[number] }
  | { readonly kind: 'download'; readonly encoder: DownloadableEncoder }
  | { readonly kind: 'file' };

export interface EncoderItem {
  readonly label: string;
  readonly description?: string;
  readonly detail: string;
  readonly choice: EncoderChoice;
}

/** `current` is the setting; `isThere` tells which models have been downloaded. */
export function encoderItems(
  current: string,
  isThere: (encoder: DownloadableEncoder) => boolean,
): EncoderItem[] {
  const setting = (value: (typeof ENCODER_CHOICES)[number], label: string, detail: string): EncoderItem => ({
    label,
    ...(value === current && { description: l10n.t('chosen') }),
    detail,
    choice: { kind: 'setting', value },
  });
  const lite = (pixels: number) =>
    l10n.t('Built in. Tan and Le’s weights, Apache-2.0, trained on ImageNet; images of {0} pixels.', pixels);
  return [
    setting('auto', l10n.t('Automatic'), l10n.t('A built-in one, as the preset and the images ask for.')),
    setting('lite0', 'EfficientNet-Lite0', lite(160)),
    setting('lite2', 'EfficientNet-Lite2', lite(224)),
    setting('none', l10n.t('None'), l10n.t('The network alone judges the images.')),
    ...DOWNLOADABLE_ENCODERS.map((encoder) => ({
      label: encoder.title,
      description: isThere(encoder)
        ? l10n.t('downloaded')
        : l10n.t('{0} MB to download', Math.round(encoder.bytes / 1e6)),
      detail: l10n.t('{0}; {1}, trained on {2}.', encoder.origin, encoder.licence, encoder.trainedOn),
      choice: { kind: 'download' as const, encoder },
    })),
    {
      label: l10n.t('A file…'),
      detail: l10n.t('An ONNX model, or embeddings made elsewhere (.npy).'),
      choice: { kind: 'file' },
    },
  ];
}

export interface NormalizationItem {
  readonly label: string;
  readonly description: string;
  readonly config: PreprocessorConfig;
}

/** How models want the colours of an image, the most usual first. */
export function normalizationItems(): NormalizationItem[] {
  return [
    {
      label: l10n.t('As ImageNet'),
      description: l10n.t('mean {0}, deviation {1}: most models', '.485 .456 .406', '.229 .224 .225'),
      config: { image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] },
    },
    {
      label: l10n.t('As CLIP'),
      description: l10n.t('mean {0}, deviation {1}', '.481 .458 .408', '.269 .261 .276'),
      config: {
        image_mean: [0.48145466, 0.4578275, 0.40821073],
        image_std: [0.26862954, 0.26130258, 0.27577711],
      },
    },
    {
      label: l10n.t('From −1 to 1'),
      description: l10n.t('SigLIP, MobileNet, models from TensorFlow'),
      config: { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] },
    },
    { label: l10n.t('From 0 to 1'), description: '', config: { do_normalize: false } },
    {
      label: l10n.t('From 0 to 255'),
      description: l10n.t('models that normalize by themselves'),
      config: { do_normalize: false, do_rescale: false },
    },
  ];
}
