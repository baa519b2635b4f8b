"""Pages are compressed for browsers that say so; files go as they are."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from clusterhub.middleware import CompressedPagesMiddleware

OLDER, BROWSER = "gzip, deflate", "gzip, deflate, br"


def answered(kind: str, body: bytes, accepts: str = BROWSER) -> HttpResponse:
    middleware = CompressedPagesMiddleware(lambda request: HttpResponse(body, content_type=kind))
    return middleware(RequestFactory().get("/", headers={"accept-encoding": accepts}))


@pytest.mark.parametrize(
    ("accepts", "encoding", "opened"), [(OLDER, "gzip", gzip.decompress), (BROWSER, "br", brotli.decompress)]
)
def test_page_is_compressed_and_reads_the_same(client: Client, db: None, accepts, encoding, opened) -> None:
    answer = client.get("/demarrage/", headers={"accept-encoding": accepts})
    assert answer["Content-Encoding"] == encoding
    assert "Accept-Encoding" in answer["Vary"]
    assert int(answer["Content-Length"]) == len(answer.content)
    assert len(answer.content) < len(client.get("/demarrage/").content) / 2
    assert "</html>" in opened(answer.content).decode()[-200:]


@pytest.mark.parametrize("accepts", [OLDER, BROWSER])
def test_same_page_never_weighs_the_same(accepts) -> None:
    page = b"<p>Bonjour</p>" * 100
    assert len({len(answered("text/html; charset=utf-8", page, accepts).content) for _ in range(50)}) > 5


def test_file_goes_as_it_is() -> None:
    body = b"%PDF-1.7 " * 100
    answer = answered("application/pdf", body)
    assert answer.content == body
    assert "Content-Encoding" not in answer
