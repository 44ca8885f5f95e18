import type { OverviewMessage } from '../../src/shared/overviewProtocol';

/** Sends a message to the extension host. */
export type Send = (message: OverviewMessage) => void;
