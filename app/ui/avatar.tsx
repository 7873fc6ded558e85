const TONES = [
	"bg-[#d7ece8] text-[#0c4f49] dark:bg-[#1c3f3b] dark:text-[#a9e2da]",
	"bg-[#e4e3f5] text-[#3c3573] dark:bg-[#2d2a4d] dark:text-[#c6c1f0]",
	"bg-[#f6e6d2] text-[#6a420b] dark:bg-[#43311a] dark:text-[#f0cf9f]",
	"bg-[#f5dfe4] text-[#742239] dark:bg-[#46222d] dark:text-[#f2b9c7]",
	"bg-[#dde8f4] text-[#1f466f] dark:bg-[#1e3650] dark:text-[#b4d2f1]",
];

/** A person's initials; their name stands beside it. */
export function Avatar({ name, className = "size-5 text-[0.625rem]" }: { name: string; className?: string }) {
	let hash = 0;
	for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
	const initials = name
		.split(/\s+/)
		.slice(0, 2)
		.map((part) => [...part][0] ?? "")
		.join("")
		.toUpperCase();
	return (
		<span
			aria-hidden="true"
			className={`inline-grid shrink-0 place-items-center rounded-full font-semibold ${TONES[hash % TONES.length]} ${className}`}
		>
			{initials}
		</span>
	);
}
