"""Pages are compressed for browsers that say so; files go as they are."""

import gzip

from django.http import HttpResponse
from django.test import Client, RequestFactory

from clusterhub.middleware import CompressedPagesMiddleware

BROWSER = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


def answered(kind: str, body: bytes) -> HttpResponse:
    middleware = CompressedPagesMiddleware(lambda request: HttpResponse(body, content_type=kind))
    return middleware(RequestFactory().get("/", **BROWSER))


def test_page_is_compressed_and_reads_the_same(client: Client, db: None) -> None:
    answer = client.get("/demarrage/", **BROWSER)
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert len(answer.content) < len(client.get("/demarrage/").content) / 2
    assert gzip.decompress(answer.content).decode().rstrip().endswith("</html>")


def test_same_page_never_weighs_the_same() -> None:
    page = b"<p>Bonjour</p>" * 100
    assert len({len(answered("text/html; charset=utf-8", page).content) for _ in range(50)}) > 5


def test_file_goes_as_it_is() -> None:
    body = b"%PDF-1.7 " * 100
    answer = answered("application/pdf", body)
    assert answer.content == body
    assert "Content-Encoding" not in answer
