import * as module from "@temporalio/proto";

// The package is CommonJS that Node cannot see named exports of: native imports find them on `default`, bundlers
// and test runners beside it.
const proto: typeof module = "default" in module ? (module.default as typeof module) : module;

/** The protobuf message `temporal.api.common.v1.Payload`. */
export const PayloadProto = proto.temporal.api.common.v1.Payload;
