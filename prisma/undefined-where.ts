const many = /\.(updateMany|deleteMany|updateManyAndReturn)$/;

/**
 * Throws when a condition anywhere in `args` has an `undefined` value, or when a write over many rows has none at all.
 *
 * @throws {TypeError} naming the operation and the key.
 */
export function assertDefinedWhere(operation: string, args: unknown): void {
  if (many.test(operation) && isRecord(args) && 'where' in args && args.where === undefined) {
    throw new TypeError(`${operation}: where is undefined and would reach every row.`);
  }
  visit(args, { operation, path: '', inCondition: false });
}

interface Position {
  readonly operation: string;
  readonly path: string;
  readonly inCondition: boolean;
}

function visit(value: unknown, position: Position): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, position);
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, child] of Object.entries(value)) {
    const path = position.path ? `${position.path}.${key}` : key;
    if (child === undefined && position.inCondition) {
      throw new TypeError(`${position.operation}: ${path} is undefined and would be dropped.`);
    }
    // What is written is data, even where it is called `where`.
    if (!position.path && (key === 'data' || key === 'create' || key === 'update')) continue;
    visit(child, {
      ...position,
      path,
      inCondition: position.inCondition || key === 'where' || key === 'cursor',
    });
  }
}

/** Plain objects only: dates, buffers and decimals are values. */
function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
