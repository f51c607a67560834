'use client';

import { paths } from '../../lib/paths';
import { Ago } from '../../parts/ago';
import { TextLink } from '../../parts/links';
import classes from './comment.module.css';
import type { CommentData } from './comment-documents';
import { CommentText } from './comment-text';
import { useSeen } from './use-seen';

interface MentionData extends CommentData {
  readonly projectName: string;
  readonly inputIndex: number | null;
  readonly run: { readonly id: string; readonly title: string } | null;
  readonly evaluation: { readonly id: string; readonly name: string } | null;
}

/** Comments that address the viewer, with the way to what they are about; those new to the viewer are marked. */
export function MentionList({ mentions }: { mentions: readonly MentionData[] }) {
  useSeen(mentions);
  return (
    <ul className={classes.list}>
      {mentions.map((mention) => {
        const { id, text, mentions: people, authorName, createdAt, unseen, projectName } = mention;
        const { title, href } = placeOf(mention);
        return (
          <li key={id} className={`${classes.comment} ${unseen ? classes.unseen : ''}`}>
            <div className={classes.head}>
              <span className={classes.author}>{authorName ?? 'A closed account'}</span>
              <span>
                on <TextLink href={href}>{title}</TextLink> in {projectName}
              </span>
              <Ago at={createdAt} />
              {unseen && <span>new</span>}
            </div>
            <CommentText text={text} mentions={people} />
          </li>
        );
      })}
    </ul>
  );
}

function placeOf({ run, evaluation, inputIndex }: MentionData): { title: string; href: string } {
  if (run) return { title: run.title, href: paths.run(run.id) };
  if (!evaluation) return { title: 'something that is gone', href: paths.home };
  const { id, name } = evaluation;
  return inputIndex === null
    ? { title: name, href: paths.compare([id]) }
    : { title: `input ${inputIndex} of ${name}`, href: paths.input(id, inputIndex) };
}
