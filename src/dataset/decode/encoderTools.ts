import type { EncoderInfo } from '../../core/run/opinions';
import type { Encoder, EncoderSource } from '../../encoder/encoder';

/** The seam to encoders: those of `src/encoder`, or a test's. */
export interface EncoderTools {
  describe(source: EncoderSource): Promise<Pick<EncoderInfo, 'id' | 'width'>>;
  open(source: EncoderSource): Promise<Encoder>;
}
