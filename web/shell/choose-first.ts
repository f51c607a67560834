import type { createSpotlight } from '@mantine/spotlight';

type Store = ReturnType<typeof createSpotlight>[0];

/**
 * Chooses the first action of an open palette where something was typed and none is chosen. Spotlight itself does so only
 * when the words change, so Enter and the arrow keys would do nothing where actions come after the words. The chosen action
 * is marked by the same attribute and number as Spotlight's own.
 */
export function chooseFirst(store: Store, query: string): void {
  const { opened, listId } = store.getState();
  if (!opened || !query.trim() || !listId) return;
  const list = document.getElementById(listId);
  if (!list || list.querySelector('[data-selected]')) return;
  list.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  store.updateState((state) => ({ ...state, selected: 0 }));
}
