/** `npx tsx test/webview/harness/serveHarness.ts`: the gallery page in an ordinary browser, with made-up suspects. */
import { startHarness } from './harnessServer';

startHarness().then(
  ({ url }) =>
    console.log(`${url}?theme=dark&suspects=5000&classes=40   (theme: light, dark, hc-light, hc-dark)`),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
