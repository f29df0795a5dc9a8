// §22: rules 1.
import { refuse, compareText } from './bytes.mjs';
export function fold() {
  refuse(`not yet ${typeof compareText}`);
}
