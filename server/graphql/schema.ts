import '../project/project-types';
import '../method/method-types';
import '../dataset/dataset-types';
import '../model/model-types';
import '../sample/sample-types';
import '../attack-set/attack-set-types';
import '../reference-set/reference-set-types';
import '../detector/detector-types';
import '../evaluation/evaluation-types';
import '../evaluation/input-types';
import '../evaluation/list-inputs';
import '../evaluation/compare-types';
import '../run/run-types';
import '../run/run-mutations';
import '../run/run-subscriptions';
import '../test-bed/test-bed-types';
import '../launch/launch-mutations';
import '../upload/upload-types';
import '../system/server-info-types';
import './errors';
import { builder } from './builder';
import { describeAddedFields } from './describe-added-fields';

/** The whole schema: every concept adds its own types above. */
export const schema = describeAddedFields(builder.toSchema());
