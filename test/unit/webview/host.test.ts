import assert from 'node:assert/strict';
import { HOST_EVENTS, type GalleryRequests, type HostEvent } from '../../../src/shared/galleryProtocol';
import { RequestError, type RequestMessage } from '../../../src/shared/requests';
import { connectHost } from '../../../webview/host';

function createChannel() {
  const sent: RequestMessage[] = [];
  const events: HostEvent[] = [];
  const page = new EventTarget();
  const ask = connectHost<GalleryRequests, HostEvent>({
    api: { postMessage: (message) => sent.push(message) },
    page,
    events: HOST_EVENTS,
    onEvent: (event) => events.push(event),
  });
  const receive = (data: unknown) => page.dispatchEvent(Object.assign(new Event('message'), { data }));
  return { ask, sent, events, page, receive };
}

describe('host connection', () => {
  it('sends requests and takes their replies', async () => {
    const { ask, sent, receive } = createChannel();
    const asked = ask('openImage', { viewVersion: 1, position: 2 });
    assert.deepEqual(sent, [{ id: 1, name: 'openImage', params: { viewVersion: 1, position: 2 } }]);
    receive({ type: 'reply', id: 1, ok: null });
    assert.equal(await asked, null);
  });

  it('ignores what is not of the protocol', () => {
    const { events, receive } = createChannel();
    for (const garbage of [null, 7, 'ready', {}, { type: 'evil' }, { type: 'toString' }, { type: 'reply' }])
      receive(garbage);
    assert.deepEqual(events, []);
    receive({ type: 'action', action: 'keep' });
    assert.equal(events.length, 1);
  });

  it('answers everything still open when the page goes', async () => {
    const { ask, page } = createChannel();
    const open = ask('ready');
    page.dispatchEvent(new Event('pagehide'));
    await assert.rejects(open, (error) => error instanceof RequestError && error.code === 'page-closed');
  });
});
