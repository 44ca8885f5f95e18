/** What one model says about the images; arrays are parallel to the images. */
export interface ModelOpinion {
  /** Probability of the given label; NaN for images that the model has not judged. */
  readonly givenProbs: Float32Array;
  /** The most probable class, and its probability. */
  readonly labels: Int32Array;
  readonly probs: Float32Array;
  /** 1 where the model has been trained on the image. */
  readonly hasSeen: Uint8Array;
}

/** Images that look alike to a model: `count` of them for each of `images`, row-major, the most alike first. */
export interface Neighbours {
  readonly images: Int32Array;
  readonly count: number;
  readonly neighbours: Int32Array;
  /** Cosine of the angle between the embeddings, −1 to 1. */
  readonly similarities: Float32Array;
}

/** What training shows about single images besides the predictions: why they are suspects. */
export interface LearnedEvidence {
  readonly opinions: readonly ModelOpinion[];
  readonly epochs: number;
  /** N×epochs: probability of the given label while training, the mean over the models that were trained on the image. */
  readonly trajectories: Float32Array;
  readonly neighbours?: Neighbours | undefined;
}
