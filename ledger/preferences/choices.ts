export { CHANNELS, LANGUAGES } from "../../db/schema/people.ts";
