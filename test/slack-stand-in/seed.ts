import { randomBytes } from "node:crypto";
import type { Channel, UserKind, World } from "./shapes.ts";
import { botScopes, emptyWorld, Workspaces } from "./world.ts";

/** A workspace to begin with. Names, not ids, are what a seed says; ids are made. */
export interface TeamSeed {
	name: string;
	domain?: string;
	enterprise?: { id: string; name: string };
	users: {
		name: string;
		realName?: string;
		email?: string;
		timeZone?: string;
		/** As Slack writes it: `en-US`, `de-DE`. */
		locale?: string;
		kind?: UserKind;
		deactivated?: boolean;
		/** For `external`: the name of the workspace the person belongs to; if it is not seeded, one is made up. */
		homeTeam?: string;
	}[];
	channels?: {
		name: string;
		private?: boolean;
		shared?: boolean;
		/** User names. Left out: everybody but guests and deactivated people. */
		members?: string[];
		/** Whether the bot is a member. Default true. */
		bot?: boolean;
	}[];
	/** False: the app is not installed yet, so that OAuth can install it. Or the scopes it was given. */
	installed?: boolean | { scopes?: string[]; token?: string };
}

/** The people of `examples/demo.yaml`, and some that must not decide: a guest, an external, a deactivated one. */
export const demoTeam: TeamSeed = {
	name: "Demo",
	domain: "demo",
	users: [
		{ name: "riley", realName: "Riley Reyes", email: "riley@demo.example", timeZone: "Europe/London" },
		{ name: "ana", realName: "Ana Ruiz", email: "ana@demo.example", timeZone: "Europe/Madrid" },
		{ name: "bo", realName: "Bo Lindqvist", email: "bo@demo.example", timeZone: "Europe/Stockholm" },
		{ name: "cy", realName: "Cy Okafor", email: "cy@demo.example", timeZone: "Africa/Lagos" },
		{ name: "lee", realName: "Lee Tanaka", email: "lee@demo.example", timeZone: "Asia/Tokyo" },
		{
			name: "dana",
			realName: "Dana Novak",
			email: "dana@demo.example",
			timeZone: "Europe/Prague",
			locale: "de-DE",
			kind: "admin",
		},
		{ name: "ines", realName: "Ines Moreau", email: "ines@demo.example", timeZone: "Europe/Paris" },
		{ name: "gus", realName: "Gus Guest", email: "gus@elsewhere.example", kind: "guest" },
		{ name: "eve", realName: "Eve External", kind: "external", homeTeam: "Partner" },
		{ name: "old", realName: "Olga Old", email: "olga@demo.example", deactivated: true },
	],
	channels: [
		{ name: "general" },
		{ name: "finance", members: ["ana", "bo", "lee", "riley"] },
		{ name: "with-partner", shared: true, members: ["ana", "eve", "gus"] },
		{ name: "board", private: true, members: ["dana", "lee"], bot: false },
	],
};

/** Makes the world that the seeds describe, with the app installed where they say so. */
export function seedWorld(seeds: TeamSeed[], appName: string, now: () => number): World {
	const world = emptyWorld();
	const spaces = new Workspaces(world, now);
	for (const seed of seeds) {
		world.teams.push({
			id: spaces.newId("T"),
			name: seed.name,
			domain: seed.domain ?? seed.name.toLowerCase(),
			enterprise: seed.enterprise ?? null,
			bot: null,
		});
	}
	const teamNamed = (name: string | undefined) => world.teams.find((team) => team.name === name);
	for (const seed of seeds) {
		const team = teamNamed(seed.name);
		if (!team) continue;
		const ids = new Map<string, string>();
		for (const user of seed.users) {
			const kind = user.kind ?? "member";
			const id = spaces.newId("U");
			ids.set(user.name, id);
			world.users.push({
				id,
				teamId: team.id,
				homeTeamId:
					kind === "external"
						? (teamNamed(user.homeTeam)?.id ?? `T0EXTERN${randomBytes(1).toString("hex").toUpperCase()}`)
						: team.id,
				name: user.name,
				realName: user.realName ?? user.name,
				email: user.email ?? null,
				timeZone: user.timeZone ?? "Europe/London",
				locale: user.locale ?? "en-US",
				kind,
				deactivated: user.deactivated ?? false,
			});
		}
		if (seed.installed !== false) {
			const given = typeof seed.installed === "object" ? seed.installed : {};
			spaces.install(team.id, appName, given.scopes ?? botScopes, given.token);
		}
		const everybody = seed.users
			.filter(
				(user) => !user.deactivated && (user.kind === undefined || ["member", "admin"].includes(user.kind)),
			)
			.map((user) => user.name);
		for (const wanted of seed.channels ?? []) {
			const members = (wanted.members ?? everybody).map((name) => {
				const id = ids.get(name);
				if (!id) throw new Error(`channel ${wanted.name}: no user ${name} in workspace ${seed.name}`);
				return id;
			});
			if (team.bot && wanted.bot !== false) members.push(team.bot.userId);
			const channel: Channel = {
				id: spaces.newId("C"),
				teamId: team.id,
				name: wanted.name,
				kind: wanted.private ? "private" : "public",
				members,
				shared: wanted.shared ?? false,
				archived: false,
			};
			world.channels.push(channel);
		}
	}
	return world;
}
