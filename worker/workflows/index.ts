export { approval } from "./approval.ts";
export { courier } from "./courier.ts";
