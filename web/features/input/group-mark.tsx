import { groupTitles } from '../../theme/colors';
import classes from './input.module.css';

/** What an input is: a shape, its color and the word, so that no two are told apart by color alone. */
export function GroupMark({ group }: { readonly group: keyof typeof groupTitles }) {
  return (
    <span className={classes.groupMark} data-group={group}>
      <svg viewBox="0 0 10 10" width="9" height="9" aria-hidden="true">
        {group === 'AUTHENTIC' && <circle cx="5" cy="5" r="4.5" />}
        {group === 'ADVERSARIAL' && <path d="M5 0.5 9.8 9.5H0.2z" />}
        {group === 'ERROR' && <path d="M5 0 10 5 5 10 0 5z" />}
        {group === 'CONTROL' && <rect x="0.5" y="0.5" width="9" height="9" />}
      </svg>
      {groupTitles[group]}
    </span>
  );
}
