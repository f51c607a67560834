import type { LaunchField } from '../launch-fields';
import type { LaunchMutation } from '../launch-mutations';
import type { LaunchOptions } from '../launch-options';

/** A launch form: the mutation that it sends, and its fields. */
export interface LaunchFormPlan {
  readonly mutation: LaunchMutation;
  /** Type of what is made, as GraphQL names it. */
  readonly makes: string;
  readonly words: string;
  /** Whether the input names the project itself. */
  readonly inProject?: boolean;
  readonly fields: (options: LaunchOptions) => readonly LaunchField[];
}
