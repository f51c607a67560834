import { CompareSkeleton } from '../../features/compare/compare-skeleton';

/** Stands where the comparison will be. */
export default function Loading() {
  return <CompareSkeleton />;
}
