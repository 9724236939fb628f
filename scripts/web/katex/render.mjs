// Sets formulas with KaTeX: a line of JSON [[tex, display], …] in,
// a line of JSON [{html} or {error}, …] out, until the input ends.
import { createInterface } from "node:readline";
import katex from "katex";

const OPTIONS = {
  output: "htmlAndMathml",
  throwOnError: true,
  strict: "error",
  trust: ({ command }) => {
    // false alone would print the command in red and go on
    throw new katex.ParseError(`${command} is not allowed`);
  },
  maxExpand: 1000,
};

function render([tex, displayMode]) {
  try {
    return { html: katex.renderToString(tex, { ...OPTIONS, displayMode }) };
  } catch (error) {
    return { error: error.rawMessage ?? error.message, position: error.position ?? 0 };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(JSON.parse(line).map(render)) + "\n");
}
