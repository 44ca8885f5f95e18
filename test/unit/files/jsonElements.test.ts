import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { JsonElementCutter, type JsonElement } from '../../../src/files/jsonElements';

const cut = (text: string, pieceBytes = Infinity) => {
  const cutter = new JsonElementCutter((key) => key === 'list' || key === 'other');
  const bytes = Buffer.from(text);
  const found: JsonElement[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes)
    found.push(...cutter.cut(bytes.subarray(at, at + pieceBytes)));
  return { cutter, found, bytes };
};

describe('the elements of a JSON file', () => {
  it('are those that a parser finds, with their places, however the file comes in pieces', () => {
    const content = fc.dictionary(
      fc.oneof(fc.constantFrom('list', 'other', 'unwanted'), fc.string()),
      fc.oneof(fc.array(fc.object()), fc.jsonValue()),
    );
    fc.assert(
      fc.property(content, fc.boolean(), fc.integer({ min: 1, max: 40 }), (object, isSpaced, pieceBytes) => {
        const text = JSON.stringify(object, undefined, isSpaced ? 1 : 0);
        const { found, bytes, cutter } = cut(text, pieceBytes);
        const expected = Object.entries(JSON.parse(text) as Record<string, unknown>)
          .filter(([key, value]) => ['list', 'other'].includes(key) && Array.isArray(value))
          .flatMap(([list, value]) =>
            (value as unknown[]).flatMap((element, at) =>
              typeof element === 'object' && element !== null && !Array.isArray(element)
                ? [{ list, place: (value as unknown[]).slice(0, at).filter(isNested).length + 1, element }]
                : [],
            ),
          );
        assert.deepEqual(
          found.map(({ list, number, bytes: own }) => ({
            list,
            place: number,
            element: JSON.parse(own.toString()) as unknown,
          })),
          expected,
        );
        for (const { offset, bytes: own } of found)
          assert.ok(bytes.subarray(offset, offset + own.length).equals(own));
        assert.equal(cutter.isWhole, Object.keys(object).length > 0);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('are not held where nobody asks for them', () => {
    const { cutter, found } = cut(`{"image": "${'x'.repeat(100_000)}", "list": [{"a": 1}]}`, 1000);
    assert.equal(found.length, 1);
    assert.ok(cutter.heldBytes < 1000);
  });

  it('are none in a list, in a number or in a text', () => {
    for (const text of ['[{"list": [{}]}]', '"list"', '7', ''])
      assert.deepEqual(cut(text).found.length + Number(cut(text).cutter.isWhole), 0, text);
  });
});

const isNested = (element: unknown): boolean => typeof element === 'object' && element !== null;
