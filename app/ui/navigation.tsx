import {
	ArrowLeftRight,
	CalendarClock,
	Inbox,
	Layers,
	LogOut,
	Menu,
	Palmtree,
	ScrollText,
	Send,
	Settings2,
	UserRound,
	UsersRound,
	Webhook,
	Workflow,
} from "lucide-react";
import Link from "next/link";
import { type Actor, seesAll } from "../../ledger/actor.ts";
import { words } from "../words/words.ts";
import { Avatar } from "./avatar.tsx";
import { InertText } from "./inert-text.tsx";
import { Logo } from "./logo.tsx";
import { NavLink } from "./nav-link.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import { WaitingBadge } from "./waiting-badge.tsx";

const t = words.common.nav;
const icon = "size-4 shrink-0";

/** Where one can go: beside the page on wide screens, in a menu at the top on narrow ones. */
export function Navigation({ actor, waiting }: { actor: Actor; waiting: number }) {
	return (
		<>
			<header className="sticky top-0 z-30 flex min-h-13 items-center justify-between border-b border-line bg-canvas px-4 lg:hidden">
				<Link href="/" prefetch={false} className="rounded-md py-1">
					<Logo />
				</Link>
				<details className="relative">
					<summary
						aria-label={t.menu}
						className="grid size-9 place-items-center rounded-md text-ink-soft hover:bg-hover"
					>
						<Menu aria-hidden="true" className="size-5" />
					</summary>
					<div className="absolute top-11 right-0 flex max-h-[calc(100dvh-4.5rem)] w-64 flex-col gap-3 overflow-y-auto rounded-lg border border-line bg-surface p-3 shadow-raised">
						<Links actor={actor} waiting={waiting} />
						<Person actor={actor} />
					</div>
				</details>
			</header>
			<aside className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-r border-line px-3 py-4 lg:flex">
				<Link href="/" prefetch={false} className="mb-5 self-start rounded-md px-2 py-1">
					<Logo />
				</Link>
				<div className="-mx-1 min-h-0 flex-1 overflow-y-auto px-1 pb-3">
					<Links actor={actor} waiting={waiting} />
				</div>
				<div>
					<Person actor={actor} />
				</div>
			</aside>
		</>
	);
}

function Links({ actor, waiting }: { actor: Actor; waiting: number }) {
	return (
		<nav aria-label={t.label} className="flex flex-col gap-0.5">
			<NavLink href="/" view="inbox">
				<Inbox aria-hidden="true" className={icon} />
				{t.inbox}
				<WaitingBadge initial={waiting} />
			</NavLink>
			<NavLink href="/?view=mine" view="mine">
				<Send aria-hidden="true" className={icon} />
				{t.mine}
			</NavLink>
			<NavLink href="/away">
				<Palmtree aria-hidden="true" className={icon} />
				{t.away}
			</NavLink>
			{seesAll(actor) && (
				<>
					<NavLink href="/?view=all" view="all">
						<Layers aria-hidden="true" className={icon} />
						{t.all}
					</NavLink>
					<p className="mt-4 mb-1 px-2.5 text-xs text-ink-faint">{t.admin}</p>
					<NavLink href="/admin/policies">
						<Workflow aria-hidden="true" className={icon} />
						{t.policies}
					</NavLink>
					<NavLink href="/admin/people">
						<UserRound aria-hidden="true" className={icon} />
						{t.people}
					</NavLink>
					<NavLink href="/admin/groups">
						<UsersRound aria-hidden="true" className={icon} />
						{t.groups}
					</NavLink>
					<NavLink href="/admin/delegations">
						<ArrowLeftRight aria-hidden="true" className={icon} />
						{t.delegations}
					</NavLink>
					<NavLink href="/admin/working-time">
						<CalendarClock aria-hidden="true" className={icon} />
						{t.workingTime}
					</NavLink>
					<NavLink href="/admin/webhooks">
						<Webhook aria-hidden="true" className={icon} />
						{t.webhooks}
					</NavLink>
					<NavLink href="/admin/audit">
						<ScrollText aria-hidden="true" className={icon} />
						{t.audit}
					</NavLink>
				</>
			)}
		</nav>
	);
}

function Person({ actor }: { actor: Actor }) {
	return (
		<div className="border-t border-line pt-3">
			<div className="flex items-center gap-2.5 px-2">
				<Avatar name={actor.name} className="size-7 text-xs" />
				<div className="min-w-0">
					<p className="truncate font-medium">
						<span className="sr-only">{t.signedInAs} </span>
						<InertText text={actor.name} />
					</p>
					<p className="truncate text-xs text-ink-faint">{words.common.roles[actor.role]}</p>
				</div>
			</div>
			<div className="mt-2">
				<NavLink href="/preferences">
					<Settings2 aria-hidden="true" className={icon} />
					{t.preferences}
				</NavLink>
			</div>
			<div className="mt-1.5 flex items-center justify-between gap-2 px-1">
				<form action="/sign-out" method="post">
					<button
						type="submit"
						className="inline-flex min-h-7 items-center gap-1.5 rounded-md px-1.5 text-[0.8125rem] text-ink-soft hover:bg-hover hover:text-ink"
					>
						<LogOut aria-hidden="true" className="size-3.5" />
						{t.signOut}
					</button>
				</form>
				<ThemeSwitch />
			</div>
		</div>
	);
}
