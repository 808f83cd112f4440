"""Files that travel with the program: migrations and the configuration to begin with."""

from __future__ import annotations

import shutil
from pathlib import Path

from monitor.errors import ConfigError

_PACKAGE = Path(__file__).parent


def bundled_folder(name: str) -> Path:
    """Find a folder that travels with the program.

    Args:
        name: ``migrations`` or ``config``.

    Returns:
        The folder: inside the installed package, or at the root of a checkout.
    """
    packed = _PACKAGE / "_bundled" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def write_configuration(folder: Path) -> tuple[Path, ...]:
    """Write a commented configuration folder where there is none.

    Args:
        folder: The folder to make.

    Returns:
        The files written.

    Raises:
        ConfigError: If there is one already, or it cannot be written.
    """
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else (folder,)):
        raise ConfigError(f"{folder} is there already; nothing was written")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(
            Path(shutil.copy(path, folder / path.name))
            for path in sorted(bundled_folder("config").glob("*.toml"))
        )
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written: {error}") from error
