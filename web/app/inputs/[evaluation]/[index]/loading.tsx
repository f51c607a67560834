import { InputSkeleton } from '../../../../features/input/input-skeleton';

/** Stands where the input will be. */
export default function Loading() {
  return <InputSkeleton />;
}
