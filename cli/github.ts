import { appendFile } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import type { RunReport } from '../contracts/trace/index.ts';
import { Failure, fileTrouble, type Io } from './io.ts';
import type { OutputPlan } from './output-plan.ts';

/**
 * Shows a report on GitHub: annotations, which its runner reads from stdout and stderr alike, and the summary of the
 * step. A summary that cannot be written costs a line on stderr and not the verdict.
 */
export async function tellGitHub(
  io: Io,
  report: RunReport,
  about: {
    plan: OutputPlan;
    /** Folder of report and traces. */
    out: string;
    /** How people are shown its name. */
    folderShown: string;
    requirements: ReadonlyMap<string, string>;
  },
): Promise<void> {
  const { annotations, stepSummary } = await import('../reports/index.ts');
  const { plan, folderShown, requirements } = about;
  const context = { out: folderShown, requirements };
  const text = annotations(report, { ...context, out: inWorkspace(io, about) });
  // What is printed for programs stays as it is.
  const place = plan.stdout === null || plan.stdout === 'terminal' ? io.stdout : io.stderr;
  if (text !== '') place.write(text);
  const file = io.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === '') return;
  try {
    await appendFile(file, `${stepSummary(report, context)}\n`);
  } catch (error) {
    const reason = fileTrouble(error);
    const advice = 'The verdict is not touched by it; --no-github leaves the summary out.';
    io.stderr.write(`${new Failure(`write the step summary ${file}`, reason, advice).message}\n`);
  }
}

/** GitHub takes the files of annotations for paths from its workspace, wherever the command was run. */
function inWorkspace({ env }: Io, { out, folderShown }: { out: string; folderShown: string }): string {
  const { GITHUB_WORKSPACE: workspace } = env;
  if (workspace === undefined || workspace === '') return folderShown;
  const path = relative(workspace, out);
  return isAbsolute(path) || /^\.\.($|[\\/])/.test(path) ? out : path;
}
