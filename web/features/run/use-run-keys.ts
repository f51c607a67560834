import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { focusPageFilter } from '../../lib/page-filter';
import { paths } from '../../lib/paths';
import { isField } from './is-field';
import { isEmpty, isSelected, type Selection } from './use-selection';

/** The list that keys act on. */
export interface KeyedList {
  /** Those that were read, in order. */
  readonly rows: readonly { readonly run: { readonly id: string } }[];
  /** Place of the run that keys are for. */
  readonly active: number;
  /** Rows that are in sight at once. */
  readonly rowsInSight: () => number;
  /** Goes to a row; with `extend`, it and the one that was left become selected. */
  readonly go: (to: number, extend?: boolean) => void;
  readonly selection: Selection;
  readonly onSelect: (ids: readonly string[], selected: boolean) => void;
  readonly onClear: () => void;
}

/** The keys of a list of runs, see keyboard-help: all of them in the table, and on its page those that lead to it. */
export function useRunKeys(list: KeyedList): (event: KeyboardEvent) => void {
  const router = useRouter();
  const press = (event: KeyboardEvent | globalThis.KeyboardEvent, inTable: boolean) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
    const deed = deedOf(event, { list, inTable, open: (id) => router.push(paths.run(id)) });
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  };
  const latestPress = useRef(press);
  latestPress.current = press;
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      // Elsewhere on the page, but in no dialog and no menu, which Escape closes: the keys that lead to the list.
      const elsewhere =
        event.target instanceof Element && !event.target.closest('[role=dialog], [role=menu]');
      if (elsewhere && !event.defaultPrevented) latestPress.current(event, false);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (event) => press(event, true);
}

interface Pressed {
  readonly list: KeyedList;
  readonly inTable: boolean;
  readonly open: (id: string) => void;
}

/** What a key does; undefined for one that does nothing here. */
function deedOf(
  { key, shiftKey }: KeyboardEvent | globalThis.KeyboardEvent,
  { list, inTable, open }: Pressed,
): (() => void) | undefined {
  const { rows, active, go, rowsInSight, selection, onSelect, onClear } = list;
  const run = rows[active]?.run;
  const page = () => Math.max(1, rowsInSight() - 2);
  const toggle = () => run && onSelect([run.id], !isSelected(selection, run.id));
  const onPage = new Map<string, () => void>([
    ['j', () => go(active + (inTable ? 1 : 0))],
    ['k', () => go(active - (inTable ? 1 : 0))],
    ['/', focusPageFilter],
    ...(isEmpty(selection) ? [] : [['Escape', onClear] as const]),
  ]);
  const inTableOnly = new Map<string, () => void>([
    ['ArrowDown', () => go(active + 1, shiftKey)],
    ['ArrowUp', () => go(active - 1, shiftKey)],
    ['PageDown', () => go(active + page())],
    ['PageUp', () => go(active - page())],
    ['Home', () => go(0)],
    ['End', () => go(rows.length - 1)],
    [' ', toggle],
    ['x', toggle],
    ['Enter', () => run && open(run.id)],
    ['o', () => run && open(run.id)],
  ]);
  return onPage.get(key) ?? (inTable ? inTableOnly.get(key) : undefined);
}
