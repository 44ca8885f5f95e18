/** Disjoint sets of the numbers below a count, merged step by step. */
export interface UnionFind {
  /** The smallest member of the set that `item` is in. */
  readonly find: (item: number) => number;
  readonly union: (a: number, b: number) => void;
  /** The sets of two and more, each ascending, in the order of their first members. */
  readonly groups: () => Int32Array[];
}

export function createUnionFind(count: number): UnionFind {
  const parent = Int32Array.from({ length: count }, (_, item) => item);
  const find = (item: number): number => {
    let root = item;
    while (parent[root] !== root) root = parent[root]!;
    // Path compression: what was passed on the way points straight at the root from now on.
    for (let next = item; next !== root;) {
      const above = parent[next]!;
      parent[next] = root;
      next = above;
    }
    return root;
  };
  return {
    find,
    union: (a, b) => {
      const [rootOfA, rootOfB] = [find(a), find(b)];
      // The smaller root wins, so that the result does not depend on the order of the merges.
      if (rootOfA < rootOfB) parent[rootOfB] = rootOfA;
      else parent[rootOfA] = rootOfB;
    },
    groups: () => {
      const members = new Map<number, number[]>();
      for (let item = 0; item < count; item++) {
        const root = find(item);
        if (root === item) continue;
        const group = members.get(root);
        if (group === undefined) members.set(root, [root, item]);
        else group.push(item);
      }
      return [...members].sort(([a], [b]) => a - b).map(([, group]) => Int32Array.from(group));
    },
  };
}
