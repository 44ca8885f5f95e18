/** What is used of js-yaml, which comes without types. */
declare module 'js-yaml' {
  interface Schema {
    readonly name?: string;
  }
  /** Plain values, no dates or other types. */
  export const CORE_SCHEMA: Schema;
  export class YAMLException extends Error {
    readonly reason: string;
    /** `line` from 0. */
    readonly mark?: { readonly line: number };
  }
  export function load(text: string, options: { readonly schema: Schema }): unknown;
}
