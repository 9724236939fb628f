// Runs before the theme's bundle. From file:// its instant navigation can't work, and left
// on it keeps the theme from ever announcing a page: no copy buttons, no tooltips.

const settings = document.getElementById("__config");
if (settings && location.protocol === "file:") {
  const config = JSON.parse(settings.textContent ?? "{}") as { features?: string[] };
  config.features = config.features?.filter((name) => !name.startsWith("navigation.instant")) ?? [];
  settings.textContent = JSON.stringify(config);
}
