/** Random numbers that are the same for the same seed on every machine. Not for secrets. */
export interface Rng {
  /** Uniform in [0, 1), with 32 random bits. */
  next01(): number;
  /** Uniform integer in [0, bound); `bound` is 1 to 2^32. */
  nextInt(bound: number): number;
  /** Standard normal (mean 0, variance 1). */
  normal(): number;
  /** Shuffles in place; every order is equally likely. */
  shuffle(values: Int32Array): void;
  /** Where the sequence is: another generator that is set to it goes on with the same numbers. */
  getState(): RngState;
  setState(state: RngState): void;
}

export interface RngState {
  readonly words: readonly [number, number, number, number];
  /** The second of a pair of normals, when it has not been asked for. */
  readonly spareNormal: number | undefined;
}

const UINT32_RANGE = 2 ** 32;
/** Odd constant of Steele and Vigna's generators; spreads neighbouring seeds and streams over the state space. */
const GOLDEN_GAMMA = 0x9e3779b9;

/**
 * xoshiro128** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), its state filled by
 * splitmix32. The same seed with another `stream` gives an independent sequence, e.g. one per fold or epoch.
 */
export function createRng(seed: number, stream = 0): Rng {
  const generator = createXoshiro(seed, stream);
  const nextUint32 = generator.next;
  const normals = createNormal(nextUint32);
  const next01 = () => nextUint32() / UINT32_RANGE;
  const nextInt = (bound: number) => boundedInteger(nextUint32, bound);
  return {
    next01,
    nextInt,
    normal: normals.next,
    shuffle: (values) => shuffleInPlace(values, nextInt),
    getState: () => ({ words: generator.getWords(), spareNormal: normals.getSpare() }),
    setState: ({ words, spareNormal }) => {
      generator.setWords(words);
      normals.setSpare(spareNormal);
    },
  };
}

function createXoshiro(seed: number, stream: number) {
  const mix = createSplitmix(seed, stream);
  let [a, b, c, d] = [mix(), mix(), mix(), mix()];
  // The all-zero state is a fixed point.
  if ((a | b | c | d) === 0) a = 1;
  const next = () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result >>> 0;
  };
  return {
    next,
    getWords: (): RngState['words'] => [a, b, c, d],
    setWords: (words: RngState['words']) => {
      [a, b, c, d] = words;
    },
  };
}

/** Seeds may be any finite number: both halves of a large integer count. */
function createSplitmix(seed: number, stream: number): () => number {
  const high = Math.floor(seed / UINT32_RANGE);
  let state = scramble(scramble(seed | 0) ^ Math.imul(high | 0, GOLDEN_GAMMA));
  state = scramble(state ^ scramble(Math.imul(stream + 1, GOLDEN_GAMMA)));
  return () => {
    state = (state + GOLDEN_GAMMA) | 0;
    return scramble(state);
  };
}

/** The 32-bit finaliser of MurmurHash3 in its "lowbias32" form (Wellons, 2018): a bijection. */
export function scramble(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** Rejects the last incomplete block of 32-bit values, so that no result is more likely than another. */
function boundedInteger(nextUint32: () => number, bound: number): number {
  if (!Number.isInteger(bound) || bound < 1 || bound > UINT32_RANGE)
    throw new RangeError(`bound must be an integer from 1 to 2^32, not ${bound}`);
  const limit = UINT32_RANGE - (UINT32_RANGE % bound);
  let value = nextUint32();
  while (value >= limit) value = nextUint32();
  return value % bound;
}

/** Marsaglia's polar method: two normals from each accepted pair; the second waits for the next call. */
function createNormal(nextUint32: () => number) {
  let spare: number | undefined;
  const next = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = (nextUint32() / UINT32_RANGE) * 2 - 1;
      const y = (nextUint32() / UINT32_RANGE) * 2 - 1;
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };
  return {
    next,
    getSpare: () => spare,
    setSpare: (value: number | undefined) => {
      spare = value;
    },
  };
}

/** Fisher–Yates. */
function shuffleInPlace(values: Int32Array, nextInt: (bound: number) => number): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = nextInt(last + 1);
    const kept = values[last]!;
    values[last] = values[other]!;
    values[other] = kept;
  }
}
