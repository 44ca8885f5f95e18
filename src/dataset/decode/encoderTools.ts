import type { Encoder, EncoderFacts, EncoderSource } from '../../encoder/encoder';

/** The seam to encoders: those of `src/encoder`, or a test's. */
export interface EncoderTools {
  describe(source: EncoderSource): Promise<EncoderFacts>;
  open(source: EncoderSource): Promise<Encoder>;
}
