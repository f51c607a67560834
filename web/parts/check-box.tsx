import type { ComponentProps } from 'react';
import classes from './check-box.module.css';

/** The browser's own check box: a long table has hundreds, and the library's are four elements each. */
export function CheckBox({
  indeterminate = false,
  ...props
}: Omit<ComponentProps<'input'>, 'type' | 'ref' | 'className'> & { indeterminate?: boolean }) {
  return (
    <input
      {...props}
      type="checkbox"
      className={classes.box}
      ref={(box) => {
        if (box) box.indeterminate = indeterminate;
      }}
    />
  );
}
