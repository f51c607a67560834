'use client';

import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { type BlockSource, CreateReport } from './report-documents';

/** Begins a report and goes to where it is written. */
export function useBeginReport() {
  const [{ fetching }, create] = useMutation(CreateReport);
  const router = useRouter();
  const begin = async (input: { projectId: string; title: string; blocks: BlockSource[] }) => {
    const { data, error } = await create({ input });
    const outcome = outcomeOf(data?.createReport, 'Report', error);
    if ('thing' in outcome) return router.push(paths.editReport(outcome.thing.id));
    notifications.show({
      color: 'red',
      title: 'The report was not made',
      message: outcome.refusal.message,
    });
  };
  return { beginning: fetching, begin };
}
