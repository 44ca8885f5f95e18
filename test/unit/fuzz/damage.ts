import fc from 'fast-check';

/** One way to damage bytes; places are shares of their length, so that every damage fits every file. */
type Damage =
  | { readonly kind: 'set'; readonly at01: number; readonly byte: number }
  | { readonly kind: 'flip'; readonly at01: number; readonly bit: number }
  | { readonly kind: 'cut'; readonly at01: number }
  | { readonly kind: 'remove' | 'repeat'; readonly at01: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at01: number; readonly bytes: Uint8Array };

const at01 = fc.double({ min: 0, max: 1, noNaN: true });
/** What readers trip over: ends of numbers, quotes, brackets, NUL, the first bytes of longer characters. */
const byte = fc.oneof(
  fc.nat(255),
  fc.constantFrom(0, 0x0a, 0x22, 0x2c, 0x2d, 0x30, 0x5b, 0x7b, 0x7f, 0x80, 0xff),
);
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at01, byte }),
  fc.record({ kind: fc.constant('flip' as const), at01, bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('cut' as const), at01 }),
  fc.record({ kind: fc.constantFrom('remove' as const, 'repeat' as const), at01, length: fc.nat(40) }),
  fc.record({ kind: fc.constant('insert' as const), at01, bytes: fc.uint8Array({ maxLength: 12 }) }),
);

/** A few damages, one after the other. */
export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(damage, { minLength: 1, maxLength: 4 });

export function applyDamages(bytes: Uint8Array, list: readonly Damage[]): Uint8Array {
  return list.reduce<Uint8Array>(applyDamage, bytes);
}

function applyDamage(bytes: Uint8Array, damaging: Damage): Uint8Array {
  const at = Math.min(Math.floor(damaging.at01 * bytes.length), Math.max(bytes.length - 1, 0));
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (damaging.kind) {
    case 'set':
      return Uint8Array.from(bytes, (value, i) => (i === at ? damaging.byte : value));
    case 'flip':
      return Uint8Array.from(bytes, (value, i) => (i === at ? value ^ (1 << damaging.bit) : value));
    case 'cut':
      return before;
    case 'remove':
      return Buffer.concat([before, after.subarray(damaging.length)]);
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, damaging.length), after]);
    case 'insert':
      return Buffer.concat([before, damaging.bytes, after]);
  }
}
