// What the site gets from scripts/web, written to build/web (the site's assets/):
// js/ from src/*.entry.ts, fonts/ and licenses/ from npm packages.
// Scripts are classic ones: from file:// browsers refuse modules.
// `--out DIR` writes elsewhere; `--tests` bundles test/ into build/web-tests instead.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const common = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
};

/** The cuts that docs/assets/css/fonts.css names; all of them under 120 KB. */
const FONTS = {
  "@fontsource-variable/source-sans-3": [
    "source-sans-3-latin-wght-normal",
    "source-sans-3-latin-wght-italic",
    "source-sans-3-greek-wght-normal",
  ],
  "@fontsource/source-serif-4": ["source-serif-4-latin-600-normal"],
  "@fontsource/jetbrains-mono": ["jetbrains-mono-latin-400-normal"],
};

/** Which of our dependencies reach the reader, and as what. */
const SHIPPED = {
  "@fontsource-variable/source-sans-3": "Source Sans 3, the font of the text",
  "@fontsource/source-serif-4": "Source Serif 4, the font of headings",
  "@fontsource/jetbrains-mono": "JetBrains Mono, the font of code",
  katex: "KaTeX, styles and fonts of formulas",
};

const names = (folder, pattern) =>
  readdirSync(join(here, folder))
    .filter((name) => pattern.test(name))
    .sort();

if (process.argv.includes("--tests")) {
  const outdir = join(root, "build", "web-tests");
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...common,
    entryPoints: names("test", /\.test\.ts$/).map((name) => join("test", name)),
    outdir,
    outExtension: { ".js": ".mjs" },
    format: "esm",
    platform: "node",
  });
} else {
  const asked = process.argv.indexOf("--out");
  const out = asked > 0 ? process.argv[asked + 1] : join(root, "build", "web");
  rmSync(out, { recursive: true, force: true });
  for (const name of names("src", /\.entry\.ts$/)) {
    await build({
      ...common,
      entryPoints: [join("src", name)],
      outfile: join(out, "js", name.replace(".entry.ts", ".js")),
      format: "iife",
      minify: true,
    });
  }
  mkdirSync(join(out, "fonts"));
  mkdirSync(join(out, "licenses"));
  for (const [name, files] of Object.entries(FONTS)) {
    for (const file of files) {
      const from = join(here, "node_modules", name, "files", `${file}.woff2`);
      copyFileSync(from, join(out, "fonts", `${file}.woff2`));
    }
  }
  const list = Object.entries(SHIPPED).map(([name, use]) => {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text = `${name.split("/").pop()}.txt`;
    copyFileSync(join(folder, "LICENSE"), join(out, "licenses", text));
    return { name, version, license, use, text };
  });
  writeFileSync(join(out, "licenses", "third-party.json"), `${JSON.stringify(list, null, 2)}\n`);
}
