import { InputListSkeleton } from '../../../features/input/input-skeleton';

/** Stands where the list will be. */
export default function Loading() {
  return <InputListSkeleton />;
}
