import type { types } from "@slack/bolt";

/** What Slack's surfaces are made of, as its own types state it. */
export type KnownBlock = types.KnownBlock;
export type Button = types.Button;
export type PlainTextElement = types.PlainTextElement;
export type ModalView = types.ModalView;
export type HomeView = types.HomeView;
