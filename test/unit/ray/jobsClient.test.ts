import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { readClusterAddress } from '../../../src/ray/clusterAddress';
import { clusterHeaders } from '../../../src/ray/clusterHeaders';
import { createJobsClient } from '../../../src/ray/jobsClient';
import { checkCluster } from '../../../src/ray/runJob';
import { startFakeCluster, type FakeCluster } from './fakeCluster';

describe('the address of a cluster', () => {
  it('is a URL, or a host, at the port of the dashboard unless it says another', () => {
    const read = (written: string) => readClusterAddress(written).href;
    assert.equal(read('http://head:8265'), 'http://head:8265/');
    assert.equal(read(' head '), 'http://head:8265/');
    assert.equal(read('10.0.0.5'), 'http://10.0.0.5:8265/');
    assert.equal(read('head:80'), 'http://head/');
    assert.equal(read('https://ray.example.com/cluster'), 'https://ray.example.com/cluster');
  });

  it('is not that of Ray clients, nor anything else', () => {
    for (const written of ['', 'ray://head:10001', 'file:///tmp', 'http://', 'a b'])
      assert.throws(() => readClusterAddress(written), { code: 'bad-setting' }, written);
  });
});

describe('headers for a cluster', () => {
  it('are those that the variables of Ray say', () => {
    assert.deepEqual(clusterHeaders({}), {});
    assert.deepEqual(clusterHeaders({ RAY_AUTH_TOKEN: 'abc\n' }), { authorization: 'Bearer abc' });
    const both = {
      RAY_AUTH_TOKEN: 'abc',
      RAY_JOB_HEADERS: '{"authorization": "Basic x", "x-team": "vision"}',
    };
    assert.deepEqual(clusterHeaders(both), { authorization: 'Basic x', 'x-team': 'vision' });
    for (const written of ['x', '[]', '{"a": 1}'])
      assert.throws(() => clusterHeaders({ RAY_JOB_HEADERS: written }), { code: 'bad-setting' });
  });
});

describe('the client of the Jobs API', () => {
  let cluster: FakeCluster;
  const client = (address = cluster.address, headers = {}) =>
    createJobsClient({ address: new URL(address), headers, timeoutMs: 5000 });

  beforeEach(async () => void (cluster = await startFakeCluster()));
  afterEach(() => cluster.close());

  it('submits a job, tells its state and log, and stops it', async () => {
    const jobs = client(cluster.address, { 'x-team': 'vision' });
    assert.equal(await jobs.version(), '2.9.0');
    assert.equal(await jobs.job('a b'), undefined);
    assert.equal(await jobs.stop('a b'), false);
    await jobs.submit({ submissionId: 'a', entrypoint: 'python x.py' });
    assert.deepEqual(await jobs.job('a'), { status: 'PENDING', message: null });
    cluster.jobs.get('a')!.logs = 'one\ntwo';
    assert.equal(await jobs.logs('a'), 'one\ntwo');
    assert.equal(await jobs.stop('a'), true);
    assert.equal((await jobs.job('a'))?.status, 'STOPPED');
    assert.ok(cluster.headers.every((headers) => headers['x-team'] === 'vision'));
  });

  it('finds the API behind a path, as of a proxy', async () => {
    const places: (string | undefined)[] = [];
    cluster.instead = ({ url }, response) => {
      places.push(url);
      response.end('{"version": "4", "ray_version": "2.40.0"}');
    };
    for (const end of ['/team/ray', '/team/ray/']) await client(cluster.address + end).version();
    assert.deepEqual(places, ['/team/ray/api/version', '/team/ray/api/version']);
  });

  it('refuses a Ray that is too old', async () => {
    const old = await startFakeCluster('2.8.1');
    const refused = { code: 'ray-unreachable', message: /runs Ray 2\.8\.1; 2\.9 or later/u };
    await assert.rejects(checkCluster(client(old.address)), refused);
    await old.close();
    await checkCluster(client());
    const next = await startFakeCluster('3.0.0.dev0');
    await checkCluster(client(next.address));
    await next.close();
  });

  it('says what is wrong with an address', async () => {
    await cluster.close();
    await assert.rejects(client().version(), { code: 'ray-unreachable', message: /ECONNREFUSED/u });
    cluster = await startFakeCluster();
    const secure = cluster.address.replace('http:', 'https:');
    await assert.rejects(client(secure).version(), { message: /does not speak HTTPS/u });
    for (const instead of ['<!doctype html>', '{"version": 4}']) {
      cluster.instead = (_, response) => response.end(instead);
      await assert.rejects(client().version(), { message: /no Ray Jobs API/u });
    }
  });

  it('knows the ports of Ray that are not the dashboard’s', async () => {
    // The first frame of HTTP/2, as gRPC servers send it to everybody.
    const settings = Buffer.from('000006040000000000000500004000', 'hex');
    const grpc = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      socket.end(settings);
    });
    await new Promise<void>((resolve) => grpc.listen(0, '127.0.0.1', resolve));
    const { port } = grpc.address() as AddressInfo; // a socket of TCP
    await assert.rejects(client(`http://127.0.0.1:${port}`).version(), {
      code: 'ray-unreachable',
      message: /is not Ray's dashboard; give its port.*10001.*6379/u,
    });
    await new Promise((resolve) => grpc.close(resolve));
  });

  it('says that it is refused, by the cluster or by a page to sign in', async () => {
    for (const status of [302, 401, 403, 407]) {
      cluster.instead = (_, response) => {
        response.writeHead(status, { location: 'https://sso.example.com/' });
        response.end('Unauthorized');
      };
      const refused = { code: 'ray-refused', message: new RegExp(`HTTP ${status}`, 'u') };
      await assert.rejects(client().version(), refused);
      await assert.rejects(client().submit({ submissionId: 'a', entrypoint: 'x' }), refused);
    }
  });

  it('names a password to nobody', () => {
    const { port } = new URL(cluster.address);
    const jobs = client(`http://ann:secret@127.0.0.1:${port}`);
    assert.equal(jobs.address, `http://127.0.0.1:${port}`);
  });

  it('gives up an answer that does not come', async () => {
    cluster.instead = () => undefined;
    const jobs = createJobsClient({ address: new URL(cluster.address), headers: {}, timeoutMs: 50 });
    await assert.rejects(jobs.version(), { code: 'ray-unreachable', message: /ETIMEDOUT/u });
  });

  it('passes on the last line of what the cluster complains about', async () => {
    const jobs = client();
    await jobs.submit({ submissionId: 'a', entrypoint: 'x' });
    await assert.rejects(jobs.submit({ submissionId: 'a', entrypoint: 'x' }), {
      code: 'ray-unreachable',
      message: /HTTP 500: ValueError: Job a already exists\./u,
    });
  });
});
