/**
 * What can be read or heard of an element and all in it, through shadow roots. Runs in the page, where nothing else of this
 * file is: a function with a name inside of it would call a helper of the compiler.
 */
export function readTexts(root: Element): string[] {
  const texts: (string | null)[] = [];
  const nodes: Node[] = [root];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent);
    if (node instanceof Element) {
      if (['STYLE', 'SCRIPT', 'TEMPLATE'].includes(node.tagName)) continue;
      for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt'])
        texts.push(node.getAttribute(name));
      nodes.push(...(node.shadowRoot?.childNodes ?? []));
    }
    nodes.push(...node.childNodes);
  }
  return texts.map((text) => text?.trim() ?? '').filter((text) => text !== '');
}
