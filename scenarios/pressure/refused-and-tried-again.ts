import { scenario } from '../play/scenario.ts';

const overloaded = (nth: number) => ({
  where: { actor: 'frontend', operation: 'submitTask', nth },
  fault: { kind: 'object-overloaded' as const },
});

export default scenario('pressure/refused-and-tried-again', {
  title: 'Of thirty submits at once exactly the four that met an overloaded object fail, and succeed when sent again',
  requirements: ['TASK-16', 'TASK-2'],
  needs: ['tasks'],
  faults: [overloaded(3), overloaded(11), overloaded(12), overloaded(27)],
  checks: ['only-injected-refusals', 'no-partial-task', 'lists-complete'],
  async play(world) {
    const { frontend } = world;
    const submits = Array.from({ length: 30 }, (_, n) => frontend.submit.bind(frontend, { message: `Task ${n + 1}` }));
    const refused: Awaited<ReturnType<typeof frontend.submit>>[] = [];
    await world.atOnce(
      ...submits.map((submit) => async () => {
        const submission = await submit();
        if (submission.status !== 'created') refused.push(submission);
      }),
    );
    await frontend.listTasks({ limit: 100 });
    for (const submission of refused) await frontend.resubmit(submission);
    await frontend.listTasks({ limit: 100 });
  },
});
