"""The style sheets that are served are the component files, whole, in order and only shorter."""

import pytest

from clinic import bundles


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("a { color : red ; }", "a{color :red}"),
        (".x .y , .z :hover { top: 0 }", ".x .y,.z :hover{top:0}"),
        (".x /* and */ .y {}", ".x .y{}"),
        (".x/* and */.y {}", ".x/**/.y{}"),
        ("b { width: calc( 1px + 2px ) }", "b{width:calc( 1px + 2px )}"),
        ('b::before { content: "a  /* b */ ; }" }', 'b::before{content:"a  /* b */ ; }"}'),
        ("b { background: url(a;b.svg) }", "b{background:url(a;b.svg)}"),
        (
            "@media (width > 3em) and (x) { b { top: 0; } }",
            "@media (width > 3em) and (x){b{top:0}}",
        ),
    ],
)
def test_minify_drops_only_what_means_nothing(written, served):
    assert bundles.minify(written) == served


def test_every_component_is_in_a_bundle_once():
    files = {path.name for path in bundles.SOURCES.glob("*.css")}

    assert {*bundles.PATIENT, *bundles.MORE, *bundles.STAFF} == files
    assert not {*bundles.MORE} & {*bundles.PATIENT, *bundles.STAFF}
    assert len(set(bundles.PATIENT)) == len(bundles.PATIENT)
    assert len(set(bundles.STAFF)) == len(bundles.STAFF)


@pytest.mark.parametrize("names", [bundles.PATIENT, bundles.STAFF])
def test_layers_are_named_first_so_that_their_order_holds(names):
    assert bundles.bundle(names).startswith("@layer reset,tokens,base,")


def test_what_a_style_sheet_points_at_exists():
    for name in {*bundles.PATIENT, *bundles.MORE, *bundles.STAFF}:
        for piece in bundles.PIECE.finditer((bundles.SOURCES / name).read_text()):
            text = piece["text"] or ""
            if text.strip("\"'").startswith("../"):
                assert (bundles.SOURCES / text.strip("\"'")).resolve().exists(), text
