import { stringify } from "yaml";
import { isObject } from "./problems.ts";

/** One difference between two policy documents. */
export interface DocumentChange {
	/** Such as `stages[finance].deadline`: stages are named and not numbered, for they may have moved. */
	path: string;
	/** `reordered`: the same things in another order. */
	kind: "added" | "removed" | "changed" | "reordered";
	/** What stood there, absent where nothing did. Of a reordering: the names or values in their order. */
	old?: unknown;
	/** What stands there now. */
	new?: unknown;
}

/**
 * What has to change in one document to make the other, in the order of the newer document. Stages are matched by
 * name; approvers and other lists whose order means nothing by what they say; steps of an escalation by their place,
 * after equal ones at both ends are set aside. Documents are compared as they were written: a default that is written
 * out in one of them is a difference.
 */
export function diffDocuments(old: unknown, now: unknown): DocumentChange[] {
	const changes: DocumentChange[] = [];
	compare(old, now, "", "", changes);
	return changes;
}

/** Lists whose order says nothing. */
const SETS = new Set(["approvers", "to", "show", "required", "enum", "type"]);

function compare(old: unknown, now: unknown, path: string, field: string, changes: DocumentChange[]): void {
	if (isSame(old, now)) return;
	if (isObject(old) && isObject(now)) compareObjects(old, now, path, changes);
	else if (Array.isArray(old) && Array.isArray(now)) compareLists(old, now, path, field, changes);
	else changes.push({ path, kind: "changed", old, new: now });
}

function compareLists(
	old: unknown[],
	now: unknown[],
	path: string,
	field: string,
	changes: DocumentChange[],
): void {
	if (path === "stages" && old.every(isNamed) && now.every(isNamed)) compareNamed(old, now, path, changes);
	else if (SETS.has(field)) compareSets(old, now, path, changes);
	else comparePlaces(old, now, path, changes);
}

function compareObjects(
	old: Record<string, unknown>,
	now: Record<string, unknown>,
	path: string,
	changes: DocumentChange[],
): void {
	for (const field of Object.keys(old)) {
		if (!Object.hasOwn(now, field))
			changes.push({ path: inside(path, field), kind: "removed", old: old[field] });
	}
	for (const [field, value] of Object.entries(now)) {
		const at = inside(path, field);
		if (Object.hasOwn(old, field)) compare(old[field], value, at, field, changes);
		else changes.push({ path: at, kind: "added", new: value });
	}
}

interface Named {
	name: string;
}

function compareNamed(old: Named[], now: Named[], path: string, changes: DocumentChange[]): void {
	const before = new Map(old.map((item) => [item.name, item]));
	const after = new Map(now.map((item) => [item.name, item]));
	for (const [name, item] of before) {
		if (!after.has(name)) changes.push({ path: `${path}[${name}]`, kind: "removed", old: item });
	}
	const oldOrder = [...before.keys()].filter((name) => after.has(name));
	const newOrder = [...after.keys()].filter((name) => before.has(name));
	if (!isSame(oldOrder, newOrder)) changes.push({ path, kind: "reordered", old: oldOrder, new: newOrder });
	for (const [name, item] of after) {
		const earlier = before.get(name);
		if (earlier === undefined) changes.push({ path: `${path}[${name}]`, kind: "added", new: item });
		else compare(earlier, item, `${path}[${name}]`, "", changes);
	}
}

function compareSets(old: unknown[], now: unknown[], path: string, changes: DocumentChange[]): void {
	const removed = old.filter((item) => !now.some((other) => isSame(item, other)));
	const added = now.filter((item) => !old.some((other) => isSame(item, other)));
	for (const item of removed) changes.push({ path, kind: "removed", old: item });
	for (const item of added) changes.push({ path, kind: "added", new: item });
	if (removed.length + added.length === 0) changes.push({ path, kind: "reordered", old, new: now });
}

function comparePlaces(old: unknown[], now: unknown[], path: string, changes: DocumentChange[]): void {
	const shorter = Math.min(old.length, now.length);
	let start = 0;
	while (start < shorter && isSame(old[start], now[start])) start += 1;
	let end = 0;
	while (end < shorter - start && isSame(old[old.length - 1 - end], now[now.length - 1 - end])) end += 1;
	const before = old.slice(start, old.length - end);
	const after = now.slice(start, now.length - end);
	for (const [i, item] of before.entries()) {
		if (i >= after.length) changes.push({ path: `${path}[${start + i}]`, kind: "removed", old: item });
	}
	for (const [i, item] of after.entries()) {
		const at = `${path}[${start + i}]`;
		if (i < before.length) compare(before[i], item, at, "", changes);
		else changes.push({ path: at, kind: "added", new: item });
	}
}

/** The differences as people read them, a line each, longer values as YAML below; empty where there are none. */
export function diffText(changes: readonly DocumentChange[]): string {
	return changes.map(changeText).join("\n");
}

function changeText({ path, kind, old, new: now }: DocumentChange): string {
	switch (kind) {
		case "added":
			return `+ ${path}:${valueText("+", now)}`;
		case "removed":
			return `- ${path}:${valueText("-", old)}`;
		case "reordered":
			return `~ ${path}, the order:${valueText("-", old)}${valueText("+", now, " →")}`;
		case "changed":
			return `~ ${path}:${valueText("-", old)}${valueText("+", now, " →")}`;
	}
}

const LONGEST_LINE = 72;

function valueText(sign: string, value: unknown, before = ""): string {
	const line = flowText(value);
	if (line.length <= LONGEST_LINE) return `${before} ${line}`;
	const block = stringify(value, { lineWidth: 0 }).trimEnd().split("\n");
	return block.map((row) => `\n    ${sign} ${row}`).join("");
}

/** A value on one line, as it could stand in the document. */
export function flowText(value: unknown): string {
	return stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd().replace(/\n\s*/g, " ");
}

function inside(path: string, field: string): string {
	const plain = /^[A-Za-z_][\w-]*$/.test(field);
	if (!plain) return `${path}[${JSON.stringify(field)}]`;
	return path === "" ? field : `${path}.${field}`;
}

function isNamed(value: unknown): value is Named {
	return isObject(value) && typeof value.name === "string";
}

/** Whether two values of JSON say the same; the order of an object's fields says nothing. */
function isSame(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (Array.isArray(a) && Array.isArray(b)) {
		return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
	}
	if (!isObject(a) || !isObject(b)) return false;
	const fields = Object.keys(a);
	return (
		fields.length === Object.keys(b).length &&
		fields.every((field) => Object.hasOwn(b, field) && isSame(a[field], b[field]))
	);
}
