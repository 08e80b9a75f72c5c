"""Settings: where they come from, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.exposure import check_exposure
from assistant.settings import Settings, SettingsError, is_loopback, load_settings


def test_defaults_serve_this_machine_only(tmp_path: Path) -> None:
    settings = load_settings({}, folder=tmp_path)
    assert settings == Settings()
    assert (settings.data, settings.host, settings.port) == (Path("var"), "127.0.0.1", 8000)
    assert settings.uploads == Path("var/uploads")
    assert settings.log_questions is False


def test_flags_win_over_environment_over_file(tmp_path: Path) -> None:
    (tmp_path / "repere.toml").write_text('data = "a"\nport = 1\nlang = "en"\nopen = true\n')
    environ = {"REPERE_DATA": "b", "REPERE_PORT": "2", "PATH": "/bin"}
    settings = load_settings(environ, {"data": "c", "host": None}, tmp_path)
    assert (settings.data, settings.port, settings.lang) == (Path("c"), 2, "en")
    assert settings.open is True


def test_another_file_may_be_named(tmp_path: Path) -> None:
    named = tmp_path / "ici.toml"
    named.write_text("workers = 4\n")
    assert load_settings({"REPERE_CONFIG": str(named)}, folder=tmp_path).workers == 4
    with pytest.raises(SettingsError, match="ne peut pas être lu"):
        load_settings({"REPERE_CONFIG": str(tmp_path / "absent.toml")})


@pytest.mark.parametrize("text", ["port = [", "\x00", 'data = "é"'])
def test_a_broken_file_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "repere.toml").write_text(text, encoding="latin-1")
    with pytest.raises(SettingsError, match=r"repere\.toml ne peut pas être lu") as caught:
        load_settings({}, folder=tmp_path)
    assert caught.value.code == "bad_settings_file"


def test_unknown_names_are_refused_with_a_suggestion(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Vouliez-vous dire « REPERE_ADMIN_KEY »"):
        load_settings({"REPERE_ADMIN_KEi": "x"}, folder=tmp_path)
    (tmp_path / "repere.toml").write_text('corpsu = "x"\n')
    with pytest.raises(SettingsError, match=r"« corpsu »\. Vouliez-vous dire « corpus »") as caught:
        load_settings({}, folder=tmp_path)
    assert caught.value.code == "unknown_setting"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"), ("PORT", "65536"), ("PORT", "-1"), ("PORT", "9" * 5_000), ("PORT", "²"),
        ("WORKERS", "0"), ("LANG", "de"), ("OPEN", "peut-être"), ("DATA", "a\x00b"),
        ("ALLOWED_SITES", "*"), ("ALLOWED_SITES", "ville.example"),
        ("ALLOWED_SITES", "https://a.example/page"), ("ALLOWED_SITES", "https://a.example;x"),
        ("ALLOWED_SITES", "javascript://a"),
    ],
)  # fmt: skip
def test_malformed_values_are_refused(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ne convient pas") as caught:
        load_settings({f"REPERE_{name}": value}, folder=tmp_path)
    assert caught.value.code == "bad_setting"
    assert len(caught.value.message) < 300


def test_sites_are_origins(tmp_path: Path) -> None:
    value = "https://Ville.example/, http://localhost:9000"
    settings = load_settings({"REPERE_ALLOWED_SITES": value}, folder=tmp_path)
    assert settings.allowed_sites == ("https://ville.example", "http://localhost:9000")


def test_an_empty_key_is_no_key_and_keys_are_not_shown(tmp_path: Path) -> None:
    assert load_settings({"REPERE_ADMIN_KEY": ""}, folder=tmp_path).admin_key is None
    assert "secret" not in repr(Settings(admin_key="secret"))


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("localhost", True), ("::1", True),
     ("[::1]", True), ("0.0.0.0", False), ("::", False), ("", False), ("192.168.1.2", False),
     ("localhost.example", False)],
)  # fmt: skip
def test_loopback_addresses(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_serving_other_machines_needs_a_decision() -> None:
    for settings in (Settings(host="0.0.0.0"), Settings(host="0.0.0.0", admin_key="x")):
        with pytest.raises(SettingsError, match="REPERE_ACCESS_KEY") as caught:
            check_exposure(settings)
        assert caught.value.code == "exposed_without_key"
    check_exposure(Settings(host="0.0.0.0", access_key="x"))
    check_exposure(Settings(host="0.0.0.0", open=True))
    proxy = Settings(host="0.0.0.0", trusted_header="X-User", trusted_proxies=("10.0.0.0/8",))
    check_exposure(proxy)
    check_exposure(Settings())


@pytest.mark.parametrize("given", [{"trusted_header": "X-User"}, {"trusted_proxies": ("::1",)}])
def test_a_trusted_header_needs_its_proxies(given: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match="vont ensemble") as caught:
        check_exposure(Settings(**given))  # type: ignore[arg-type]
    assert caught.value.code == "half_trusted"


@pytest.mark.parametrize("value", ["X User", "X:User", "é", "x" * 70, "1"])
def test_a_header_has_the_name_of_a_header(value: str) -> None:
    with pytest.raises(SettingsError, match="en-tête"):
        load_settings({"REPERE_TRUSTED_HEADER": value})


def test_proxies_are_addresses_or_networks() -> None:
    loaded = load_settings({"REPERE_TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8 ::1"})
    assert loaded.trusted_proxies == ("127.0.0.1/32", "10.0.0.0/8", "::1/128")
    for value in ("partout", "10.0.0.1/8", "10.0.0.0/40"):
        with pytest.raises(SettingsError, match="des adresses"):
            load_settings({"REPERE_TRUSTED_PROXIES": value})


def test_a_retention_is_a_number_of_days() -> None:
    assert load_settings({"REPERE_RETENTION_DAYS": "0"}).retention_days == 0
    with pytest.raises(SettingsError, match="36500"):
        load_settings({"REPERE_RETENTION_DAYS": "40000"})
