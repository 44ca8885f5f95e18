import * as v from 'valibot';
import type { Memento } from 'vscode';
import { Emitter, type Event } from '../review/emitter';

const KEY = 'datasets';
const storedSchema = v.array(v.string());

/** The folders that have been searched in this workspace, remembered over reloads; newest first. */
export class KnownRoots {
  private readonly state: Memento;
  private readonly changeEmitter = new Emitter<void>();
  readonly onDidChange: Event<void> = this.changeEmitter.event;

  constructor(state: Memento) {
    this.state = state;
  }

  get list(): readonly string[] {
    const parsed = v.safeParse(storedSchema, this.state.get(KEY));
    return parsed.success ? parsed.output : [];
  }

  async add(root: string): Promise<void> {
    if (this.list[0] === root) return;
    await this.state.update(KEY, [root, ...this.list.filter((known) => known !== root)]);
    this.changeEmitter.fire();
  }

  dispose(): void {
    this.changeEmitter.dispose();
  }
}
