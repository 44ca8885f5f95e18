/** Inner products of vectors with a fixed set of others: the seam between what embeddings say and how fast it is found. */
export interface RowProducts {
  /** Takes in one vector after the other, from place `column` of the set on; row-major, `count` of them. */
  set(column: number, vectors: Float32Array, count: number): void;
  /** The products of `count` rows with each vector of the set: a row of them for each; void after the next call. */
  of(rows: Float32Array, count: number): Float32Array;
  /** From one row of products to the next. */
  readonly rowStep: number;
}

export interface ProductShape {
  /** The numbers of a vector. */
  readonly width: number;
  /** The vectors of the set. */
  readonly columns: number;
  /** So many rows at most are multiplied at once. */
  readonly mostRows: number;
}

export type CreateProducts = (shape: ProductShape) => RowProducts;

/** The definition, one number after the other. */
export const plainProducts: CreateProducts = ({ width, columns, mostRows }) => {
  const all = new Float32Array(columns * width);
  const products = new Float32Array(mostRows * columns);
  return {
    rowStep: columns,
    set: (column, vectors, count) => all.set(vectors.subarray(0, count * width), column * width),
    of(rows, count) {
      for (let row = 0; row < count; row++)
        for (let column = 0; column < columns; column++) {
          let sum = 0;
          for (let d = 0; d < width; d++) sum += rows[row * width + d]! * all[column * width + d]!;
          products[row * columns + column] = sum;
        }
      return products.subarray(0, count * columns);
    },
  };
};
