/** A search on a cluster, which outlives its window, in a real VS Code; the cluster is a stand-in. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { REPO_ROOT } from '../../../scripts/repoPaths';
import { writeStripes } from '../../fixtures/stripes';
import { startFakeCluster } from '../../unit/ray/fakeCluster';
import { workAll, type PlannedTask } from '../../worker/fixtures/jobs';
import { SEARCH_TIMEOUT_MS, reloadWindow, webviewFrame, type DriveContext } from '../host/driveContext';

export const userSettings = {
  ...{ 'labelReview.preset': 'fast', 'labelReview.encoder': 'none', 'labelReview.backend': 'wasm' },
  ...{ 'labelReview.epochs': 1, 'labelReview.folds': 2, 'labelReview.seed': 1 },
};

/** A line of the driver, when one task of some is done. */
const ONE_DONE = {
  ...{ type: 'task', task: 'shard-0000', node: 'node', seconds: 1, tasksDone: 1, tasks: 6 },
  ...{ done: 1, total: 6, secondsGone: 1 },
};

export async function drive({ page, step, runCommand, screenshot, workspace }: DriveContext): Promise<void> {
  await writeStripes(workspace, { perClass: 12, wrongPerClass: 1, seed: 3 });
  const job = `${workspace}-job`;
  const cluster = await startFakeCluster();
  const input = page.locator('.quick-input-widget input.input');
  const status = page.locator('.statusbar-item[id$="labelReview.run"]');
  const message = page
    .locator('.notifications-toasts .notification-list-item')
    .filter({ hasText: 'may still be going on there' });
  const answer = async (number: number, text: string) => {
    await page.locator('.quick-input-widget').getByText(`(${number} of 3)`).waitFor();
    await input.fill(text);
    await page.keyboard.press('Enter');
  };
  const search = async (folder: string) => {
    await runCommand('Label Review: Find Wrong Labels on Ray…');
    await answer(1, cluster.address);
    await answer(2, folder);
    await answer(3, `node ${REPO_ROOT}/dist/cli.js`);
    await status.filter({ hasText: 'Ray' }).waitFor({ timeout: SEARCH_TIMEOUT_MS });
  };
  const refuse = () => (cluster.instead = (_, response) => void response.writeHead(403).end());

  try {
    await step('plans a search, and shows how far the cluster is', async () => {
      cluster.onAsked = (id) => {
        const known = cluster.jobs.get(id);
        if (known === undefined) return;
        known.status = 'RUNNING';
        known.logs = `${JSON.stringify(ONE_DONE)}\n`;
      };
      await search(job);
      await status.filter({ hasText: '1 of 6' }).waitFor();
      await screenshot('ray-running');
    });

    await step('goes on watching when the window is opened again', async () => {
      await reloadWindow({ page, runCommand });
      await status.filter({ hasText: '1 of 6' }).waitFor();
      assert.equal(cluster.jobs.size, 1);
    });

    await step('says once that the cluster does not answer', async () => {
      refuse();
      await message.waitFor();
      await screenshot('ray-lost');
      const asked = cluster.headers.length;
      await reloadWindow({ page, runCommand });
      while (cluster.headers.length === asked) await page.waitForTimeout(50);
      await status.waitFor({ state: 'hidden' });
      await runCommand('Label Review: Show Log');
      assert.equal(await message.count(), 0);
    });

    await step('shows what comes out when it answers again', async () => {
      cluster.instead = undefined;
      const { tasks } = JSON.parse(await readFile(`${job}/plan.json`, 'utf8')) as { tasks: PlannedTask[] }; // ours
      await workAll(job, tasks.slice(0, -1));
      cluster.onAsked = (id) => (cluster.jobs.get(id)!.status = 'SUCCEEDED');
      await reloadWindow({ page, runCommand });
      await webviewFrame(page).locator('[role=gridcell]').first().waitFor({ timeout: SEARCH_TIMEOUT_MS });
    });

    await step('tries again, or forgets the job, as that is wanted', async () => {
      cluster.onAsked = (id) => {
        const known = cluster.jobs.get(id);
        if (known !== undefined) known.status = 'RUNNING';
      };
      await search(`${job}-2`);
      refuse();
      await reloadWindow({ page, runCommand });
      await message.getByRole('button', { name: 'Try Again' }).click();
      await message.getByRole('button', { name: 'Forget' }).click();
      cluster.instead = undefined;
      const asked = cluster.headers.length;
      await reloadWindow({ page, runCommand });
      await runCommand('Label Review: Show Log');
      assert.equal(cluster.headers.length, asked);
    });
  } finally {
    await cluster.close();
  }
}
