import classes from './comment.module.css';
import { type Person, partsOf } from './mentioned';

/** What a comment says, the people whom it addresses in bold. */
export function CommentText({ text, mentions }: { text: string; mentions: readonly Person[] }) {
  let at = 0;
  return (
    <div className={classes.text}>
      {partsOf(text, mentions).map(({ text: part, mention }) => {
        const key = at;
        at += part.length;
        return mention ? (
          <span key={key} className={classes.mention}>
            {part}
          </span>
        ) : (
          <span key={key}>{part}</span>
        );
      })}
    </div>
  );
}
