import type { NextConfig } from "next";

const config: NextConfig = {
	// Loaded by Node as they are: they hold native parts, protobuf descriptors or sockets.
	serverExternalPackages: [
		"@temporalio/client",
		"@temporalio/common",
		"@temporalio/proto",
		"@temporalio/activity",
		"@grpc/grpc-js",
		"protobufjs",
		"postgres",
		"pino",
	],
	poweredByHeader: false,
	reactStrictMode: true,
	// `npm test` checks types, of everything and once.
	typescript: { ignoreBuildErrors: true },
	// Nothing on the page that is not ours.
	devIndicators: false,
};

export default config;
