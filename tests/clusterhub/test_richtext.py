import re
import time

import pytest
from django.utils.html import escape
from hypothesis import example, given
from hypothesis import strategies as st

from clusterhub.web.richtext import MAX_BYTES, RichTextTooLarge, clean, excerpt, is_blank, to_text

REL = 'rel="noopener noreferrer"'


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        (" \n\u00a0\n", ""),
        ("Une ligne", "<p>Une ligne</p>"),
        ("Un\nDeux\r\n\r\nTrois", "<p>Un</p><p>Deux</p><p>Trois</p>"),
        ("R&D : 3 < 4 > 2", "<p>R&amp;D : 3 &lt; 4 &gt; 2</p>"),
        ("R&amp;D&nbsp;: oui", "<p>R&amp;D\u00a0: oui</p>"),
        (escape("l'accès au <nord>"), "<p>l'accès au &lt;nord&gt;</p>"),
        ("voir <https://example.org> ou <bureau@example.org>",)
        + ("<p>voir &lt;https://example.org&gt; ou &lt;bureau@example.org&gt;</p>",),
        ("le <kit A> et </kit>, puis <b5", "<p>le &lt;kit A&gt; et &lt;/kit&gt;, puis &lt;b5</p>"),
        (
            "Points :\n- un\n• deux\n▪ trois\nfin",
            "<p>Points :</p><ul><li>un</li><li>deux</li><li>trois</li></ul><p>fin</p>",
        ),
        ("1. un\n2) deux", "<ol><li>un</li><li>deux</li></ol>"),
        ("3. trois\n4. quatre", "<p>3. trois</p><p>4. quatre</p>"),
        ("1. un\n3. trois", "<ol><li>un</li></ol><p>3. trois</p>"),
        ("-5 %\n1.5 km\n- ", "<p>-5 %</p><p>1.5 km</p><p>-</p>"),
    ],
)
def test_clean_plain_text(typed, stored):
    assert clean(typed) == stored


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<i><b>a</b></i>", "<p><strong><em>a</em></strong></p>"),
        ("<h2>Titre</h2><div>un<div>deux</div>trois</div>", "<p>Titre</p><p>un</p><p>deux</p><p>trois</p>"),
        ("<b><p>a</p><p>b</p></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
        ("<p>a\n   b<br>c<br></p><p>&nbsp;</p>", "<p>a b<br>c</p>"),
        ("<p>un</p>\n\n<p>deux</p>", "<p>un</p><p>deux</p>"),
        ("<section>a</section><blockquote>b</blockquote>", "<p>a</p><p>b</p>"),
        ("<p>a<!-- c --><span style='color:red'>b</span><o:p>&nbsp;</o:p></p>", "<p>ab</p>"),
        ("<p>le <kit A> <b>puis</b> <KIT/> <o:p>x</o:p></p>",)
        + ("<p>le &lt;kit A&gt; <strong>puis</strong> &lt;KIT/&gt; x</p>",),
        ("<svg><path d='M0'/><text>x</text></svg><mon-element>y</mon-element>", "<p>y</p>"),
        ("<p>[bookmark: _GoBack]Début</p>", "<p>Début</p>"),
        (
            "<p class=MsoListParagraph>·<span>&nbsp;&nbsp; </span>un</p><p>· deux</p>",
            "<ul><li>un</li><li>deux</li></ul>",
        ),
        ("<p>- <b>un</b><br>- deux</p>", "<ul><li><strong>un</strong></li><li>deux</li></ul>"),
        ("<ul><li><p>a</p><p>b</p></li><li></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ("<ul><li>a<ol><li>b</li></ol>c</li></ul>", "<ul><li>a<ol><li>b</li></ol>c</li></ul>"),
        ("<ul>a<li>b<ul><li>c</li></ul></ul>", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<p>a&#8232;b&#x202e;c&#11;d</p>", "<p>a bc d</p>"),
        ("<ul></ul><table><tr><td> </td></tr></table><p></p>", ""),
        (
            "<table style='x'><caption>T</caption><thead><tr><th>A</th><th>B</th></tr></thead><tr>"
            "<td colspan=2><p>x</p><ul><li>y</li></ul></td></tr></table>",
            "<p>T</p><table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr>"
            '<td colspan="2">x<ul><li>y</li></ul></td></tr></tbody></table>',
        ),
        (
            "<table><tr><td colspan=99 rowspan=x>a</td><td rowspan=20>b</td><td colspan=1></td></tr></table>",
            "<table><tbody><tr><td>a</td><td>b</td><td></td></tr></tbody></table>",
        ),
        (
            "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table>d</td><td>e</td></tr></table>",
            "<table><tbody><tr><td>a<br>b<br>c<br>d</td><td>e</td></tr></tbody></table>",
        ),
        (
            "<a href='https://example.org/?a=1&b=2'>ici</a>",
            f'<p><a href="https://example.org/?a=1&amp;b=2" {REL}>ici</a></p>',
        ),
        ("<a href=mailto:x@example.org target=_blank>x</a>", f'<p><a href="mailto:x@example.org" {REL}>x</a></p>'),
        ("<a href='/actions/'>a</a> <a href='//example.org'>b</a> <a href='ftp://x'>c</a>", "<p>a b c</p>"),
    ],
)
def test_clean_html(pasted, stored):
    assert clean(pasted) == stored


PAYLOADS = [
    "<script>boum()</script>",
    "<img src=x onerror=boum()>",
    "<svg onload=boum()><script>boum()</script></svg>",
    "<svg><animate onbegin=boum() attributeName=x></svg>",
    "<iframe srcdoc='<script>boum()</script>'></iframe>",
    "<a href=javascript:boum()>clic</a>",
    "<a href='java\tscript:boum()'>clic</a>",
    "<a href='&#106;avascript:boum()'>clic</a>",
    "<a href='data:text/html,<script>boum()</script>'>clic</a>",
    "<a href='vbscript:boum()'>clic</a>",
    "<p onclick=boum() style='background:url(//evil.example/x)'>a</p>",
    "<math><mtext><table><mglyph><style><img src=x onerror=boum()>",
    "<noscript><p title='</noscript><img src=x onerror=boum()>'>",
    "<form action=javascript:boum()><input autofocus onfocus=boum()><button>x",
    "<object data=javascript:boum()></object><embed src=javascript:boum()>",
    "<link rel=stylesheet href=//evil.example/x><meta http-equiv=refresh content='0;url=javascript:boum()'>",
    "<base href=//evil.example/><body onload=boum()>",
    "<img src=//evil.example/pixel.gif><video poster=//evil.example/x><source src=//evil.example/x>",
    "<details open ontoggle=boum()>x</details>",
    "<b>x</b><style>@import '//evil.example/x';</style>",
    "<b>x</b><!--><img src=x onerror=boum()>-->",
    "<b>x</b><![CDATA[<img src=x onerror=boum()>]]>",
    "<b>x</b><template><script>boum()</script></template>",
    "<b>x</b><textarea></textarea><script>boum()</script>",
    "<a href='https://x\" onmouseover=boum() x=\"'>clic</a>",
    "<img src=x onerror=boum()",
    "&lt;script&gt;boum()&lt;/script&gt;",
    "<scr<script>ipt>boum()</script>",
    "<img src='/images/0f2c6a9e-1b7d-4c53-8a3e-5d9b7f104e26/' alt='\"><script>boum()</script>' onload=boum()>",
    "<img src='/images/0f2c6a9e-1b7d-4c53-8a3e-5d9b7f104e26/../../actions/' srcset=//evil.example/x>",
    "<p data-level=boum()>a</p><p data-level=99999>b</p>",
]
PICTURE = "/images/0f2c6a9e-1b7d-4c53-8a3e-5d9b7f104e26/"
TAG_ALLOWED = re.compile(
    r"</?(?:p|br|strong|em|ul|ol|li|table|thead|tbody|tr)>|</?t[hd](?: (?:col|row)span=\"\d{1,2}\")*>|</a>"
    r'|<a href="(?:https?:|mailto:)[^"]*" rel="noopener noreferrer">'
    rf'|<img src="{PICTURE}" alt="[^"<>]*">',
)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("around", ["{}", "<p>avant {} après</p>", "<table><tr><td>{}", "<ul><li>{}", "texte\n- {}"])
def test_clean_leaves_nothing_but_allowed_tags(payload, around):
    stored = clean(around.format(payload), pictures=None)
    assert "<" not in TAG_ALLOWED.sub("", stored)
    assert clean(stored, pictures=None) == stored


fragments = st.lists(
    st.sampled_from(
        "<p> </p> <div> </div> <ul> <ol> <li> </li> </ul> </ol> <b> </b> <em> </em> <br> <table> <thead> <tr> <th> <td>"
        " </td> </tr> </table> <td\tcolspan=3> <a\thref='https://x.org/'> </a> <h1> <svg> <math> <style> </style>"
        " <!-- --> &nbsp; &lt; - 1. 2. • [bookmark:\tx] mot <td\trowspan=3> <p\tstyle='mso-list:l0\tlevel2'> o\u00a0"
        f" <img\tsrc='{PICTURE}'\talt='C'>".split(" ")
    )
    | st.sampled_from([" ", "\n", "\u00a0", "- ", "1. ", "2. ", "• "])
    | st.text(max_size=3),
    max_size=25,
).map("".join)


@given(fragments)
@example("<p>- - a</p>")
@example("<ol><li>a</li></ol><p>2. b</p>")
@example("<ul><li>a</li></ul><p>- b</p>")
def test_clean_twice_is_clean_once(html):
    stored = clean(html, pictures=None)
    assert clean(stored, pictures=None) == stored
    assert "<" not in TAG_ALLOWED.sub("", stored)
    assert is_blank(stored) == (stored == "")
    assert to_text(stored) == to_text(html)


def test_clean_bounds_nesting():
    stored = clean("<ul><li>" * 500 + "fond")
    assert stored == "<ul><li>" * 3 + "<ul><li>fond" + "</li></ul>" * 4


@pytest.mark.parametrize(
    "unit",
    [
        *("<b>", "<div>", "<ul><li>", "<table><tr><td>", "<a href='https://x.org'>x", "- a\n", "<p>- "),
        *("<a msocom_1 ", "<a msocom_1>", "<p style='mso-list:l1 level2'>1. a", "<p style='mso-list: l1 "),
        *("<div mso-element: ", f"<img src='{PICTURE}'>", "<table><tr><td rowspan=9 colspan=9>x"),
    ],
)
def test_clean_takes_time_in_proportion_to_the_text(unit):
    started = time.process_time()
    clean(unit * (MAX_BYTES // len(unit)))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("text", ["a" * (MAX_BYTES + 1), "é" * (MAX_BYTES // 2 + 1)])
def test_clean_refuses_a_text_too_large(text):
    with pytest.raises(RichTextTooLarge, match="^Ce texte est trop long\u00a0: 200\u00a0ko au plus"):
        clean(text)


def test_clean_keeps_text_up_to_the_limit():
    assert clean("a" * MAX_BYTES) == f"<p>{'a' * MAX_BYTES}</p>"


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\u202eb", "<p>a\x00b</p>"])
def test_clean_strips_what_cannot_be_seen(text):
    assert clean(text) == "<p>ab</p>"


def test_to_text_is_readable():
    html = (
        "<p>Points&nbsp;:<br>suite &amp; fin</p><ul><li>un<ul><li>un bis</li></ul></li><li>deux</li></ul>"
        "<ol><li>a</li><li>b</li></ol><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2<br>3</td></tr></table>"
    )
    assert to_text(html).split("\n") == [
        *("Points\u00a0:", "suite & fin", "- un", "  - un bis", "- deux", "1. a", "2. b", "A | B", "1 | 2 3"),
    ]


@pytest.mark.parametrize(
    "html", ["", "  ", "<p></p>", "<p>&nbsp;<br></p>", "<ul><li> </li></ul>", "<img src=x>", "<script>x</script>"]
)
def test_is_blank(html):
    assert is_blank(html)


def test_is_not_blank():
    assert not is_blank("<p>.</p>")


@pytest.mark.parametrize(
    ("html", "length", "shown"),
    [
        ("<p>Court</p>", 10, "Court"),
        ("<p>Un texte</p><p>plus long</p>", 15, "Un texte plus…"),
        ("<p>Un, deux</p>", 5, "Un…"),
        ("Anticonstitutionnellement", 10, "Anticonst…"),
    ],
)
def test_excerpt(html, length, shown):
    assert excerpt(html, length) == shown
    assert len(excerpt(html, length)) <= length
