/**
 * A small language for the types of JSON values. A shape returns the place of the first misfit, or null.
 */

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const when = (fits) => (value, at) => (fits(value) ? null : at);

function first(items, test) {
  for (const item of items) {
    const misfit = test(item);
    if (misfit !== null) return misfit;
  }
  return null;
}

export const text = when((value) => typeof value === "string");
export const int = when((value) => Number.isSafeInteger(value));
export const count = when((value) => Number.isSafeInteger(value) && value >= 0);
export const positive = when((value) => Number.isSafeInteger(value) && value >= 1);
export const nothing = when((value) => value === null);
export const bool = when((value) => typeof value === "boolean");
export const anything = when((value) => value !== undefined);

/** One of some values. */
export const oneOf = (...values) => when((value) => values.includes(value));

/** Text that fully matches a pattern. */
export const matching = (pattern) => when((value) => typeof value === "string" && pattern.test(value));

/** A list of one shape. */
export const list = (shape) => (value, at) =>
  Array.isArray(value) ? first(value.keys(), (i) => shape(value[i], `${at}[${i}]`)) : at;

/** An object with free keys and values of one shape. */
export const map = (shape) => (value, at) =>
  isObject(value) ? first(Object.keys(value), (key) => shape(value[key], `${at}.${key}`)) : at;

/** A list of fixed length, a shape per place. */
export const tuple =
  (...shapes) =>
  (value, at) =>
    Array.isArray(value) && value.length === shapes.length
      ? first(value.keys(), (i) => shapes[i](value[i], `${at}[${i}]`))
      : at;

/** An object with known keys; a key ending in `?` may be absent, unknown keys are allowed. */
export const object = (fields) => {
  const entries = Object.entries(fields).map(([key, shape]) => [key.replace(/\?$/, ""), key.endsWith("?"), shape]);
  return (value, at) => {
    if (!isObject(value)) return at;
    return first(entries, ([key, optional, shape]) => {
      if (!(key in value)) return optional ? null : `${at}.${key}`;
      return shape(value[key], `${at}.${key}`);
    });
  };
};

/** One of several shapes. */
export const either =
  (...shapes) =>
  (value, at) =>
    shapes.some((shape) => shape(value, at) === null) ? null : at;
