"""The wheel is built once, and each Wagtail has one environment, which the sites share."""

from __future__ import annotations

import pytest

from tests.packaging.elsewhere import Site, build_wheel, make_environment


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def environments(tmp_path_factory, wheel):
    """Return the commands of the environment of a Wagtail, made when it is first asked for."""
    made = {}

    def commands_of(version):
        if version not in made:
            made[version] = make_environment(tmp_path_factory.mktemp("environments") / version, wheel, version)
        return made[version]

    return commands_of


@pytest.fixture
def start_site(tmp_path, environments):
    """Start a new site on a version of Wagtail."""
    return lambda version: Site(tmp_path / "house", environments(version))
