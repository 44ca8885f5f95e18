import { MessageChannel, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { shardOf, type ReplicaGroup } from './replicaGroup';

/** What a thread needs to join a group: to be sent to it once, with its ports. */
export interface ReplicaSeat {
  readonly rank: number;
  readonly size: number;
  /** Of the barrier: see `COUNTERS`. */
  readonly counters: Int32Array;
  /** The leader has one to each of the others, these have one to the leader. */
  readonly ports: MessagePort[];
}

/** Places of the barrier's two numbers. */
export const COUNTERS = { arrived: 0, round: 1 } as const;

/** Seats of a new group, by rank. */
export function createReplicaSeats(size: number): ReplicaSeat[] {
  const counters = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  const channels = Array.from({ length: size - 1 }, () => new MessageChannel());
  return [
    { rank: 0, size, counters, ports: channels.map(({ port1 }) => port1) },
    ...channels.map(({ port2 }, other) => ({ rank: other + 1, size, counters, ports: [port2] })),
  ];
}

/** For worker threads only: its calls block the thread. A thread that waits for others is ended by `terminate` as any. */
export function joinReplicaGroup(seat: ReplicaSeat): ReplicaGroup {
  return new SharedReplicaGroup(seat);
}

/** How often a waiting thread looks before it sleeps: waking up takes longer than most waits among equals. */
const SPINS = 2000;

class SharedReplicaGroup implements ReplicaGroup {
  readonly rank: number;
  readonly size: number;
  private readonly counters: Int32Array;
  private readonly ports: readonly MessagePort[];
  private readonly doubles = new Exchange(Float64Array);
  private readonly floats = new Exchange(Float32Array);

  constructor({ rank, size, counters, ports }: ReplicaSeat) {
    this.rank = rank;
    this.size = size;
    this.counters = counters;
    this.ports = ports;
  }

  broadcast<T>(make: () => T): T {
    if (this.rank === 0) {
      const value = make();
      for (const port of this.ports) port.postMessage(value);
      this.wait();
      return value;
    }
    this.wait();
    // Posted before the leader came to the barrier.
    return receiveMessageOnPort(this.ports[0]!)!.message as T; // what the leader made, by the same call
  }

  allocate(length: number): Float32Array {
    const bytes = length * Float32Array.BYTES_PER_ELEMENT;
    return new Float32Array(this.broadcast(() => new SharedArrayBuffer(bytes)));
  }

  gather(values: Float64Array): readonly Float64Array[] {
    const slots = this.doubles.next(this, values.length);
    slots[this.rank]!.set(values);
    this.wait();
    return slots;
  }

  sum(length: number, write: (into: Float32Array) => void): Float32Array {
    const slots = this.floats.next(this, length);
    write(slots[this.rank]!);
    this.wait();
    // Each sums one part of the values, in the first slot, from which all then read.
    const { from, to } = shardOf(length, this);
    const [sums, ...others] = slots.map((slot) => slot.subarray(from, to));
    for (const other of others) for (let at = 0; at < other.length; at++) sums![at]! += other[at]!;
    this.wait();
    return slots[0]!;
  }

  wait(): void {
    const { counters, size } = this;
    const round = Atomics.load(counters, COUNTERS.round);
    if (Atomics.add(counters, COUNTERS.arrived, 1) === size - 1) {
      Atomics.store(counters, COUNTERS.arrived, 0);
      Atomics.add(counters, COUNTERS.round, 1);
      Atomics.notify(counters, COUNTERS.round);
      return;
    }
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(counters, COUNTERS.round) !== round) return;
    while (Atomics.load(counters, COUNTERS.round) === round) Atomics.wait(counters, COUNTERS.round, round);
  }
}

/** A kind of array in which numbers are exchanged. */
interface ArrayKind<A> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer, byteOffset: number, length: number): A;
}

/**
 * Slots of shared memory, one for each replica. There are two sets, used by turns: whoever writes to one again has passed a
 * barrier since, to which all came who had read it.
 */
class Exchange<A extends Float32Array | Float64Array> {
  private readonly kind: ArrayKind<A>;
  private buffer = new SharedArrayBuffer(0);
  private slotBytes = 0;
  private turn = 0;

  constructor(kind: ArrayKind<A>) {
    this.kind = kind;
  }

  /** The next slots, by rank. */
  next(group: Pick<ReplicaGroup, 'size' | 'broadcast'>, length: number): readonly A[] {
    const { kind } = this;
    const bytes = length * kind.BYTES_PER_ELEMENT;
    if (bytes > this.slotBytes) {
      this.buffer = group.broadcast(() => new SharedArrayBuffer(2 * group.size * bytes));
      this.slotBytes = bytes;
    }
    this.turn = 1 - this.turn;
    const first = this.turn * group.size;
    return Array.from(
      { length: group.size },
      (_, rank) => new kind(this.buffer, (first + rank) * this.slotBytes, length),
    );
  }
}
