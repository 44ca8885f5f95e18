/** The bytes of a `.npy` matrix as numpy would write it, in any of the types that are read. */
export function npyMatrix(
  rows: readonly (readonly number[])[],
  options: { readonly type: '<f2' | '<f4' | '<f8'; readonly isFortran?: boolean },
): Uint8Array {
  const { type, isFortran = false } = options;
  const columns = rows[0]?.length ?? 0;
  const order = isFortran
    ? Array.from({ length: columns }, (_, column) => rows.map((row) => row[column]!)).flat()
    : rows.flat();
  const header = Buffer.from(
    `{'descr': '${type}', 'fortran_order': ${isFortran ? 'True' : 'False'}, 'shape': (${rows.length}, ${columns}), }\n`,
  );
  const prefix = Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8);
  return Buffer.concat([prefix, header, numberBytes(order, type)]);
}

function numberBytes(numbers: readonly number[], type: '<f2' | '<f4' | '<f8'): Uint8Array {
  if (type === '<f4') return new Uint8Array(Float32Array.from(numbers).buffer);
  if (type === '<f8') return new Uint8Array(Float64Array.from(numbers).buffer);
  return new Uint8Array(Uint16Array.from(numbers, halfBits).buffer);
}

/** For numbers that float16 holds exactly: 0 and multiples of 2⁻¹⁰ from 2⁻¹⁴ to 1. */
function halfBits(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | Math.round((value / 2 ** exponent - 1) * 1024);
}
