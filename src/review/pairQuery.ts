import { formatSuspectQuery, type QueryTerm } from '../core/query/suspectQuery';

/** The query for the suspects of a class or pair, or of images of another kind; absent means any, and nothing asks for all. */
export function pairQuery({
  given,
  suggested,
  kind,
}: {
  readonly given?: string;
  readonly suggested?: string;
  readonly kind?: string;
}): string {
  const term = (name: QueryTerm['name'], value: string | undefined): QueryTerm[] =>
    value === undefined ? [] : [{ name, value, isNegated: false }];
  return formatSuspectQuery([
    ...term('class', given),
    ...term('suggested', suggested),
    ...term('kind', kind),
  ]);
}
