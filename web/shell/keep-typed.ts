/** Longer than the palette takes to come; where it does not come at all, the page gets its keys back. */
const longestMs = 10_000;

/**
 * Keeps the letters that are typed from now on, for a field that is not there yet. What it returns ends that and gives them,
 * once.
 */
export function keepTyped(): () => string {
  let typed = '';
  const keep = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Backspace') typed = typed.slice(0, -1);
    else if (event.key.length === 1) typed += event.key;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const stop = () => window.removeEventListener('keydown', keep, true);
  const timer = setTimeout(stop, longestMs);
  window.addEventListener('keydown', keep, true);
  return () => {
    stop();
    clearTimeout(timer);
    const kept = typed;
    typed = '';
    return kept;
  };
}
