import { admin } from "./en/admin.ts";
import { common } from "./en/common.ts";
import { inbox } from "./en/inbox.ts";
import { link } from "./en/link.ts";
import { request } from "./en/request.ts";
import { signIn } from "./en/sign-in.ts";

/** Every English sentence of the pages. Another language is another object of this shape. */
export const en = { admin, common, inbox, link, request, signIn };
