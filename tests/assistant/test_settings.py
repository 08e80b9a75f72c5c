"""Settings: where they come from, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings, SettingsError, check_exposure, is_loopback, load_settings


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
    with pytest.raises(SettingsError, match="REPERE_ADMIN_KEY") as caught:
        check_exposure(Settings(host="0.0.0.0"))
    assert caught.value.code == "exposed_without_key"
    check_exposure(Settings(host="0.0.0.0", admin_key="x"))
    check_exposure(Settings(host="0.0.0.0", open=True))
    check_exposure(Settings())
