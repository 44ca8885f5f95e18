import type { OverviewRequests } from '../../src/shared/overviewProtocol';

/** Asks the extension host for what has no answer to wait for; a failure is shown. */
export type Send = <Name extends Exclude<keyof OverviewRequests, 'ready'>>(
  name: Name,
  ...params: Parameters<OverviewRequests[Name]>
) => void;
