import { carraraEccvw2018 } from './carrara-eccvw-2018';
import { carraraMtap2018 } from './carrara-mtap-2018';
import type { Protocol } from './define-protocol';
import { massoliCviu2021 } from './massoli-cviu-2021';

/** All published protocols, in the order in which they are offered. */
export const protocols: readonly Protocol[] = [carraraMtap2018, carraraEccvw2018, massoliCviu2021];
