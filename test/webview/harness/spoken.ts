import type { Page } from 'playwright-core';

/** Roles of which a screen reader says something when it comes to them. */
const SPOKEN: ReadonlySet<string> = new Set([
  ...['heading', 'button', 'combobox', 'slider', 'toolbar', 'region', 'group', 'complementary', 'dialog'],
  ...['grid', 'gridcell', 'rowheader', 'status', 'alert', 'option', 'contentinfo', 'image'],
]);

/** The accessibility tree of the page as it is read from top to bottom: each role with its name, or its text. */
export async function spokenIn(page: Page, roles: ReadonlySet<string> = SPOKEN): Promise<readonly string[]> {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const textOf = (id: string): string => {
    const node = byId.get(id);
    if (node?.role?.value === 'StaticText') return String(node.name?.value ?? '');
    return (node?.childIds ?? []).map(textOf).join('');
  };
  const spoken: string[] = [];
  const read = (id: string) => {
    const node = byId.get(id);
    const role = String(node?.role?.value);
    if (node && !node.ignored && roles.has(role))
      spoken.push(`${role}: ${String(node.name?.value ?? '') || textOf(id)}`.replaceAll('\u00a0', '').trim());
    for (const child of node?.childIds ?? []) read(child);
  };
  if (nodes[0]) read(nodes[0].nodeId);
  await client.detach();
  return spoken;
}
