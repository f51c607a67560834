'use client';

import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useMutation } from 'urql';
import { outcomeOf } from '../../lib/mutate';
import { paths } from '../../lib/paths';
import { type BlockSource, CreateReport } from './report-documents';

/** A report to be begun, maybe as a copy of another one. */
interface Begun {
  readonly projectId: string;
  readonly title: string;
  readonly blocks: BlockSource[];
  readonly copyOfId?: string;
}

/** Begins a report and goes to where it is written; says whether it was made. */
export function useBeginReport() {
  const [{ fetching }, create] = useMutation(CreateReport);
  const router = useRouter();
  const begin = async (input: Begun): Promise<boolean> => {
    const { data, error } = await create({ input });
    const outcome = outcomeOf(data?.createReport, 'Report', error);
    if ('thing' in outcome) {
      router.push(paths.editReport(outcome.thing.id));
      return true;
    }
    notifications.show({
      color: 'red',
      title: 'The report was not made',
      message: outcome.refusal.message,
    });
    return false;
  };
  return { beginning: fetching, begin };
}
