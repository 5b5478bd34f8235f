// Who is drawn, and in which colors: body, theme (light or dark) and look merged into one.

function shaped(body, { scale = {}, belly = [], set = {} }) {
  const radii = { ...body.radii };
  const times = (rows, factor) => rows.map(([t, radius]) => [t, radius * factor]);
  for (const [name, factor] of Object.entries(scale)) {
    if (name === "sections") continue;
    radii[name] = name === "glute" ? radii.glute * factor : times(radii[name], factor);
  }
  const factors = [1, ...(scale.sections || [1, 1, 1])]; // place, half width, front, back
  const sections = body.sections.map((row) => row.map((value, i) => value * factors[i]));
  for (const [section, farther] of belly) sections[section][2] += farther;
  return { ...body, radii, sections, ...set };
}

/** {body, colors} of a theme and a look, from body.json and looks.json. */
export function dress(body, { modes, looks, bodies }, theme = "light", name = "standard") {
  const look = looks[name] || {};
  return {
    body: shaped(body, bodies[look.body] || {}),
    colors: {
      ...modes.light,
      ...(theme === "light" ? {} : modes[theme]),
      ...look.theme,
      ...look[theme],
    },
  };
}

/** The color a share of the way from one #rrggbb to another. */
export function mixColors(from, to, share) {
  const channel = (color, at) => parseInt(color.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round(channel(from, at) + (channel(to, at) - channel(from, at)) * share)
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${mixed.join("")}`;
}
