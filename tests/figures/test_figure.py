"""The live figure: an <svg> that shows what it is told, again and again the same."""

import pytest

from tests.figures.conftest import STRETCHES, WAYS

MAKE = """
  const make = (stretch, options) => {
    const place = document.querySelector("main");
    return new engine.Figure(place, { stretch: poses[stretch], ...options }, wardrobe);
  };
  const drawn = (figure) => figure.svg.innerHTML;
"""


def script(body):
    return f"([stretch, variation]) => {{ {MAKE} {body} }}"


@pytest.mark.parametrize(("stretch", "way"), WAYS)
def test_the_same_numbers_show_the_same_figure(engine, stretch, way):
    first, other, again = engine(
        script("""
          const figure = make(stretch, { variation });
          const moment = { at: 0.4, press: 0.7, progress: 0.2 };
          const pictures = [moment, { at: 0.9, progress: 1 }, moment].map((one) => {
            figure.show(one);
            return drawn(figure);
          });
          return pictures;
        """),
        [stretch, way],
    )

    assert first == again
    assert first != other


@pytest.mark.parametrize("stretch", STRETCHES)
def test_sides_turn_the_figure_only_where_a_stretch_has_sides(engine, stretch):
    boxes = engine(
        script("""
          const figure = make(stretch, { variation });
          return ["none", "left", "right"].map((side) => {
            figure.turn(side);
            return [figure.svg.getAttribute("viewBox"), drawn(figure)];
          });
        """),
        [stretch, "standard"],
    )

    none, left, right = boxes
    assert none == left
    assert (left == right) == (STRETCHES[stretch]["side"] is None)


@pytest.mark.parametrize("stretch", [name for name, data in STRETCHES.items() if data["side"]])
def test_the_left_side_is_worked_when_left_is_asked(engine, stretch):
    mirrored = engine(
        script("""
          const figure = make(stretch, { variation, side: "left" });
          const left = figure.camera.mirrored;
          figure.turn("right");
          return [left, figure.camera.mirrored];
        """),
        [stretch, "standard"],
    )

    assert mirrored == ([False, True] if STRETCHES[stretch]["side"] == "L" else [True, False])


def test_a_figure_is_born_on_its_side_in_its_look(engine):
    born, turned = engine(
        script("""
          const wanted = { side: "right", look: "deep", theme: "dark" };
          const born = make(stretch, { variation, ...wanted });
          const other = make(stretch, { variation });
          other.turn("right");
          other.dress("deep", "dark");
          return [drawn(born), drawn(other)];
        """),
        ["thread-the-needle", "standard"],
    )

    assert born == turned


def test_a_look_changes_colors_and_body(engine):
    standard, deep, larger, back = engine(
        script("""
          const figure = make(stretch, { variation });
          const picture = (name) => {
            const paths = [...figure.svg.children];
            return paths.map((path) => path.getAttribute(name));
          };
          return ["standard", "deep", "larger", "standard"].map((look) => {
            figure.dress(look, "light");
            return { fill: picture("fill"), d: picture("d") };
          });
        """),
        ["kneeling-hip-flexor-stretch", "standard"],
    )

    assert deep["fill"] != standard["fill"]
    assert deep["d"] == standard["d"]
    assert larger["d"] != standard["d"]
    assert back == standard


def test_entering_shows_neither_spot_nor_arrow(engine):
    press, arrow, seen = engine(
        script("""
          const figure = make(stretch, { variation, theme: "light" });
          const colors = new Set();
          figure.show({ enter: 0.5, at: 1, press: 1 });
          for (const { attributes } of figure.svg.children) {
            colors.add(attributes.fill.value).add(attributes.stroke.value);
          }
          const { press, arrow } = poses.looks.modes.light;
          return [press, arrow, [...colors]];
        """),
        ["figure-4-glute-stretch", "standard"],
    )

    assert press not in seen
    assert arrow not in seen


def test_only_what_changes_is_set_and_the_paths_are_kept(engine):
    changes = engine(
        script("""
          const figure = make(stretch, { variation });
          figure.show({ at: 0.5, press: 0.5 });
          const watch = new MutationObserver(() => {});
          watch.observe(figure.svg, { attributes: true, childList: true, subtree: true });
          figure.show({ at: 0.5, press: 0.5 });
          const same = watch.takeRecords().length;
          figure.show({ at: 0.5, press: 0.6 });
          const names = watch.takeRecords().map((one) => one.attributeName ?? one.type);
          return [same, [...new Set(names)].sort()];
        """),
        ["press-up", "hands-near"],
    )

    assert changes == [0, ["d", "opacity"]]


def test_the_figure_is_hidden_from_screen_readers_and_goes_when_removed(engine):
    hidden, left = engine(
        script("""
          const figure = make(stretch, { variation });
          const hidden = document.querySelector("main > svg").getAttribute("aria-hidden");
          figure.remove();
          return [hidden, document.querySelectorAll("svg").length];
        """),
        ["press-up", "standard"],
    )

    assert (hidden, left) == ("true", 0)
