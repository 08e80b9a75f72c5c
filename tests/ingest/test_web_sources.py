"""Documents of the web: polite, bounded, never from this network unless allowed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_site import Site, small_site

from ingest.catalogue import read_catalogue
from ingest.errors import ReadFailure
from ingest.readers.base import SUFFIXES
from ingest.sources.http import Web, WebLimits, is_public
from ingest.sources.mirror import STATE, failures_of, mirror
from ingest.sources.polite import Clock, PoliteWeb
from ingest.sources.web import Sitemap, WebPages, file_name, mark, read_urls, source_name
from ingest.walk import find_files


@pytest.fixture
def site() -> Iterator[Site]:
    with small_site() as running:
        yield running


class Time:
    """A clock that only moves when someone waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


def polite(time: Time | None = None, limits: WebLimits | None = None) -> PoliteWeb:
    chosen = time or Time()
    web = Web(limits or WebLimits(private=True))
    return PoliteWeb(web, Clock(lambda: chosen.now, chosen.sleep))


def files(home: Path) -> dict[str, str]:
    shown = (p for p in home.iterdir() if p.name[0] != "." and p.suffix in SUFFIXES)
    return {p.name: p.read_text("utf-8") for p in shown}


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.4", "172.16.0.1", "169.254.169.254", "0.0.0.0", "::1",
     "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
     "100.64.0.1", "224.0.0.1", "255.255.255.255", "::", "pas une adresse"],
)  # fmt: skip
def test_private_addresses_are_known_however_written(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_public() -> None:
    assert is_public("8.8.8.8")
    assert is_public("2606:4700:4700::1111")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f000001", "[::1]", "2130706433"])
def test_this_machine_is_refused_by_default(site: Site, host: str) -> None:
    port = site.url.rpartition(":")[2]
    with pytest.raises(ReadFailure, match=r"réseau privé|inconnu") as caught:
        Web().get(f"http://{host}:{port}/secret")
    assert caught.value.code in {"private_address", "unreachable"}
    assert site.seen == []


def test_one_private_address_among_several_is_enough_to_refuse() -> None:
    web = Web(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(ReadFailure, match="réseau privé"):
        web.get("http://ville.example/")


def test_a_redirection_goes_through_the_same_door(site: Site) -> None:
    port = int(site.url.rpartition(":")[2])
    # The first name is taken for a public one, though it leads to the test server.
    class Half(Web):
        def _address(self, host: str, wanted: int) -> str:
            return "127.0.0.1" if host == "ville.example" else super()._address(host, wanted)

    site.move("/a", f"http://127.0.0.1:{port}/secret")
    with pytest.raises(ReadFailure, match="réseau privé"):
        Half().get(f"http://ville.example:{port}/a")
    assert site.seen == ["/a"]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a/b", "gopher://a", "http://", "http://u:p@a/", "a.html",
            "http://a b/", "http://a:99999999/", "http://a/\r\nX: 1"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ReadFailure, match="n’est pas une adresse") as caught:
        Web().get(url)
    assert caught.value.code == "bad_url"


def test_endless_redirections_bodies_and_bombs_are_cut(site: Site) -> None:
    web = Web(WebLimits(private=True, size=50_000))
    site.move("/r", "/r")
    site.put("/long", b"x" * 60_000)
    site.put("/bomb", gzip.compress(b"0" * 20_000_000), Content_Encoding="gzip")
    site.put("/small", gzip.compress("été".encode()), Content_Encoding="gzip")
    cut = {"/r": "too_many_redirects", "/long": "too_large", "/bomb": "too_large"}
    for path, code in cut.items():
        with pytest.raises(ReadFailure, match=r"redirige|dépasse") as caught:
            web.get(site.url + path)
        assert caught.value.code == code
    assert web.get(site.url + "/small").body.decode() == "été"


def test_a_document_that_comes_too_slowly_is_cut(site: Site) -> None:
    site.put("/a", "x")
    ticks = iter([0.0, 0.0, 500.0, 500.0])
    web = Web(WebLimits(private=True, seconds=60), clock=lambda: next(ticks))
    with pytest.raises(ReadFailure, match="trop de temps"):
        web.get(site.url + "/a")


def test_robots_is_obeyed_and_the_site_is_given_time(site: Site) -> None:
    site.put("/robots.txt", "User-agent: Repere\nDisallow: /prive\nCrawl-delay: 4\n", "text/plain")
    site.put("/a", site.page("A"))
    site.put("/b", site.page("B"))
    time = Time()
    web = polite(time)
    assert web.get(site.url + "/a").status == 200
    assert web.get(site.url + "/b").status == 200
    with pytest.raises(ReadFailure, match=r"robots\.txt") as caught:
        web.get(site.url + "/prive/c")
    assert caught.value.code == "robots_refused"
    assert site.seen == ["/robots.txt", "/a", "/b"]
    assert time.slept == [4.0, 4.0]
    assert all(one["user-agent"].startswith("Repere/") for one in site.asked)


def test_a_redirection_to_what_robots_refuses_is_refused(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /prive\n", "text/plain")
    site.move("/a", "/prive/c")
    with pytest.raises(ReadFailure, match=r"robots\.txt"):
        polite().get(site.url + "/a")
    assert "/prive/c" not in site.seen


def test_a_site_in_trouble_is_left_alone(site: Site) -> None:
    site.pages["/robots.txt"] = (503, {}, b"")
    site.put("/a", "x")
    with pytest.raises(ReadFailure, match=r"robots\.txt"):
        polite().get(site.url + "/a")


def test_a_list_is_copied_then_only_what_changed_is_fetched(site: Site, tmp_path: Path) -> None:
    site.put("/rapport-2022.html", site.page("Le club compte 12 membres."), ETag='"1"')
    site.put("/b", site.page("B"), Last_Modified="Sat, 01 Nov 2025 10:00:00 GMT")
    source = WebPages(polite(), "liste", [site.url + "/rapport-2022.html", site.url + "/b#x"])
    home = mirror(source, tmp_path)
    held = files(home)
    assert len(held) == 2
    (name,) = [one for one in held if one.startswith("rapport-2022-")]
    assert read_catalogue(home)[name].url == site.url + "/rapport-2022.html"
    site.asked.clear()
    mirror(source, tmp_path)
    assert site.asked[0]["if-none-match"] == '"1"'
    assert site.asked[1]["if-modified-since"] == "Sat, 01 Nov 2025 10:00:00 GMT"
    assert files(home) == held


def test_what_a_person_said_of_a_copy_stays(site: Site, tmp_path: Path) -> None:
    site.put("/a", site.page("A"), ETag='"1"')
    source = WebPages(polite(), "liste", [site.url + "/a"])
    home = mirror(source, tmp_path)
    (name,) = files(home)
    (home / "corpus.toml").write_text(f'["{name}"]\ntitle = "Mon titre"\n', "utf-8")
    site.put("/a", site.page("Nouveau"), ETag='"2"')
    mirror(source, tmp_path)
    assert read_catalogue(home)[name].title == "Mon titre"
    assert "Nouveau" in files(home)[name]


def test_what_is_gone_leaves_and_what_fails_stays_and_is_told(site: Site, tmp_path: Path) -> None:
    for path in ("/a", "/b", "/c"):
        site.put(path, site.page(path))
    urls = [site.url + path for path in ("/a", "/b", "/c")]
    home = mirror(WebPages(polite(), "liste", urls), tmp_path)
    del site.pages["/a"]
    site.pages["/b"] = (500, {}, b"")
    mirror(WebPages(polite(), "liste", urls[:2]), tmp_path)
    assert [name[0] for name in files(home)] == ["b"]
    told = {one.source: (one.code, one.skipped) for one in failures_of(home)}
    assert told == {urls[0]: ("gone", False), urls[1]: ("unreachable", False)}
    assert {one.source for one in find_files(home, SUFFIXES).failures} == set(urls[:2])


def test_a_damaged_state_asks_for_all_again(site: Site, tmp_path: Path) -> None:
    site.put("/a", site.page("A"), ETag='"1"')
    source = WebPages(polite(), "liste", [site.url + "/a"])
    home = mirror(source, tmp_path)
    (home / STATE).write_text("{", "utf-8")
    mirror(source, tmp_path)
    assert len(files(home)) == 1


def sitemap(*urls: str, root: str = "urlset", item: str = "url") -> str:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    said = "".join(f"<{item}><loc>{url}</loc></{item}>" for url in urls)
    return f'<?xml version="1.0"?><{root} xmlns="{space}">{said}</{root}>'


def test_a_site_map_is_followed_into_its_maps_on_its_own_site(site: Site, tmp_path: Path) -> None:
    inner = sitemap(site.url + "/a", "http://ailleurs.example/b", site.url + "/plan.dwg")
    maps = (site.url + "/m.xml", site.url + "/sitemap.xml")
    site.put("/sitemap.xml", sitemap(*maps, root="sitemapindex", item="sitemap"), "text/xml")
    site.put("/m.xml", gzip.compress(inner.encode()), "application/gzip")
    site.put("/a", site.page("A"))
    site.put("/plan.dwg", b"\x00", "application/octet-stream")
    source = Sitemap(polite(), site.url + "/sitemap.xml")
    assert list(source.items()) == [site.url + "/a", site.url + "/plan.dwg"]
    home = mirror(source, tmp_path)
    (told,) = failures_of(home)
    assert (told.code, told.skipped) == ("unsupported_format", True)
    assert [name[0] for name in files(home)] == ["a"]


@pytest.mark.parametrize("body", ["<a", "", '<!DOCTYPE a [<!ENTITY b "c">]>&b;'])
def test_a_map_that_cannot_be_read_takes_nothing_away(
    site: Site, tmp_path: Path, body: str
) -> None:
    site.put("/sitemap.xml", sitemap(site.url + "/a"))
    site.put("/a", site.page("A"))
    source = Sitemap(polite(), site.url + "/sitemap.xml")
    home = mirror(source, tmp_path)
    site.put("/sitemap.xml", body)
    with pytest.raises(ReadFailure, match="illisible"):
        mirror(source, tmp_path)
    assert len(files(home)) == 1


@pytest.mark.parametrize(
    ("url", "kind", "name"),
    [
        ("https://v.qc.ca/docs/Rapport%20annuel.pdf", "application/pdf", "Rapport-annuel.pdf"),
        ("https://v.qc.ca/page.aspx", "text/html", "page-aspx.html"),
        ("https://v.qc.ca/", "text/html", "accueil.html"),
        ("https://v.qc.ca/a.md", "text/plain", "a.md"),
        ("https://v.qc.ca/..%2f..%2fetc%2fpasswd", "text/plain", "passwd.txt"),
        ("https://v.qc.ca/b.docx", "application/octet-stream", "b.docx"),
    ],
)
def test_files_are_named_after_their_address_and_their_content(
    url: str, kind: str, name: str
) -> None:
    assert file_name(url, kind) == name


def test_names_are_apart_and_hold_no_year() -> None:
    marks = {mark(str(n)) for n in range(500)}
    assert len(marks) == 500
    assert all(one.isalpha() for one in marks)
    assert source_name("https://ville.qc.ca/a") != source_name("https://ville.qc.ca/b")


def test_a_list_has_comments_and_blank_lines() -> None:
    assert read_urls("# ville\n\n https://a \nhttps://b\n") == ("https://a", "https://b")
