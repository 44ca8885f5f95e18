import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A raylet with its company, as another machine would be; one core and 2 GB. */
export interface RayNode {
  readonly pid: number;
  /** Ends its raylet and its workers at once, as a power cut would. */
  kill(): void;
  stop(): Promise<void>;
}

export interface RayCluster {
  /** Of the dashboard. */
  readonly address: string;
  /** Of the control store, and of Ray's clients. */
  readonly otherPorts: readonly number[];
  addNode(): Promise<RayNode>;
  stop(): Promise<void>;
}

/** `ray start` blocks when its node is up, and says so. */
const IS_UP = 'will now block forever';

/** Starts a head node with one core. `python` has Ray. */
export async function startCluster(python: string): Promise<RayCluster> {
  // Paths of sockets are short.
  const folder = await mkdtemp(path.join(tmpdir(), 'ray-'));
  const [port, dashboard, clients, agent] = await freePorts(4);
  const head = await startNode(python, [
    ...['--head', `--port=${port}`, `--dashboard-port=${dashboard}`, `--ray-client-server-port=${clients}`],
    ...[`--dashboard-agent-listen-port=${agent}`, `--temp-dir=${folder}`, '--disable-usage-stats'],
  ]);
  const nodes: RayNode[] = [];
  return {
    address: `http://127.0.0.1:${dashboard}`,
    otherPorts: [port!, clients!],
    addNode: async () => {
      const [agentPort] = await freePorts(1);
      const node = await startNode(python, [
        ...[`--address=127.0.0.1:${port}`, `--dashboard-agent-listen-port=${agentPort}`],
      ]);
      nodes.push(node);
      return node;
    },
    stop: async () => {
      for (const node of nodes) await node.stop();
      await head.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startNode(python: string, args: readonly string[]): Promise<RayNode> {
  const size = ['--num-cpus=1', '--memory=2000000000', '--object-store-memory=100000000'];
  const child = spawn(python, ['-m', 'ray.scripts.scripts', 'start', ...args, ...size, '--block'], {
    env: { ...process.env, RAY_USAGE_STATS_ENABLED: '0', RAY_ADDRESS: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await isUp(child);
  const pid = child.pid!; // it runs
  return {
    pid,
    kill: () => {
      const raylet = childrenOf(pid).find(({ command }) => command.includes('raylet/raylet'))!;
      for (const each of [raylet, ...childrenOf(raylet.pid)]) process.kill(each.pid, 'SIGKILL');
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function isUp(child: ChildProcess): Promise<void> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(IS_UP)) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Ray has not started:\n${output}`)));
  });
}

function childrenOf(parent: number): { readonly pid: number; readonly command: string }[] {
  return processes().filter(({ parent: theirs }) => theirs === parent);
}

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

export function processes(): RunningProcess[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,args=', '-ww'], { encoding: 'utf8' });
  return [...stdout.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gmu)].map(([, pid, parent, command]) => {
    return { pid: Number(pid), parent: Number(parent), command: command! };
  });
}

/** All at once, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port); // sockets of TCP
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
