// Loaded by `require` in the Worker and bundled into the workflow sandbox: no Node builtins, and no syntax that
// plain JavaScript does not have (the require of node_modules code is not always one that strips types).
import { DefaultFailureConverter } from "@temporalio/common";

/** Moves messages and stack traces of failures into a payload, which the codec then encrypts. */
export const failureConverter = new DefaultFailureConverter({
	encodeCommonAttributes: true,
});
