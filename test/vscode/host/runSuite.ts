import type { Page } from 'playwright-core';
import { workbenchUrl } from '../../../scripts/vscode/workbenchPage';
import { REPORT_MARK } from '../reportMark';

export interface SuiteOptions {
  readonly page: Page;
  readonly origin: string;
  readonly workspace: string;
  readonly extensionDevelopmentPath: string | undefined;
  readonly extensionTestsPath: string;
  /** Gets the rest of what the workbench and its extension host print. */
  readonly workbenchLog: (line: string) => void;
}

/** Opens the workbench so that it runs the suite, prints what the suite prints, and returns its exit code. */
export async function runSuite(options: SuiteOptions): Promise<number> {
  const { page, origin, workspace, extensionTestsPath, workbenchLog } = options;
  // Both hooks must exist before the workbench starts.
  await page.exposeFunction('codeAutomationLog', (_type: string, values: readonly unknown[]) => {
    const line = values.map(String).join(' ');
    if (line.startsWith(REPORT_MARK)) console.log(line);
    else workbenchLog(line);
  });
  const finished = new Promise<number>((resolve) => {
    void page.exposeFunction('codeAutomationExit', resolve);
  });
  // The workbench wants the authority of its own address bar.
  const remote = (absolutePath: string) => `vscode-remote://${new URL(origin).host}${absolutePath}`;
  const developmentPath = options.extensionDevelopmentPath;
  await page.goto(
    workbenchUrl(origin, workspace, [
      ...(developmentPath === undefined
        ? []
        : [['extensionDevelopmentPath', remote(developmentPath)] as const]),
      ['extensionTestsPath', remote(extensionTestsPath)],
      ['skipWelcome', 'true'],
    ]),
  );
  return finished;
}
