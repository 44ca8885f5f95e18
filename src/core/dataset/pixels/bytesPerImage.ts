import type { ImageShape } from '../dataset';

export const bytesPerImage = ({ height, width, channels }: ImageShape): number => height * width * channels;
