/** Which runs of a team are taken first, as pages say it. */
export const priorityWords = { HIGH: 'High', NORMAL: 'Normal', LOW: 'Low' } as const;

/** One of them, as the API names it. */
export type Priority = keyof typeof priorityWords;
