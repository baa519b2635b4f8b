"""The style sheet holds what the pages use, and little else."""

import pytest
from django.core.management import call_command

from clusterhub.web.css import build_stylesheet
from clusterhub.web.css_usage import code_classes, script_classes, template_classes, vocabulary_of

BOOTSTRAP = """
/*! licence */
:root, [data-bs-theme=light] { --read: red; --chained: var(--read); --unread: blue; }
.btn, .btn-close { color: var(--chained); margin: 0 calc(1px + 2px) }
.btn:not(:disabled):hover > p { color: red !important; }
.carousel .btn { color: green }
p + ul { margin: 0 }
dialog { color: red }
[data-bs-toggle] { color: red }
[type="search"]::-webkit-search { color: red }
@media (min-width: 576px) { .carousel { color: red } }
@media (min-width: 768px) { .btn { color: blue } }
@keyframes spin { to { color: red } }
/*# sourceMappingURL=bootstrap.css.map */
"""


def built(template: str, *own: str) -> str:
    return build_stylesheet(BOOTSTRAP, own, vocabulary_of(templates=[template]))


def test_stylesheet_keeps_only_the_rules_of_used_classes_and_elements():
    assert built('<p class="btn"></p><ul></ul>') == (
        ":root{--read:red;--chained:var(--read)}"
        ".btn{color:var(--chained);margin:0 calc(1px + 2px)}"
        ".btn:not(:disabled):hover>p{color:red!important}"
        "p+ul{margin:0}"
        '[type="search"]::-webkit-search{color:red}'
        "@media (min-width: 768px){.btn{color:blue}}"
    )


def test_stylesheet_keeps_all_our_own_rules_after_bootstraps():
    css = built('<p class="btn"></p>', ".never-named { color: red }", "@keyframes turn { to { color: red } }")
    assert css.endswith(".never-named{color:red}@keyframes turn{to {color:red}}")


def test_stylesheet_reads_a_variable_that_only_our_own_rules_read():
    assert "--unread:blue" in built("<i></i>", ".x { color: var(--unread) }")
    assert "--unread" not in built("<i></i>", ".x { color: red }")


@pytest.mark.parametrize(
    ("own", "left"),
    [
        ("p,ul{color:red;margin:0}", ""),
        ("p{margin-top:0}", "p,ul{color:blue;margin-left:.5rem}"),
        ("p,ul{color:red}", "p,ul{margin-left:.5rem}"),
        ("ul{margin:0} p{margin:1px;color:red}", "p,ul{color:blue}"),
        ("@media print{p,ul{color:red}}", "p,ul{color:blue;margin-left:.5rem}"),
    ],
)
def test_stylesheet_leaves_out_what_our_own_rules_say_of_the_same_selectors(own, left):
    """Of each of them, whatever the medium, and unless it was important."""
    bootstrap = "p, ul { color: blue; margin-left: 0.5rem } p { top: 0!important }"
    css = build_stylesheet(bootstrap, [own, "p{top:1px}"], vocabulary_of(templates=["<ul>"]))
    assert css.split("p{top:0!important}")[0] == left


def test_stylesheet_with_a_broken_rule_is_refused():
    with pytest.raises(ValueError, match="ligne 1"):
        built("<p></p>", ".x } color: red")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('<p class="a b-c">', {"a", "b-c"}),
        ('<p class="a{% if x == 1 %} late{% endif %}">', {"a", "late"}),
        ('{% include "x.html" with badge_class="wide" only %}', {"wide"}),
        ("{% crispy_field field 'class' 'form-control' %}", {"form-control"}),
        ("<p>carousel modal</p>", set()),
    ],
)
def test_template_classes_are_read_where_they_are_written_as_classes(source, names):
    found = set(template_classes(source))
    assert names <= found
    assert not {"carousel", "modal"} & found


def test_code_classes_come_from_values_named_class():
    source = 'form_class = "a"\nField("x", css_class="b c")\nattrs = {"class": "d", "title": "e"}\nname = "f"'
    assert set(code_classes(source)) == {"a", "b", "c", "d"}


def test_script_classes_come_from_class_lists():
    assert set(script_classes('row.classList.add("is-open", "wide"); x = "carousel"')) == {"is-open", "wide"}
    assert set(script_classes('element("ul", { className: "name-list", role: "listbox" })')) == {"name-list"}


@pytest.fixture(scope="module")
def stylesheet(tmp_path_factory):
    path = tmp_path_factory.mktemp("css") / "clusterhub.css"
    call_command("build_css", output=path, verbosity=0)
    return path.read_text("utf-8")


@pytest.mark.parametrize("rule", [".btn-primary{", ".form-control{", ".visually-hidden", ".status{", ".table-cards"])
def test_built_sheet_has_what_the_pages_use(stylesheet, rule):
    assert rule in stylesheet


@pytest.mark.parametrize(
    "unused", [".carousel", ".modal", ".navbar", ".offcanvas", "sourceMappingURL", "/*", "@import"]
)
def test_built_sheet_lacks_what_no_page_uses(stylesheet, unused):
    assert unused not in stylesheet


def test_prefixed_declaration_goes_where_its_rule_says_it_for_all():
    own = "a{-webkit-appearance:none;appearance:none;-webkit-text-size-adjust:100%}"
    assert built("", own).endswith("}a{appearance:none;-webkit-text-size-adjust:100%}")


def test_built_sheet_asks_for_nothing_elsewhere(stylesheet):
    assert stylesheet.count("url(") == stylesheet.count('url("data:image/svg+xml')


def test_built_sheet_is_the_same_each_time(stylesheet, tmp_path):
    call_command("build_css", output=tmp_path / "again.css", verbosity=0)
    assert (tmp_path / "again.css").read_text("utf-8") == stylesheet
