import { en } from "./en.ts";

/** What a language has to say. */
export type Words = typeof en;

/** The words of the pages. */
export const words: Words = en;
