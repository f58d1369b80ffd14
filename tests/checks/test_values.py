"""The settings dict: every wrong key and value is named, with what to paste; a sound one is silent."""

import pytest
from cryptography.fernet import Fernet

from tests.checks.reading import ids
from wagtail_openbadges.checks import check_settings, register_all
from wagtail_openbadges.checks.addresses import check_urls
from wagtail_openbadges.checks.world import check_host
from wagtail_openbadges.conf import Settings, current
from wagtail_openbadges.jobs.checks import check_cluster, check_mail, check_queue


@pytest.fixture
def given(settings):
    """Change some keys of the dict."""

    def change(**changes):
        settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, **changes}

    return change


def test_sound_settings_are_silent():
    assert check_settings() == []


def test_registering_twice_registers_no_check_twice():
    register_all()

    assert check_settings() == []


def test_settings_that_are_not_there_are_printed_as_a_whole(settings):
    del settings.WAGTAIL_OPENBADGES

    (message,) = check_settings()

    pasted = message.hint.partition("settings.py:\n")[2].replace("    ", "")
    names = {"environ": {"OPENBADGES_KEY": message.hint.partition("OPENBADGES_KEY=")[2].split()[0]}}
    exec(pasted.replace("import os\n", ""), {"os": type("os", (), names)}, names)  # noqa: S102
    settings.WAGTAIL_OPENBADGES = names["WAGTAIL_OPENBADGES"]
    assert ids([message]) == ["E012"]
    assert check_settings() == []


@pytest.mark.parametrize("value", ["https://www.example.org/openbadges/", ["BASE_URL"], None])
def test_settings_that_are_no_dict_are_named_once_and_break_no_other_check(settings, value):
    settings.WAGTAIL_OPENBADGES = value

    assert ids(check_settings()) == ["E011"]
    assert current() == Settings()
    assert [message for check in (check_cluster, check_mail) for message in check(None)] == []
    assert ids([*check_queue(None), *check_urls(), *check_host()]) == ["E009"]


def test_unknown_key_is_named(given):
    given(BASE_ADRESS="x")

    assert ids(check_settings()) == ["E001"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("MAX_FILES", "5"),
        ("MAX_FILES", 0),
        ("MAX_FILES", -1),
        ("MAX_FILES", 5.0),
        ("MAX_FILES", True),
        ("LINK_DAYS", None),
        ("DRAFT_DAYS", 30_001),
        ("GRACE_MINUTES", -1),
        ("PROXIES", -1),
        ("BASE_URL", None),
        ("BASE_URL", b"https://www.example.org/openbadges/"),
        ("SIGNER", 12),
        ("SCANNERS", "package.scanner"),
        ("KEY_ENCRYPTION_KEYS", "sLB1FnSDmGqMbJ5cSyVtvTTi6dKJmvN8kVTqOQnl5y8="),
        ("KEY_ENCRYPTION_KEYS", {"sLB1FnSDmGqMbJ5cSyVtvTTi6dKJmvN8kVTqOQnl5y8="}),
    ],
)
def test_value_of_a_wrong_type_or_size_is_named(given, key, value):
    given(**{key: value})

    (message,) = check_settings()

    assert (ids([message]), message.msg.split()[0]) == (["E011"], key)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("MAX_FILES", 1),
        ("DRAFT_DAYS", 30_000),
        ("GRACE_MINUTES", 0),
        ("NEEDS_DAYS", 0),
        ("PROXIES", 0),
        ("SCANNERS", ()),
        ("KEY_ENCRYPTION_KEYS", ("sLB1FnSDmGqMbJ5cSyVtvTTi6dKJmvN8kVTqOQnl5y8=",)),
    ],
)
def test_value_at_the_edge_is_taken(given, key, value):
    given(**{key: value})

    assert check_settings() == []


def test_wrong_value_that_may_be_a_secret_is_not_shown(given):
    given(KEY_ENCRYPTION_KEYS="a secret")

    (message,) = check_settings()

    assert message.hint == "It is of type str now."


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://www.example.org/openbadges/",
        "https://www.example.org/openbadges",
        "https:///openbadges/",
        "https://www.example.org/?a=b/",
        "https://www.example.org/#a/",
        "https://somebody@www.example.org/openbadges/",
        "https://www.example.org:port/openbadges/",
        "https://[www.example.org/openbadges/",
        "ftp://www.example.org/",
    ],
)
def test_base_url_that_cannot_last_is_refused_with_the_line_to_paste(given, address):
    given(BASE_URL=address)

    (message,) = check_settings()

    line = '    WAGTAIL_OPENBADGES["BASE_URL"] = "https://www.example.org/openbadges/"  # credentials keep it for ever'
    assert (ids([message]), message.hint) == (["E002"], f"Paste into settings.py:\n{line}")


@pytest.mark.parametrize(
    "address",
    ["https://www.example.org/openbadges/", "http://127.0.0.1:8000/openbadges/", "http://localhost/openbadges/"],
)
def test_base_url_with_tls_or_of_this_machine_is_taken(given, address):
    given(BASE_URL=address)

    assert check_settings() == []


@pytest.mark.parametrize("keys", [[], ["too short"], [12], [Fernet.generate_key().decode(), ""]])
def test_missing_or_wrong_encryption_key_is_refused_with_a_fresh_one_to_paste(given, keys):
    given(KEY_ENCRYPTION_KEYS=keys)

    (message,) = check_settings()

    assert ids([message]) == ["E003"]
    assert Fernet(message.hint.partition("OPENBADGES_KEY=")[2].split()[0])


def test_unknown_way_of_working_jobs_off_is_refused(given):
    given(JOBS="celery")

    assert ids(check_settings()) == ["E004"]


def test_seams_that_cannot_be_imported_or_called_are_named(given):
    given(SIGNER="no.such.signer", SCANNERS=["no.such.scanner", 12, "wagtail_openbadges.conf.NAME"])

    assert ids(check_settings()) == ["E005", "E005", "E005", "E005"]


def test_seams_that_can_be_called_are_silent(given):
    given(SCANNERS=["tests.checks.reading.ids"])

    assert check_settings() == []
