import type { PreprocessorConfig } from '../../core/encoder/preprocessorConfig';

/** A model that may be downloaded when the user agrees. */
export interface DownloadableEncoder {
  /** Also the name of its file, without `.onnx`. */
  readonly id: string;
  readonly title: string;
  /** Whose weights and whose export they are. */
  readonly origin: string;
  /** What it has been trained on. */
  readonly trainedOn: string;
  /** Of the weights, as SPDX names it. */
  readonly licence: string;
  /** Names a revision, so that the file cannot change. */
  readonly address: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly preprocessor: PreprocessorConfig;
}

const HUGGING_FACE = 'https://huggingface.co';
const DINOV2 = `${HUGGING_FACE}/onnx-community/dinov2-small/resolve/8b1f705a3a7f6f062f6bdd21986c1583d3ef105d`;
const SIGLIP2 = `${HUGGING_FACE}/onnx-community/siglip2-base-patch16-224-ONNX/resolve/ba1f3b0843f24bc5417d38e19c37b287d719b2f4`;
const CLIP = `${HUGGING_FACE}/Xenova/clip-vit-base-patch32/resolve/d15189d7028b43f1d3e65039190477f6af591c2a`;

const IMAGENET: PreprocessorConfig = {
  size: 224,
  image_mean: [0.485, 0.456, 0.406],
  image_std: [0.229, 0.224, 0.225],
};

/**
 * Free models that are known to make good embeddings. Size and SHA-256 of each were compared in several public
 * repositories that pin the same revision; what is downloaded is refused where it differs.
 */
export const DOWNLOADABLE_ENCODERS: readonly DownloadableEncoder[] = [
  {
    id: 'dinov2-small',
    title: 'DINOv2 ViT-S/14',
    origin: 'Meta AI (facebook/dinov2-small), exported by onnx-community',
    trainedOn: 'LVD-142M',
    licence: 'Apache-2.0',
    address: `${DINOV2}/onnx/model.onnx`,
    bytes: 88_532_934,
    sha256: 'f22797eabf810a75e41de68d378541ebea372122b25c4ce3ef25ff618250c20a',
    preprocessor: IMAGENET,
  },
  {
    id: 'dinov2-small-8bit',
    title: 'DINOv2 ViT-S/14, 8 bits',
    origin: 'Meta AI (facebook/dinov2-small), exported by onnx-community',
    trainedOn: 'LVD-142M',
    licence: 'Apache-2.0',
    address: `${DINOV2}/onnx/model_quantized.onnx`,
    bytes: 24_446_700,
    sha256: 'c179f8f7f592449c4c1bca4cd124a7538021428c5ffb89afde9503935b197efb',
    preprocessor: IMAGENET,
  },
  {
    id: 'siglip2-base-8bit',
    title: 'SigLIP 2 ViT-B/16, image tower, 8 bits',
    origin: 'Google (google/siglip2-base-patch16-224), exported by onnx-community',
    trainedOn: 'WebLI',
    licence: 'Apache-2.0',
    address: `${SIGLIP2}/onnx/vision_model_int8.onnx`,
    bytes: 94_553_333,
    sha256: '0dd31785a2713f1113ef2272472165c69d580473dae38d7b47568ac587795e70',
    preprocessor: { size: 224, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] },
  },
  {
    id: 'clip-vit-b32-8bit',
    title: 'CLIP ViT-B/32, image tower, 8 bits',
    origin: 'OpenAI (openai/clip-vit-base-patch32), exported by Xenova',
    trainedOn: 'WIT-400M',
    licence: 'MIT',
    address: `${CLIP}/onnx/vision_model_quantized.onnx`,
    bytes: 89_117_001,
    sha256: '583fd1110a514667812fee7d684952aaf82a99b959760c8d7dca7e0ab9839299',
    preprocessor: {
      size: 224,
      image_mean: [0.48145466, 0.4578275, 0.40821073],
      image_std: [0.26862954, 0.26130258, 0.27577711],
    },
  },
];
