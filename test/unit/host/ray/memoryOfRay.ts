import { createRayMemory } from '../../../../src/host/ray/rayMemory';

/** The memory of a workspace, as VS Code has it on disk. */
export function createMemory() {
  const values = new Map<string, unknown>();
  return createRayMemory({
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => {
      if (value === undefined) values.delete(key);
      else values.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
  } as Parameters<typeof createRayMemory>[0]); // `get` with a default is not used
}
