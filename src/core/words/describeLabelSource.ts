import type { LabelSource } from '../dataset/dataset';
import { FORMAT_TITLES } from '../dataset/formats/formatNames';
import { message, wordMessage, type Wording } from './message';

/** In which form the labels are, and in which files, in one sentence; undefined where folders are the classes. */
export function describeLabelSource(source: LabelSource, wording: Wording): string | undefined {
  switch (source.kind) {
    case 'folders':
      return undefined;
    case 'csv': {
      const { file, pathColumn, labelColumn } = source;
      return wordMessage(message('labels-from-table', { file, pathColumn, labelColumn }), wording);
    }
    case 'annotations': {
      const [file = '', ...others] = source.files;
      const args = { format: FORMAT_TITLES[source.format], file };
      const sentence =
        others.length === 0
          ? message('labels-from', args)
          : message('labels-from-several', { ...args, more: others.length });
      return wordMessage(sentence, wording);
    }
  }
}
