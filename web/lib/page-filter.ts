/** Id of the field that narrows the list of a page, where it has one: / leads there. */
export const pageFilterId = 'page-filter';

/** Leads to the page's filter; false where there is none. */
export function focusPageFilter(): boolean {
  const field = document.getElementById(pageFilterId);
  field?.focus();
  return field !== null;
}
