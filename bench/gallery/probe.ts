/** What the probe has noticed in one document; times are milliseconds since 1970. */
export interface Probe {
  /** Messages of the extension host to the page. */
  readonly messages: { readonly at: number; readonly bytes: number }[];
  /** Images that have arrived in the page. */
  readonly images: { readonly at: number; readonly address: string }[];
  /** The latest click or key in this document. */
  lastInputAt: number;
}

declare global {
  interface Window {
    benchProbe: Probe;
  }
}

/**
 * Runs in every document before its own scripts, so it must not refer to anything outside. VS Code writes the page into
 * a document that is there already, which loses listeners: those of the page are therefore watched as they are added.
 */
export function installProbe(): void {
  const probe: Probe = { messages: [], images: [], lastInputAt: 0 };
  window.benchProbe = probe;
  const now = () => performance.timeOrigin + performance.now();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the target it is taken from
  const add = EventTarget.prototype.addEventListener;
  const onInput = () => {
    probe.lastInputAt = now();
  };
  for (const type of ['mouseup', 'keydown']) add.call(window, type, onInput, { capture: true });
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (type === 'message' && this === window)
      add.call(this, type, (event) => {
        const data: unknown = event instanceof MessageEvent ? event.data : undefined;
        const isOfHost = typeof data === 'object' && data !== null && 'type' in data;
        if (isOfHost && !('channel' in data))
          probe.messages.push({ at: now(), bytes: new Blob([JSON.stringify(data)]).size });
      });
    if (type === 'load' && this instanceof HTMLImageElement)
      add.call(this, type, () => probe.images.push({ at: now(), address: this.src }));
    add.call(this, type, listener, options);
  };
}
