// Bundles src/ into classic scripts (they must run from file://, where modules are refused).
// `node build.mjs` writes build/web/*.js, `--tests` writes build/web-tests/*.test.mjs.
import { build } from "esbuild";
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");

/** Each entry is one script; `handbook` goes to every page, so watch its weight. */
const entries = readdirSync(join(here, "src"))
  .filter((name) => /^[a-z-]+\.entry\.ts$/.test(name))
  .sort();

const common = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
};

if (process.argv.includes("--tests")) {
  const outdir = join(root, "build", "web-tests");
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...common,
    entryPoints: readdirSync(join(here, "test"))
      .filter((name) => name.endsWith(".test.ts"))
      .map((name) => join("test", name)),
    outdir,
    outExtension: { ".js": ".mjs" },
    format: "esm",
    platform: "node",
  });
} else {
  for (const name of entries) {
    await build({
      ...common,
      entryPoints: [join("src", name)],
      outfile: join(root, "build", "web", name.replace(".entry.ts", ".js")),
      format: "iife",
      minify: true,
    });
  }
}
