import assert from 'node:assert/strict';
import type { HostEvent, PageMessage } from '../../../src/shared/galleryProtocol';
import { RequestError, connectHost } from '../../../webview/host';

function createChannel() {
  const sent: PageMessage[] = [];
  const events: HostEvent[] = [];
  const page = new EventTarget();
  const host = connectHost({
    api: { postMessage: (message) => sent.push(message) },
    page,
    onEvent: (event) => events.push(event),
  });
  const receive = (data: unknown) => page.dispatchEvent(Object.assign(new Event('message'), { data }));
  return { host, sent, events, page, receive };
}

describe('host connection', () => {
  it('gives each reply to its request, in any order', async () => {
    const { host, sent, receive } = createChannel();
    const first = host.request({ type: 'runCommand', command: 'scan' });
    const second = host.request({ type: 'openImage', viewVersion: 1, position: 2 });
    assert.notEqual(sent[0]!.id, sent[1]!.id);
    receive({ type: 'reply', id: sent[1]!.id, error: { code: 'no-run', message: 'Scan first.' } });
    receive({ type: 'reply', id: sent[0]!.id, ok: null });
    assert.equal(await first, null);
    await assert.rejects(second, (error) => error instanceof RequestError && error.code === 'no-run');
  });

  it('ignores what is not of the protocol', () => {
    const { events, receive } = createChannel();
    for (const garbage of [
      null,
      7,
      'ready',
      {},
      { type: 'evil' },
      { type: 'reply' },
      { type: 'reply', id: 99, ok: 1 },
    ])
      receive(garbage);
    assert.deepEqual(events, []);
    receive({ type: 'action', action: 'keep' });
    assert.equal(events.length, 1);
  });

  it('answers everything still open when the page goes', async () => {
    const { host, page } = createChannel();
    const open = host.request({ type: 'ready' });
    page.dispatchEvent(new Event('pagehide'));
    await assert.rejects(open, (error) => error instanceof RequestError && error.code === 'page-closed');
  });
});
