import { AppError } from '../core/appError';
import { message } from '../core/words/message';

/** Where Ray's dashboard, and with it the Jobs API, listens unless it is told otherwise. */
const DASHBOARD_PORT = 8265;

/**
 * Where a cluster's Jobs API is, of what a person has written: a URL, or a host with or without a port.
 * @throws AppError `bad-setting`.
 */
export function readClusterAddress(written: string): URL {
  const text = written.trim();
  const hasScheme = /^[a-z][a-z+.-]*:\/\//iu.test(text);
  const hasPort = /:\d+$/u.test(text);
  const whole = hasScheme ? text : `http://${text}${hasPort ? '' : `:${DASHBOARD_PORT}`}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (text === '' || url === undefined || !/^https?:$/u.test(url.protocol))
    throw new AppError('bad-setting', message('ray-bad-address', { address: written }));
  return url;
}
