import { isMissingLabel } from '../../../core/dataset/missingLabel';
import { message, type Message } from '../../../core/words/message';

/** A label as a file says it; neither where it says that there is none. */
export interface LabelValue {
  readonly label?: string;
  /** Why it cannot be used. */
  readonly why?: Message;
}

/** The label that a value out of JSON is. A list of one is its only item; `key` is where it stands. */
export function labelValue(value: unknown, key: string): LabelValue {
  if (value === undefined || value === null) return {};
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (items.length <= 1) return labelValue(items[0], key);
    return { why: message('member-several-labels', { labels: items.map(String).join(', ').slice(0, 100) }) };
  }
  if (typeof value === 'string') return labelText(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return { label: String(value) };
  return { why: message('member-label-object', { key }) };
}

/** The label that a text is. */
export function labelText(text: string): LabelValue {
  const label = text.trim();
  return isMissingLabel(label) ? {} : { label };
}
