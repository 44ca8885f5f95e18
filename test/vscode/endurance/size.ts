import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const sizeSchema = v.object({
  images: count,
  suspects: count,
  /** About images, those that are undone among them. */
  decisions: count,
  /** Of steps. */
  undos: count,
  reloads: count,
  seed: v.number(),
});
/** How much is to be endured. */
export type EnduranceSize = v.InferOutput<typeof sizeSchema>;

/** Names the variable of the environment that holds another size, as JSON. */
export const SIZE_VARIABLE = 'ENDURANCE_SIZE';

/** A minute's worth, unless the environment asks for more. */
const SMALL: EnduranceSize = { images: 800, suspects: 400, decisions: 160, undos: 24, reloads: 2, seed: 3 };

export const enduranceSize = (): EnduranceSize => {
  const asked = process.env[SIZE_VARIABLE];
  return asked === undefined ? SMALL : v.parse(v.pipe(v.string(), v.parseJson(), sizeSchema), asked);
};
