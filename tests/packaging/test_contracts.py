"""A contract holds only what it names: every dependency is forbidden to the domain by name."""

import tomllib
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8"))


def is_installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def import_names() -> dict[str, set[str]]:
    """For each installed dependency the modules it brings, without its private folders of libraries."""
    project = PROJECT["project"]
    texts = [
        *project["dependencies"],
        *(text for extra in ("raw", "heic") for text in project["optional-dependencies"][extra]),
    ]
    wanted = {canonicalize_name(Requirement(text).name) for text in texts}
    found: dict[str, set[str]] = {name: set() for name in wanted if is_installed(name)}
    for module, owners in packages_distributions().items():
        for owner in found.keys() & {canonicalize_name(name) for name in owners}:
            if module.isidentifier() and not module.startswith("__"):
                found[owner].add(module)
    return found


def test_every_dependency_is_forbidden_to_the_domain() -> None:
    (contract,) = [
        contract
        for contract in PROJECT["tool"]["importlinter"]["contracts"]
        if contract.get("source_modules") == ["review_desk.domain"]
    ]
    forbidden = set(contract["forbidden_modules"])
    assert {name: modules for name, modules in import_names().items() if modules.isdisjoint(forbidden)} == {}
    assert len(import_names()) > 10
