import fc from 'fast-check';
import * as v from 'valibot';

/** Valibot drops the one that is not a key like others. */
const KEYS = fc.string().filter((key) => key !== '__proto__');

/** Random JSON values that a schema accepts: every variant, choice and absent key of it comes up. */
export function arbitraryOf(schema: v.GenericSchema): fc.Arbitrary<unknown> {
  // Whatever else valibot has ends in the default below, and thus fails the test that needs it.
  const known = schema as KnownSchema;
  switch (known.type) {
    case 'object':
    case 'strict_object': {
      const optional = (entry: v.GenericSchema) => entry.type === 'optional';
      const entries = Object.entries(known.entries);
      const required = entries.filter(([, entry]) => !optional(entry)).map(([key]) => key);
      const values = entries.map(([key, entry]) => [key, arbitraryOf(entry)] as const);
      return fc.record(Object.fromEntries(values), { requiredKeys: required });
    }
    case 'variant':
    case 'union':
      return fc.oneof(...known.options.map(arbitraryOf));
    case 'array':
      return fc.array(arbitraryOf(known.item), { maxLength: 3 });
    case 'optional':
      return arbitraryOf(known.wrapped);
    case 'nullable':
      return fc.option(arbitraryOf(known.wrapped));
    case 'picklist':
      return fc.constantFrom(...known.options);
    case 'literal':
      return fc.constant(known.literal);
    case 'string':
      // Of those with a form of their own, the ones that have it.
      return fc.string().filter((value) => v.is(schema, value));
    case 'boolean':
      return fc.boolean();
    case 'number':
      // JSON has neither infinity nor −0.
      return fc
        .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat())
        .map((value) => value + 0)
        .filter((value) => v.is(schema, value));
    case 'record':
      return fc.dictionary(KEYS, arbitraryOf(known.value), { maxKeys: 3, noNullPrototype: true });
    case 'unknown':
      return fc.jsonValue();
    default:
      throw new Error(`No values are known for ${schema.type}.`);
  }
}

type KnownSchema =
  | v.ObjectSchema<v.ObjectEntries, undefined>
  | v.StrictObjectSchema<v.ObjectEntries, undefined>
  | { readonly type: 'variant' | 'union'; readonly options: readonly v.GenericSchema[] }
  | { readonly type: 'array'; readonly item: v.GenericSchema }
  | { readonly type: 'optional' | 'nullable'; readonly wrapped: v.GenericSchema }
  | { readonly type: 'picklist'; readonly options: readonly unknown[] }
  | { readonly type: 'literal'; readonly literal: unknown }
  | { readonly type: 'record'; readonly value: v.GenericSchema }
  | { readonly type: 'string' | 'boolean' | 'number' | 'unknown' };
